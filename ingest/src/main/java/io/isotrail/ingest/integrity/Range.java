package io.isotrail.ingest.integrity;

import java.time.Duration;
import java.time.Instant;

/**
 * The time that is verified.
 *
 * @param from its begin
 * @param to its end
 * @param now the present: what CloudTrail may still be about to deliver is not missing
 */
public record Range(Instant from, Instant to, Instant now) {

  /** A digest is delivered at most so long after the hour that it covers, as a rule. */
  static final Duration LATEST = Duration.ofHours(1);

  public Range {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("the begin " + from + " is not before the end " + to);
    }
  }

  /** Up to when digests must have been delivered. */
  Instant due() {
    Instant delivered = now.minus(DigestName.USUAL).minus(LATEST);
    return delivered.isBefore(to) ? delivered : to;
  }

  boolean overlaps(Instant start, Instant end) {
    return start.isBefore(to) && end.isAfter(from);
  }
}
