package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.AwsErrors;
import io.isotrail.ingest.fetch.FetchException;
import java.util.Optional;
import java.util.function.Consumer;

/** Why one sort of calls to a queue fails, from a failure until the next success. */
final class QueueTrouble {

  private final String queue;
  private final Consumer<FetchException> told;
  private volatile Optional<String> now = Optional.empty();

  /**
   * @param told hears of each failure
   */
  QueueTrouble(String queue, Consumer<FetchException> told) {
    this.queue = queue;
    this.told = told;
  }

  /**
   * A call failed.
   *
   * @return what that means and how to mend it, for people
   */
  String failed(RuntimeException failure) {
    FetchException translated = AwsErrors.translate(failure, "sqs:" + queue);
    now = Optional.of(translated.explanation());
    told.accept(translated);
    return translated.explanation();
  }

  void succeeded() {
    now = Optional.empty();
  }

  /** The latest failure; empty when a call has succeeded since. */
  Optional<String> now() {
    return now;
  }
}
