package io.isotrail.streams.simulation;

import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.KpiReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a simulation went. */
public sealed interface Outcome {

  /**
   * It is done.
   *
   * @param changed rows with another status or severity, in the order of their keys
   * @param changedTotal how many there are, whether listed or not
   */
  record Done(KpiReport before, KpiReport after, List<Changed> changed, long changedTotal)
      implements Outcome {}

  /** Another one is running. */
  record Busy() implements Outcome {}

  /** One partition has more facts than may be held in memory. */
  record TooManyFacts(int limit) implements Outcome {}

  /** It took too long. */
  record TooSlow(long limitSeconds) implements Outcome {}

  /** There is no policy yet to compare with, or Kafka does not answer. */
  record Unavailable(String reason) implements Outcome {}

  /**
   * A row that would be another; null where it does not exist.
   *
   * @param key resource key
   */
  record Changed(String key, @Nullable Verdict from, @Nullable Verdict to) {}

  /** What is compared. */
  record Verdict(Status status, @Nullable Severity severity) {}
}
