package io.isotrail.streams.kpi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The four KPIs with what belongs beside them. Instants are epoch seconds, durations seconds.
 *
 * @param resolution {@code PT1S}, or {@code P1D} beyond the retention of the transitions
 * @param isolationRatio isolated / (isolated + exempt + violation + undetermined by a hidden
 *     request); null when there is none
 * @param complianceRatio (isolated + exempt) / the same
 * @param ends violations ended in the window, by the name of the ending
 * @param complete false while something is missing or catching up
 * @param groups one for each group that has anything, in the order of their keys; null when no
 *     groups were asked for
 */
public record KpiReport(
    long asOf,
    Duration window,
    String resolution,
    Models models,
    @Nullable Double isolationRatio,
    @Nullable Double complianceRatio,
    Remediation remediation,
    SortedMap<String, Long> ends,
    Open open,
    Rejections rejections,
    Exceptions exceptions,
    Runs runs,
    Coverage coverage,
    boolean complete,
    @Nullable List<Group> groups) {

  /** Models of environment production that exist at asOf; production is the sum of the others. */
  public record Models(
      long production,
      long isolated,
      long exempt,
      long violation,
      long undetermined,
      long outOfScope) {}

  /** Remediated violations whose end lies in the window; times are null when there is none. */
  public record Remediation(
      long count,
      @Nullable Long meanSeconds,
      @Nullable Long p50Seconds,
      @Nullable Long p90Seconds) {}

  /**
   * Violations open at asOf; ages are null when there is none. Beyond the retention only the sums
   * are left: overdue and the oldest are null.
   */
  public record Open(
      long count, @Nullable Long overdue, @Nullable Long oldestSeconds, @Nullable Long meanAgeSeconds) {}

  /** Rejections in the window. */
  public record Rejections(
      long isolation, long other, long unknown, SortedMap<String, Long> bySource, long distinct) {}

  /** Approved exceptions. */
  public record Exceptions(
      long active, long exemptResources, long expiringIn30Days, long expired) {}

  /**
   * Runs created in the window, of all kinds of runs unless a kind was asked for.
   *
   * @param undetermined those whose isolation was hidden in the request
   * @param resolution {@code PT1S}, or {@code P1D} when an edge of the window lies within a day of
   *     which the rows of runs have been dropped
   */
  public record Runs(long total, long isolated, long undetermined, String resolution) {}

  /**
   * What the history covers.
   *
   * @param historyFrom earliest event seen; null when nothing was
   * @param createdBefore resources known only from later traces that exist at asOf
   */
  public record Coverage(@Nullable Long historyFrom, long createdBefore) {}

  /** The KPIs of one group. */
  public record Group(Map<String, String> by, KpiReport kpis) {}
}
