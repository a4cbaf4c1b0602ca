package io.isotrail.streams.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A question for KPIs.
 *
 * @param asOf epoch seconds
 * @param window seconds; what happened in (asOf - window, asOf] counts
 * @param filters the values that a dimension may have; models only unless KIND is given
 * @param groupBy dimensions of the groups; empty for no groups
 */
public record KpiQuery(
    long asOf, long window, Map<Dimension, Set<String>> filters, List<Dimension> groupBy) {

  /** What can be filtered and grouped by, in the words of the API; true and false for flags. */
  public enum Dimension {
    ACCOUNT,
    REGION,
    KIND,
    ENVIRONMENT,
    SENSITIVITY,
    OWNER,
    /** Empty outside violations. */
    SEVERITY,
    THIRD_PARTY,
    /** Empty for kinds that never serve. */
    IN_SERVICE
  }

  /** All models, in one group. */
  public static KpiQuery of(long asOf, long window) {
    return new KpiQuery(asOf, window, Map.of(), List.of());
  }

  KpiQuery at(long otherAsOf, long otherWindow) {
    return new KpiQuery(otherAsOf, otherWindow, filters, groupBy);
  }
}
