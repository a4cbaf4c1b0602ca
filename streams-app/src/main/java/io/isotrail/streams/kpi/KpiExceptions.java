package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.ExceptionGrant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Approved exceptions at an instant; one that was revoked and came back is one exception.
 *
 * @param active in force, whether they match anything or not
 * @param expiring those of them that end within 30 days
 * @param expired those that ended in the window, and did not go on at that very second
 */
public record KpiExceptions(long active, long expiring, long expired) {

  private static final long EXPIRING_SECONDS = 30L * 86_400;

  /**
   * Counts exceptions; the window is (start, asOf], epoch seconds.
   *
   * @param stretches one for each time that an exception held
   */
  public static KpiExceptions of(List<ExceptionGrant> stretches, long start, long asOf) {
    Set<String> active = new HashSet<>();
    Set<String> expiring = new HashSet<>();
    Set<String> expired = new HashSet<>();
    for (ExceptionGrant stretch : stretches) {
      long end = stretch.endsAt();
      if (stretch.inForceAt(asOf)) {
        active.add(stretch.id());
        if (end <= asOf + EXPIRING_SECONDS) {
          expiring.add(stretch.id());
        }
      } else if (stretch.everInForce() && end > start && end <= asOf) {
        if (stretches.stream()
            .noneMatch(other -> other.id().equals(stretch.id()) && other.inForceAt(end))) {
          expired.add(stretch.id());
        }
      }
    }
    return new KpiExceptions(active.size(), expiring.size(), expired.size());
  }
}
