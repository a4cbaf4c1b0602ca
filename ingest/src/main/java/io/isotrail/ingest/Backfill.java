package io.isotrail.ingest;

import io.isotrail.ingest.backfill.BackfillFeed;
import io.isotrail.ingest.backfill.Pace;
import io.isotrail.ingest.feed.BucketListing;
import io.isotrail.ingest.feed.SettledObjects;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.BucketFetcher;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.settle.Checkpoint;
import io.isotrail.ingest.status.StatusLog;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the past of buckets, day by day, the newest first, at a bounded rate. Safe beside a live
 * feed and safe to repeat: facts are a set. What was settled is kept in a checkpoint for each topic
 * of facts, so that the same backfill goes on where it was, killed or not, and one into another
 * Kafka begins at its beginning.
 */
public final class Backfill implements AutoCloseable {

  private final Ingest ingest;
  private final BackfillFeed feed;
  private final MeterRegistry metrics;

  /**
   * How far it has come.
   *
   * @param position how far the listing has come
   * @param read how far the reading has come
   */
  public record Progress(BackfillFeed.Position position, Ingest.Progress read) {}

  /**
   * What became of the objects that were listed. {@code listed = read + skipped + deadLettered +
   * givenUp} unless it was ended before its end.
   *
   * @param listed objects listed
   * @param read objects of which every fact is acknowledged by Kafka
   * @param skipped objects left out on purpose, those that were settled before included
   * @param deadLettered objects put to the dead letters, whole or from a fault on
   * @param givenUp objects that could not be had
   * @param facts facts published
   * @param lacks what could not be had or was not found; the first of it
   */
  public record Summary(
      long listed,
      long read,
      long skipped,
      long deadLettered,
      long givenUp,
      long facts,
      List<String> lacks) {

    public Summary {
      lacks = List.copyOf(lacks);
    }

    /** Whether every listed object has ended in exactly one way. */
    public boolean balances() {
      return listed == read + skipped + deadLettered + givenUp;
    }
  }

  private Backfill(Ingest ingest, BackfillFeed feed, MeterRegistry metrics) {
    this.ingest = ingest;
    this.feed = feed;
    this.metrics = metrics;
  }

  /**
   * Wires it to its buckets and to Kafka; starts nothing.
   *
   * @throws SettingsException naming what cannot be used: a setting, a bucket that may not be
   *     listed, a checkpoint that another run uses
   * @throws io.isotrail.schemas.topic.TopicException when Kafka is away, or has no topic of facts
   */
  public static Backfill open(Settings settings, MeterRegistry metrics) {
    return open(
        settings,
        metrics,
        Ends.factsTopicId(settings),
        parts -> Ends.outlet(settings, ingestSettings(settings), parts));
  }

  /** With ends of the caller's own; for tests. */
  static Backfill open(
      Settings settings,
      MeterRegistry metrics,
      String target,
      Publisher publisher,
      StatusLog statusLog) {
    return open(settings, metrics, target, _ -> new Ends.Outlet(publisher, statusLog));
  }

  private static Backfill open(
      Settings settings,
      MeterRegistry metrics,
      String target,
      Function<Deque<AutoCloseable>, Ends.Outlet> outlets) {
    BackfillSettings own = BackfillSettings.from(settings);
    IngestSettings reading = ingestSettings(settings);
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      BucketClients clients = new BucketClients(reading.aws());
      parts.push(clients);
      SettledObjects settled = Checkpoint.open(own.checkpoints().resolve(target));
      parts.push(settled);
      BackfillFeed feed = feed(own, reading, clients, settled);
      parts.push(feed);
      feed.requireSource();
      Ends.Outlet outlet = outlets.apply(parts);
      Ingest ingest =
          new Ingest(
              reading,
              feed,
              new BucketFetcher(clients),
              outlet.publisher(),
              outlet.statusLog(),
              LiveIntegrity.off(reading),
              metrics,
              parts);
      return new Backfill(ingest, feed, metrics);
    } catch (RuntimeException e) {
      Ends.closeAll(parts);
      throw e;
    }
  }

  private static IngestSettings ingestSettings(Settings settings) {
    BackfillSettings own = BackfillSettings.from(settings);
    Source.Bucket first = own.sources().getFirst();
    Settings reading =
        settings.with(
            java.util.Map.of(
                IngestSettings.SOURCE.key(),
                "s3:" + first.bucket() + "/" + first.prefix(),
                IngestSettings.WATCH.key(),
                "false"));
    return IngestSettings.from(reading).named(own.name());
  }

  private static BackfillFeed feed(
      BackfillSettings own, IngestSettings reading, BucketClients clients, SettledObjects settled) {
    return new BackfillFeed(
        own.sources().stream()
            .map(source -> new BucketListing(clients, source, reading.flight().backoff()))
            .toList(),
        own.wanted(),
        settled,
        new Pace(own.objectsPerSecond(), own.bytesPerSecond(), System::nanoTime, Thread::sleep),
        own.giveUpAfter(),
        own.listings(),
        InstantSource.system());
  }

  /** Starts reading; returns at once. */
  public void start() {
    ingest.start();
  }

  /**
   * Waits until everything that was listed has ended.
   *
   * @return false when the time was over before
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return ingest.awaitEnd(patience);
  }

  /** How far it has come, now. */
  public Progress progress() {
    return new Progress(feed.position(), ingest.progress());
  }

  /** What became of the objects so far. */
  public Summary summary() {
    return new Summary(
        feed.position().objects(),
        ended("published"),
        ended("skipped"),
        ended("rejected"),
        ended("returned"),
        ingest.progress().facts(),
        feed.lacks());
  }

  private long ended(String outcome) {
    return metrics.find("isotrail.ledger.objects").tag("outcome", outcome).counters().stream()
        .mapToLong(counter -> Math.round(counter.count()))
        .sum();
  }

  /** What does not work right now; empty when everything does. */
  public Optional<String> check() {
    return ingest.check();
  }

  /** Ends within seconds; the same backfill goes on where this one was. */
  @Override
  public void close() {
    ingest.close();
  }
}
