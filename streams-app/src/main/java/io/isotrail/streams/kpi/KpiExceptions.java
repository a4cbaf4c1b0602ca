package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.ExceptionGrant;
import java.util.List;

/**
 * Approved exceptions at an instant.
 *
 * @param active in force, whether they match anything or not
 * @param expiring those of them that end within 30 days
 * @param expired those that ended in the window
 */
record KpiExceptions(long active, long expiring, long expired) {

  private static final long EXPIRING_SECONDS = 30L * 86_400;

  /** Counts exceptions; the window is (start, asOf], epoch seconds. */
  static KpiExceptions of(List<ExceptionGrant> exceptions, long start, long asOf) {
    long active = 0;
    long expiring = 0;
    long expired = 0;
    for (ExceptionGrant exception : exceptions) {
      if (exception.inForceAt(asOf)) {
        active++;
        if (exception.endsAt() <= asOf + EXPIRING_SECONDS) {
          expiring++;
        }
      } else if (exception.everInForce()
          && exception.endsAt() > start
          && exception.endsAt() <= asOf) {
        expired++;
      }
    }
    return new KpiExceptions(active, expiring, expired);
  }
}
