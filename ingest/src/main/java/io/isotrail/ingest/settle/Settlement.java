package io.isotrail.ingest.settle;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.publish.PublishException;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Tally;
import io.isotrail.ingest.telemetry.Troubles;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place in which a notice ends. Nothing is deleted or remembered as done before Kafka has
 * acknowledged all that it gave: a crash before that delays and repeats, and never loses.
 *
 * <p>What fails and may pass is tried again here, while its message stays hidden. After the last
 * attempt a message is given back only when another object came through on which work began after
 * this one had first failed, which shows that the fault is the object's own; each delivery that is
 * given back counts towards the queue's own redrive limit, and an outage must not spend it. Given
 * back, and received as often as {@link Patience#receives} says, it is poison: a dead letter first,
 * then the message is deleted. While nothing comes through at all it is held for {@link
 * Patience#hold} and then given back, and never called poison.
 */
public final class Settlement {

  /** The cause of a deferral by Kafka or the schema registry. */
  public static final String KAFKA_UNAVAILABLE = "kafka-unavailable";

  /** The reason of a dead letter for an object that failed in every delivery. */
  public static final String POISON = "poison";

  /** These say nothing about an object: another one would have failed as well. */
  private static final Set<String> NEVER_THE_OBJECT =
      Set.of(FetchException.Kind.THROTTLED.code(), FetchException.Kind.NO_CREDENTIALS.code());

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final Publisher publisher;
  private final Ledger ledger;
  private final Troubles troubles;
  private final Backoff backoff;
  private final Patience patience;
  private final LongSupplier nanos;

  /**
   * How long a message of a queue is tried.
   *
   * @param receives deliveries after which an object that fails while others come through is poison
   * @param hold how long a message is kept while nothing comes through
   */
  public record Patience(int receives, Duration hold) {}

  /**
   * @param nanos a clock that only goes forward, as {@link System#nanoTime}
   */
  public Settlement(
      Publisher publisher,
      Ledger ledger,
      Troubles troubles,
      Backoff backoff,
      Patience patience,
      LongSupplier nanos) {
    this.publisher = publisher;
    this.ledger = ledger;
    this.troubles = troubles;
    this.backoff = backoff;
    this.patience = patience;
    this.nanos = nanos;
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
   * @param attempt the number of this attempt, from 1
   */
  public Ending settle(OpenNotice open, Outcome outcome, Tally tally, int attempt)
      throws InterruptedException {
    return switch (outcome) {
      case Outcome.Published _ -> {
        ledger.published(open.noticed(), tally);
        troubles.succeeded(open.since());
        yield settled(open);
      }
      case Outcome.Skipped skipped -> {
        ledger.skipped(open.noticed(), skipped.reason().code());
        yield settled(open);
      }
      case Outcome.Rejected rejected -> reject(open, rejected.letter(), tally, attempt);
      case Outcome.Deferred deferred -> defer(open, deferred, tally, attempt);
    };
  }

  private static Ending settled(OpenNotice open) {
    open.delivery().ended(false);
    return new Ending.Settled();
  }

  private Ending reject(OpenNotice open, DeadLetter letter, Tally tally, int attempt)
      throws InterruptedException {
    Optional<Outcome.Deferred> problem = bury(letter);
    if (problem.isPresent()) {
      return defer(open, problem.get(), tally, attempt);
    }
    tally.deadLetter(letter.getReason());
    LOG.warn(
        "rejected: key={} reason={}: {}", open.name(), letter.getReason(), letter.getMessage());
    ledger.rejected(open.noticed(), tally);
    return settled(open);
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

  private Ending defer(OpenNotice open, Outcome.Deferred deferred, Tally tally, int attempt)
      throws InterruptedException {
    boolean queued = open.delivery().retry() == Retry.BY_QUEUE;
    troubles.failed(
        deferred.cause(),
        deferred.message(),
        queued || NEVER_THE_OBJECT.contains(deferred.cause()) || !troubles.hasSucceeded());
    long firstFailure = open.failed(nanos.getAsLong());
    boolean own =
        !NEVER_THE_OBJECT.contains(deferred.cause())
            && troubles.begunAndSucceededSince(firstFailure);
    if (attempt < backoff.attempts() || (queued && !own && !held(open))) {
      Duration after = backoff.before(attempt + 1);
      ledger.retried(open.noticed(), tally, deferred.cause());
      LOG.warn(
          "deferred: key={} cause={} attempt={} nextInMillis={}: {}",
          open.name(),
          deferred.cause(),
          attempt,
          after.toMillis(),
          deferred.message());
      return new Ending.Again(after);
    }
    if (queued && own && open.delivery().receives() >= patience.receives()) {
      DeadLetter letter = open.poison(said(open, deferred));
      if (bury(letter).isEmpty()) {
        LOG.warn("poison: key={}: {}", open.name(), letter.getMessage());
        ledger.poisoned(open.noticed(), tally, deferred.cause(), POISON);
        return settled(open);
      }
    }
    LOG.warn(
        "{}: key={} cause={} attempts={}: {}",
        queued ? "given back" : "given up",
        open.name(),
        deferred.cause(),
        attempt,
        deferred.message());
    open.returning();
    ledger.returned(open.noticed(), tally, deferred.cause());
    open.delivery().ended(true);
    return new Ending.Returned();
  }

  private boolean held(OpenNotice open) {
    return nanos.getAsLong() - open.since() >= patience.hold().toNanos();
  }

  private String said(OpenNotice open, Outcome.Deferred deferred) {
    return "failed in each of "
        + open.delivery().receives()
        + " deliveries while other objects came through; at last "
        + deferred.cause()
        + ": "
        + deferred.message();
  }
}
