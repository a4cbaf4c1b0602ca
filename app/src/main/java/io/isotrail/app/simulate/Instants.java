package io.isotrail.app.simulate;

import java.time.Instant;

/** Instants as CloudTrail writes them: ISO-8601, UTC, whole seconds. */
final class Instants {

  private Instants() {}

  /**
   * Writes an instant, e.g. {@code 2026-05-04T09:10:00Z}.
   *
   * @param epochSecond seconds since 1970
   */
  static String text(long epochSecond) {
    return Instant.ofEpochSecond(epochSecond).toString();
  }
}
