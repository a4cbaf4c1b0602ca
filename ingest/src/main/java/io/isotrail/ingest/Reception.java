package io.isotrail.ingest;

import io.isotrail.avro.SourceStatus;
import io.isotrail.ingest.feed.Delivery;
import io.isotrail.ingest.feed.Intake;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.feed.TrailPath;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.read.ReadResult.Span;
import io.isotrail.ingest.settle.OpenDelivery;
import io.isotrail.ingest.settle.Outcome;
import io.isotrail.ingest.settle.Settlement;
import io.isotrail.ingest.settle.Settlement.Ending;
import io.isotrail.ingest.status.StatusBoard;
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes deliveries, works on each object in a virtual thread of its own, and ends each notice. */
final class Reception implements Intake, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

  /** A message given back may be settled by another instance, of which nothing is heard here. */
  private static final Duration RETURNED_COUNTS = Duration.ofMinutes(15);

  /** More are not remembered one by one: the source is incomplete in any case. */
  private static final int MOST_GIVEN_UP = 100_000;

  private final ObjectReading reading;
  private final Settlement settlement;
  private final DeadLetters letters;
  private final Ledger ledger;
  private final Admission admission;
  private final LiveIntegrity integrity;
  private final InstantSource clock;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("object-", 0).factory());

  /** What could not be had, each until when that counts. */
  private final Map<String, Instant> givenUp = new ConcurrentHashMap<>();

  private volatile @Nullable StatusBoard board;
  private volatile boolean searched;
  private volatile boolean unlisted;
  private volatile boolean drained;

  Reception(
      ObjectReading reading,
      Settlement settlement,
      DeadLetters letters,
      Ledger ledger,
      Admission admission,
      LiveIntegrity integrity,
      InstantSource clock) {
    this.reading = reading;
    this.settlement = settlement;
    this.letters = letters;
    this.ledger = ledger;
    this.admission = admission;
    this.integrity = integrity;
    this.clock = clock;
  }

  /** Tells this board of every settled object. */
  void tell(StatusBoard told) {
    this.board = told;
  }

  @Override
  public void accept(Delivery delivery) throws InterruptedException {
    OpenDelivery open = new OpenDelivery(delivery);
    // All of them at once, so that the ledger never shows a message half.
    delivery.notices().forEach(_ -> ledger.notified());
    for (Notice notice : delivery.notices()) {
      switch (notice) {
        case Notice.LeftOut leftOut -> {
            if (leftOut.reason() == Notice.Reason.DIGEST) {
              integrity.digest(leftOut.name());
            }
            settlement.settle(
                open, leftOut.name(), new Outcome.Skipped(leftOut.reason()), new Tally(), 1);
        }
        case Notice.Unusable unusable -> start(open, unusable, unusable.body().length);
        case Notice.Listed listed -> start(open, listed, listed.object().size());
      }
    }
  }

  private void start(OpenDelivery open, Notice notice, long size) throws InterruptedException {
    int taken = admission.enter(size);
    try {
      workers.execute(
          () -> {
            try {
              work(open, notice);
            } catch (InterruptedException e) {
              // Closing: what is not settled comes again.
              Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
              LOG.error("unexpected while working on key={}", notice.name(), e);
              unlisted = true;
            } finally {
              admission.leave(taken);
              noteDrained();
            }
          });
    } catch (RejectedExecutionException e) {
      admission.leave(taken);
      throw new InterruptedException("closed");
    }
  }

  private void work(OpenDelivery open, Notice notice) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      ObjectReading.Attempt tried = tryGuarded(notice);
      Ending ending =
          settlement.settle(open, notice.name(), tried.outcome(), tried.tally(), attempt);
      switch (ending) {
        case Ending.Settled _ -> {
          givenUp.remove(notice.name());
          if (notice instanceof Notice.Listed listed) {
            saw(listed.object(), tried);
          }
          return;
        }
        case Ending.Returned _ -> {
          giveUp(open, notice.name());
          return;
        }
        case Ending.Again again -> Thread.sleep(again.after());
      }
    }
  }

  private void giveUp(OpenDelivery open, String name) {
    if (givenUp.size() < MOST_GIVEN_UP || givenUp.containsKey(name)) {
      givenUp.put(
          name,
          open.retry() == Delivery.Retry.BY_QUEUE
              ? clock.instant().plus(RETURNED_COUNTS)
              : Instant.MAX);
    }
  }

  private int failed() {
    Instant now = clock.instant();
    givenUp.values().removeIf(until -> until.isBefore(now));
    return givenUp.size();
  }

  /** What nobody foresaw must not leave an object in flight for ever. */
  private ObjectReading.Attempt tryGuarded(Notice notice) throws InterruptedException {
    try {
      return tryOnce(notice);
    } catch (RuntimeException | Error e) {
      LOG.error("unexpected while working on key={}", notice.name(), e);
      return new ObjectReading.Attempt(
          new Outcome.Deferred("unexpected", e.getClass().getSimpleName()),
          new Tally(),
          java.util.List.of());
    }
  }

  private ObjectReading.Attempt tryOnce(Notice notice) throws InterruptedException {
    return switch (notice) {
      case Notice.Listed listed -> reading.attempt(listed.object());
      case Notice.Unusable unusable ->
          new ObjectReading.Attempt(
              new Outcome.Rejected(letters.ofMessage(unusable)), new Tally(), java.util.List.of());
      case Notice.LeftOut leftOut ->
          new ObjectReading.Attempt(
              new Outcome.Skipped(leftOut.reason()), new Tally(), java.util.List.of());
    };
  }

  private void saw(ObjectId object, ObjectReading.Attempt tried) {
    StatusBoard told = board;
    if (told == null) {
      return;
    }
    long deliveredAt =
        TrailPath.deliveredAt(object.key()).orElseGet(() -> clock.instant().getEpochSecond());
    for (Span span : tried.spans()) {
      String account =
          span.account().isEmpty() ? TrailPath.account(object.key()).orElse("") : span.account();
      told.saw(span, account, deliveredAt);
    }
  }

  @Override
  public void searching() {
    searched = false;
  }

  @Override
  public void searched() {
    searched = true;
    noteDrained();
  }

  private void noteDrained() {
    if (logsRead()) {
      integrity.logsRead();
    }
    if (!drained && endReached() && !incomplete()) {
      drained = true;
    }
  }

  @Override
  public void unlisted(String message) {
    if (!unlisted) {
      LOG.warn("part of the source cannot be listed, the result is incomplete: {}", message);
    }
    unlisted = true;
  }

  /** Everything that is there has ended, given up or not. */
  boolean endReached() {
    return logsRead() && integrity.isDone();
  }

  private boolean logsRead() {
    return searched && ledger.inFlightObjects() == 0;
  }

  /** Something could not be had. */
  boolean incomplete() {
    return unlisted || failed() > 0;
  }

  /**
   * The status as it is told.
   *
   * @param live a source that goes on has reached its end when all that was there at the start was
   *     settled once, and stays so while nothing is missing
   */
  SourceStatus status(String source, boolean live) {
    noteDrained();
    boolean end = live ? drained : endReached();
    return SourceStatus.newBuilder()
        .setSource(source)
        .setLive(live)
        .setEndReached(end && !incomplete())
        .setDiscovered(ledger.discoveredObjects())
        .setSettled(ledger.endedObjects())
        .setFailed(failed())
        .build();
  }

  /** Stops the work; what is not settled comes again. */
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(1_500, TimeUnit.MILLISECONDS)) {
        LOG.warn("some objects did not stop in time; they come again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
