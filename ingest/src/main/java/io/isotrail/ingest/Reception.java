package io.isotrail.ingest;

import io.isotrail.avro.SourceStatus;
import io.isotrail.ingest.feed.Delivery;
import io.isotrail.ingest.feed.Intake;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.feed.TrailPath;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.read.ReadResult.Span;
import io.isotrail.ingest.settle.OpenDelivery;
import io.isotrail.ingest.settle.OpenNotice;
import io.isotrail.ingest.settle.Outcome;
import io.isotrail.ingest.settle.Settlement;
import io.isotrail.ingest.settle.Settlement.Ending;
import io.isotrail.ingest.status.StatusBoard;
import io.isotrail.ingest.telemetry.Entry;
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Noticed;
import io.isotrail.ingest.telemetry.Place;
import io.isotrail.ingest.telemetry.Tally;
import io.isotrail.ingest.telemetry.Troubles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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

  private final ObjectReading reading;
  private final Settlement settlement;
  private final DeadLetters letters;
  private final Ledger ledger;
  private final Troubles troubles;
  private final Admission admission;
  private final LiveIntegrity integrity;
  private final Bounds bounds;
  private final InstantSource clock;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("object-", 0).factory());

  /** What could not be had, each until when that counts. */
  private final Map<String, Instant> givenUp = new ConcurrentHashMap<>();

  private volatile @Nullable StatusBoard board;
  private volatile boolean searched;
  private volatile boolean unlisted;

  /** Work on an object ended, and the object did not: it is in flight for ever. */
  private volatile boolean astray;

  private volatile boolean drained;

  /**
   * Bounds of what could not be had.
   *
   * @param returnedCounts how long an object counts whose message was given back: another instance
   *     may settle it, of which nothing is heard here
   * @param lacking objects that are remembered one by one; the source is incomplete in any case
   */
  record Bounds(Duration returnedCounts, int lacking) {}

  Reception(
      ObjectReading reading,
      Settlement settlement,
      DeadLetters letters,
      Ledger ledger,
      Troubles troubles,
      Admission admission,
      LiveIntegrity integrity,
      Bounds bounds,
      InstantSource clock) {
    this.reading = reading;
    this.settlement = settlement;
    this.letters = letters;
    this.ledger = ledger;
    this.troubles = troubles;
    this.admission = admission;
    this.integrity = integrity;
    this.bounds = bounds;
    this.clock = clock;
  }

  /** Tells this board of every settled object. */
  void tell(StatusBoard told) {
    this.board = told;
  }

  @Override
  public void accept(Delivery delivery) throws InterruptedException {
    OpenDelivery whole = new OpenDelivery(delivery);
    // All of them at once, so that the ledger never shows a message half.
    List<OpenNotice> opened =
        delivery.notices().stream().map(notice -> opened(whole, notice, delivery.by())).toList();
    for (int i = 0; i < opened.size(); i++) {
      OpenNotice open = opened.get(i);
      if (delivery.by() == Delivery.Told.BY_FEED) {
        integrity.told(delivery.notices().get(i));
      }
      switch (delivery.notices().get(i)) {
        case Notice.LeftOut leftOut -> {
          settlement.settle(open, new Outcome.Skipped(leftOut.reason()), open.noticed().tally(), 1);
        }
        case Notice.Unusable unusable -> start(open, unusable, unusable.body().length);
        case Notice.Carried carried -> start(open, carried, carried.record().length);
        case Notice.Listed listed -> start(open, listed, listed.object().size());
      }
    }
  }

  private OpenNotice opened(OpenDelivery whole, Notice notice, Delivery.Told by) {
    Noticed noticed = ledger.entered(place(notice), entry(by));
    return new OpenNotice(
        whole,
        notice.name(),
        noticed,
        System.nanoTime(),
        message ->
            switch (notice) {
              case Notice.Listed listed ->
                  letters.ofObject(listed.object(), Settlement.POISON, message);
              case Notice.Carried carried -> letters.ofCarried(carried, Settlement.POISON, message);
              case Notice.Unusable unusable -> letters.ofMessage(unusable);
              case Notice.LeftOut leftOut ->
                  letters.ofObject(
                      ObjectId.ofFile(leftOut.name(), -1, ""), Settlement.POISON, message);
            },
        () -> {
          giveUp(whole, notice.name());
          integrity.returned(notice);
        });
  }

  private static Entry entry(Delivery.Told by) {
    return switch (by) {
      case BY_FEED -> Entry.NOTIFIED;
      case BY_DIGEST -> Entry.BY_DIGEST;
    };
  }

  private static Place place(Notice notice) {
    return switch (notice) {
      case Notice.Listed listed ->
          Place.of(
              TrailPath.account(listed.object().key()), TrailPath.region(listed.object().key()));
      case Notice.LeftOut leftOut ->
          Place.of(TrailPath.account(leftOut.name()), TrailPath.region(leftOut.name()));
      case Notice.Carried carried -> Place.of(carried.account(), carried.region());
      case Notice.Unusable _ -> Place.UNKNOWN;
    };
  }

  private void start(OpenNotice open, Notice notice, long size) throws InterruptedException {
    Admission.Room room = admission.enter(size);
    try {
      workers.execute(
          () -> {
            try {
              work(open, notice, room);
            } catch (InterruptedException e) {
              // Closing: what is not settled comes again.
              Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
              LOG.error("unexpected while working on key={}", notice.name(), e);
              astray = true;
            } finally {
              room.close();
              noteDrained();
            }
          });
    } catch (RejectedExecutionException e) {
      room.close();
      throw new InterruptedException("closed");
    }
  }

  private void work(OpenNotice open, Notice notice, Admission.Room room)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      ObjectReading.Attempt tried = tryGuarded(notice, open.noticed().tally(), room);
      // Before the ledger ends it: with the last object the end is reached, and told.
      saw(notice, tried);
      Ending ending = settlement.settle(open, tried.outcome(), tried.tally(), attempt);
      switch (ending) {
        case Ending.Settled _ -> {
          givenUp.remove(notice.name());
          integrity.ended(notice);
          return;
        }
        case Ending.Returned _ -> {
          return;
        }
        case Ending.Again again -> room.pause(again.after());
      }
    }
  }

  private void giveUp(OpenDelivery open, String name) {
    if (givenUp.size() < bounds.lacking() || givenUp.containsKey(name)) {
      givenUp.put(
          name,
          open.retry() == Delivery.Retry.BY_QUEUE
              ? clock.instant().plus(bounds.returnedCounts())
              : Instant.MAX);
    }
  }

  private int failed() {
    Instant now = clock.instant();
    givenUp.values().removeIf(until -> until.isBefore(now));
    return givenUp.size();
  }

  /** What nobody foresaw must not leave an object in flight for ever. */
  private ObjectReading.Attempt tryGuarded(Notice notice, Tally tally, Admission.Room room)
      throws InterruptedException {
    try {
      return tryOnce(notice, tally, room);
    } catch (RuntimeException | Error e) {
      LOG.error("unexpected while working on key={}", notice.name(), e);
      return new ObjectReading.Attempt(
          new Outcome.Deferred("unexpected", e.getClass().getSimpleName()), tally, List.of());
    }
  }

  private ObjectReading.Attempt tryOnce(Notice notice, Tally tally, Admission.Room room)
      throws InterruptedException {
    return switch (notice) {
      case Notice.Listed listed -> reading.attempt(listed.object(), tally, room);
      case Notice.Carried carried -> reading.attempt(carried, tally);
      case Notice.Unusable unusable ->
          new ObjectReading.Attempt(
              new Outcome.Rejected(letters.ofMessage(unusable)), tally, List.of());
      case Notice.LeftOut leftOut ->
          new ObjectReading.Attempt(new Outcome.Skipped(leftOut.reason()), tally, List.of());
    };
  }

  /** What was read and acknowledged; an attempt that is deferred has seen nothing. */
  private void saw(Notice notice, ObjectReading.Attempt tried) {
    StatusBoard told = board;
    if (told == null) {
      return;
    }
    switch (notice) {
      case Notice.Listed listed -> sawObject(told, listed.object().key(), tried.spans());
      case Notice.Carried _ -> tried.spans().forEach(span -> told.sawCarried(span, span.account()));
      case Notice.Unusable _, Notice.LeftOut _ -> {
        // No record was read.
      }
    }
  }

  private void sawObject(StatusBoard told, String path, List<Span> spans) {
    long deliveredAt =
        TrailPath.deliveredAt(path).orElseGet(() -> clock.instant().getEpochSecond());
    for (Span span : spans) {
      String account =
          span.account().isEmpty() ? TrailPath.account(path).orElse("") : span.account();
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

  /** Health asks the feed itself, which knows when it is over: an object that succeeds does not. */
  @Override
  public void failed(FetchException failure) {
    troubles.failed(failure.kind().code(), failure.explanation(), false);
  }

  @Override
  public void listed() {
    if (unlisted) {
      LOG.info("all of the source can be listed again");
    }
    unlisted = false;
    noteDrained();
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
    return unlisted || astray || failed() > 0;
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
