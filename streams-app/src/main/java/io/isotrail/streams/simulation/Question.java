package io.isotrail.streams.simulation;

import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.kpi.KpiQuery;
import java.util.function.Predicate;

/**
 * What is asked.
 *
 * @param candidate applies to the whole past; with an {@code effectiveFrom}, from then on as if it
 *     had been published in time
 * @param query which KPIs, and as of when
 * @param shown which changed rows are listed; a row is when it is wanted as it was or as it would
 *     be
 */
public record Question(Policy candidate, KpiQuery query, Predicate<Row> shown) {}
