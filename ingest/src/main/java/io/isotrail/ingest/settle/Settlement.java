package io.isotrail.ingest.settle;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.publish.PublishException;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Tally;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place in which a notice ends. Nothing is deleted or remembered as done before Kafka has
 * acknowledged all that it gave: a crash before that delays and repeats, and never loses.
 */
public final class Settlement {

  /** The cause of a deferral by Kafka or the schema registry. */
  public static final String KAFKA_UNAVAILABLE = "kafka-unavailable";

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final Publisher publisher;
  private final Ledger ledger;
  private final Backoff backoff;

  public Settlement(Publisher publisher, Ledger ledger, Backoff backoff) {
    this.publisher = publisher;
    this.ledger = ledger;
    this.backoff = backoff;
  }

  /** What became of a notice. */
  public sealed interface Ending {

    /** Published, skipped or rejected, for good. */
    record Settled() implements Ending {}

    /** Given back to its queue, or given up. */
    record Returned() implements Ending {}

    /** To be tried again after this time. */
    record Again(Duration after) implements Ending {}
  }

  /**
   * Ends a notice, or says when to try it again.
   *
   * @param name name of the notice, for the log
   * @param attempt the number of this attempt, from 1
   */
  public Ending settle(
      OpenDelivery delivery, String name, Outcome outcome, Tally tally, int attempt)
      throws InterruptedException {
    return switch (outcome) {
      case Outcome.Published _ -> {
        ledger.published(tally);
        yield settled(delivery);
      }
      case Outcome.Skipped skipped -> {
        ledger.skipped(skipped.reason().code());
        yield settled(delivery);
      }
      case Outcome.Rejected rejected -> {
        Optional<Outcome.Deferred> problem = bury(rejected.letter());
        if (problem.isPresent()) {
          yield settle(delivery, name, problem.get(), tally, attempt);
        }
        tally.deadLetter(rejected.letter().getReason());
        LOG.warn(
            "rejected: key={} reason={}: {}",
            name,
            rejected.letter().getReason(),
            rejected.letter().getMessage());
        ledger.rejected(tally);
        yield settled(delivery);
      }
      case Outcome.Deferred deferred -> defer(delivery, name, deferred, attempt);
    };
  }

  private static Ending settled(OpenDelivery delivery) {
    delivery.ended(false);
    return new Ending.Settled();
  }

  private Optional<Outcome.Deferred> bury(DeadLetter letter) throws InterruptedException {
    try {
      Publisher.Batch batch = publisher.begin();
      batch.deadLetter(letter);
      batch.await();
      return Optional.empty();
    } catch (PublishException e) {
      return Optional.of(new Outcome.Deferred(KAFKA_UNAVAILABLE, e.explanation()));
    } catch (RuntimeException | Error e) {
      LOG.error("unexpected while writing a dead letter", e);
      return Optional.of(new Outcome.Deferred("unexpected", e.getClass().getSimpleName()));
    }
  }

  private Ending defer(OpenDelivery delivery, String name, Outcome.Deferred deferred, int attempt) {
    // A queue's message too is tried again here first, while its visibility is extended: each
    // delivery that is given back counts towards the queue's own redrive limit.
    if (attempt < backoff.attempts()) {
      Duration after = backoff.before(attempt + 1);
      ledger.retried(deferred.cause());
      LOG.warn(
          "deferred: key={} cause={} attempt={} nextInMillis={}: {}",
          name,
          deferred.cause(),
          attempt,
          after.toMillis(),
          deferred.message());
      return new Ending.Again(after);
    }
    LOG.warn(
        "{}: key={} cause={} attempts={}: {}",
        delivery.retry() == Retry.HERE ? "given up" : "given back",
        name,
        deferred.cause(),
        attempt,
        deferred.message());
    ledger.returned(deferred.cause());
    delivery.ended(true);
    return new Ending.Returned();
  }
}
