package io.isotrail.ingest.integrity;

import java.time.Instant;
import java.util.List;

/**
 * What is known of one trail, for one account and region.
 *
 * @param since begin of the time that is looked at
 * @param covered times of valid digests, the oldest first, none touching another
 * @param findings what is wrong now, the oldest first
 * @param findingsLeftOut findings beyond the limit
 * @param findingsLeftOutUntil end of the time of the latest digest that they concern
 * @param unproven why digests cannot be judged now; empty when they can
 * @param healed logs that only a digest named
 */
public record Standing(
    String account,
    String region,
    String trail,
    Instant since,
    List<Span> covered,
    List<Finding> findings,
    long findingsLeftOut,
    Instant findingsLeftOutUntil,
    String unproven,
    long healed) {

  public Standing {
    covered = List.copyOf(covered);
    findings = List.copyOf(findings);
  }

  /** A time, its end exclusive. */
  public record Span(Instant from, Instant to) {}

  /**
   * Something that is wrong.
   *
   * @param kind digest- or log-, and missing or the code of a fault
   * @param object the object as text
   * @param namedBy the digest that names it; empty for one found by itself
   * @param at end of the time of the digest concerned
   */
  public record Finding(String kind, String object, String namedBy, String message, Instant at) {}

  /** The times up to an instant that no valid digest covers, the oldest first. */
  public List<Span> gaps(Instant due) {
    return Coverage.of(covered).without(since, due);
  }

  /** End of the latest valid digest; the begin where there is none. */
  public Instant verifiedUntil() {
    return covered.isEmpty() ? since : covered.getLast().to();
  }
}
