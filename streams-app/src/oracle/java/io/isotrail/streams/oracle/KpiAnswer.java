package io.isotrail.streams.oracle;

import io.isotrail.avro.Ending;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The KPIs for one query, with those of its groups.
 *
 * @param by the values of the groups; empty for the whole
 * @param isolationRatio null when there is nothing to compare
 * @param complianceRatio null when there is nothing to compare
 * @param ends violations that ended in the window; endings that none had are left out
 * @param createdBefore resources known only from later traces
 * @param groups in the order of their values; empty within a group
 */
public record KpiAnswer(
    List<String> by,
    Models models,
    @Nullable Double isolationRatio,
    @Nullable Double complianceRatio,
    Remediation remediation,
    Map<Ending, Long> ends,
    Open open,
    Rejections rejections,
    Exceptions exceptions,
    Runs runs,
    long createdBefore,
    List<KpiAnswer> groups) {

  /**
   * Levels at asOf in production.
   *
   * @param production the sum of the others
   */
  public record Models(
      long production,
      long isolated,
      long exempt,
      long violation,
      long undetermined,
      long outOfScope) {}

  /** Remediations in the window; percentiles are exact, nearest rank; null when there are none. */
  public record Remediation(
      long count,
      @Nullable Double meanSeconds,
      @Nullable Long p50Seconds,
      @Nullable Long p90Seconds) {}

  /** Violations open at asOf; ages are null when there are none. */
  public record Open(
      long count, long overdue, @Nullable Long oldestSeconds, @Nullable Double meanAgeSeconds) {}

  /**
   * Rejected calls in the window.
   *
   * @param distinct (resource, actor, UTC day) among those of the window, counted where the first
   *     of each counts, whatever the filters leave
   */
  public record Rejections(
      long isolation, long other, long unknown, Map<String, Long> bySource, long distinct) {}

  /**
   * Exceptions, whatever the filters say, but for the resources that are exempt.
   *
   * @param expired ended in the window
   */
  public record Exceptions(
      long active, long exemptResources, long expiringIn30Days, long expired) {}

  /**
   * Runs created in the window.
   *
   * @param undetermined those whose request hid the isolation
   */
  public record Runs(long total, long isolated, long undetermined) {}
}
