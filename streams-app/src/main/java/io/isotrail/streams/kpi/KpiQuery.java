package io.isotrail.streams.kpi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which KPIs are asked for.
 *
 * @param asOf epoch seconds; facts and transitions up to and including this second count
 * @param window the API takes whole days, P1D to P400D; flows are those in (asOf - window, asOf]
 * @param filters dimension name (account, region, kind, environment, sensitivity, owner, severity,
 *     thirdParty, inService) to accepted values; a dimension that is absent is not filtered, except
 *     kind, which is then {@code model}, and every kind of run for what is about runs
 * @param groupBy names of dimensions; empty: no groups
 */
public record KpiQuery(
    long asOf, Duration window, Map<String, Set<String>> filters, List<String> groupBy) {}
