package io.isotrail.ingest.settle;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.feed.Notice;

/** How a notice ends: exactly one of these. */
public sealed interface Outcome {

  /** Every fact of it is acknowledged by Kafka; the message may be deleted. */
  record Published() implements Outcome {}

  /** Left out on purpose, and counted; the message may be deleted. */
  record Skipped(Notice.Reason reason) implements Outcome {}

  /**
   * Cannot be used, now or later. Its letter goes to the dead letters first, then the message may
   * be deleted.
   */
  record Rejected(DeadLetter letter) implements Outcome {}

  /**
   * Cannot be had or published now. Left for another try, and counted as a retry.
   *
   * @param cause code, bounded in number, e.g. {@code throttled}
   * @param message for the log
   */
  record Deferred(String cause, String message) implements Outcome {}
}
