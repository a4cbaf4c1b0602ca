package io.isotrail.ingest;

import io.isotrail.ingest.fact.TrailEvents;
import io.isotrail.ingest.feed.Feed;
import io.isotrail.ingest.feed.SettledObjects;
import io.isotrail.ingest.fetch.ObjectFetcher;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.read.ShapeRecordReader;
import io.isotrail.ingest.settle.Settlement;
import io.isotrail.ingest.status.StatusBoard;
import io.isotrail.ingest.status.StatusLog;
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Troubles;
import io.isotrail.schemas.settings.Settings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads CloudTrail's logs from a source and publishes what they say about SageMaker. From source to
 * Kafka everything arrives at least once; facts are a set, so twice is once.
 */
public final class Ingest implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
  private static final Set<String> EVENT_SOURCES =
      Set.of("sagemaker.amazonaws.com", TrailEvents.EVENT_SOURCE);

  private final Feed feed;
  private final Publisher publisher;
  private final Reception reception;
  private final LiveIntegrity integrity;
  private final Ledger ledger;
  private final Troubles troubles;
  private final StatusBoard board;
  private final Duration tellEvery;
  private final CanarySender canary;
  private final Deque<AutoCloseable> parts;
  private @Nullable Thread feeding;
  private @Nullable Thread telling;
  private volatile Optional<String> broken = Optional.empty();

  /**
   * How far it has come.
   *
   * @param discovered objects and messages noticed, those left out on purpose included
   * @param settled those that have ended, given up or not
   * @param records records of every service in the settled objects
   * @param facts facts that Kafka has acknowledged
   * @param bytes bytes of the settled objects as stored
   * @param endReached nothing that is there now is left to do
   * @param incomplete an object or a part of the source could not be had
   */
  public record Progress(
      long discovered,
      long settled,
      long records,
      long facts,
      long bytes,
      boolean endReached,
      boolean incomplete) {}

  Ingest(
      IngestSettings settings,
      Feed feed,
      ObjectFetcher fetcher,
      Publisher publisher,
      StatusLog statusLog,
      LiveIntegrity integrity,
      MeterRegistry metrics,
      Deque<AutoCloseable> parts) {
    InstantSource clock = InstantSource.system();
    String instance = settings.sharedInstance();
    this.canary =
        new CanarySender(
            publisher,
            instance,
            feed.live() ? settings.status().canary() : Duration.ZERO,
            metrics,
            clock);
    this.feed = feed;
    this.publisher = publisher;
    this.integrity = integrity;
    this.parts = parts;
    this.ledger = new Ledger(metrics, settings.status().places());
    Troubles troubles = new Troubles(metrics, clock);
    this.troubles = troubles;
    DeadLetters letters = new DeadLetters(settings.sourceName(), clock);
    ShapeRecordReader reader =
        new ShapeRecordReader(
            EVENT_SOURCES, settings.reading().limits(), settings.reading().wholeBytes());
    measure(reader, metrics);
    this.reception =
        new Reception(
            new ObjectReading(
                fetcher, reader, publisher, letters, settings.reading(), integrity.known(), clock),
            new Settlement(
                publisher,
                ledger,
                troubles,
                settings.flight().backoff(),
                settings.queue().patience(),
                System::nanoTime),
            letters,
            ledger,
            troubles,
            new Admission(
                settings.flight().objects(),
                settings.flight().bytes(),
                settings.flight().waiting()),
            integrity,
            new Reception.Bounds(settings.queue().returnedCounts(), settings.flight().lacking()),
            clock);
    this.tellEvery = settings.status().every();
    this.board =
        new StatusBoard(
            settings.sourceName(),
            instance,
            settings.status().board(),
            statusLog,
            () -> reception.status(settings.sourceName(), feed.live()),
            clock);
    reception.tell(board);
    integrity.tell(board, reception);
  }

  /** What the reader had to do twice or the slow way: both are right, and cost time. */
  private static void measure(ShapeRecordReader reader, MeterRegistry metrics) {
    FunctionCounter.builder(
            "isotrail.reader.inflated.again", reader, ShapeRecordReader::inflatedAgain)
        .description("objects that the fast inflater refused and the JDK's was asked about")
        .register(metrics);
    FunctionCounter.builder("isotrail.reader.parsed.on", reader, ShapeRecordReader::parsedOn)
        .description("objects of which a part had to be parsed in full")
        .register(metrics);
  }

  /**
   * Wires it to its source and to Kafka; starts nothing.
   *
   * @throws io.isotrail.schemas.settings.SettingsException naming what cannot be used, a source
   *     that does not exist included
   */
  public static Ingest open(Settings settings, MeterRegistry metrics) {
    IngestSettings own = IngestSettings.from(settings);
    return open(
        settings,
        own,
        () -> Ends.awaitFactsTopicId(settings),
        metrics,
        parts -> Ends.outlet(settings, own, parts));
  }

  /**
   * With ends of the caller's own, which it closes after this.
   *
   * @param publisher takes the facts
   * @param statusLog takes the progress
   */
  public static Ingest open(
      Settings settings, MeterRegistry metrics, Publisher publisher, StatusLog statusLog) {
    return open(
        settings,
        IngestSettings.from(settings),
        () -> "",
        metrics,
        _ -> new Ends.Outlet(publisher, statusLog));
  }

  private static Ingest open(
      Settings settings,
      IngestSettings own,
      Supplier<String> topic,
      MeterRegistry metrics,
      Function<Deque<AutoCloseable>, Ends.Outlet> outlet) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      Ends.Inlet inlet = Ends.inlet(own, Ends.settled(settings, own, topic, parts), parts);
      inlet.feed().requireSource();
      QueueMeters.bind(inlet.feed(), metrics);
      Ends.Outlet opened = outlet.apply(parts);
      return new Ingest(
          own,
          inlet.feed(),
          inlet.fetcher(),
          opened.publisher(),
          opened.statusLog(),
          LiveIntegrity.open(settings, own, inlet.feed().live(), metrics, parts),
          metrics,
          parts);
    } catch (RuntimeException e) {
      Ends.closeAll(parts);
      throw e;
    }
  }

  /**
   * Requires that the configured source exists, before anything else is started.
   *
   * @throws io.isotrail.schemas.settings.SettingsException naming the source when it does not
   */
  public static void requireSource(Settings settings) {
    IngestSettings own = IngestSettings.from(settings);
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      Ends.inlet(own, SettledObjects.none(), parts).feed().requireSource();
    } finally {
      Ends.closeAll(parts);
    }
  }

  /** Starts reading; returns at once. */
  public void start() {
    Thread feedThread = Thread.ofPlatform().name("ingest-feed").unstarted(this::feed);
    Thread tellThread = Thread.ofPlatform().daemon().name("ingest-status").unstarted(this::tell);
    feeding = feedThread;
    telling = tellThread;
    feedThread.setDaemon(true);
    feedThread.start();
    tellThread.start();
  }

  private void feed() {
    try {
      // The topic may still say of the last run that everything was read.
      board.tell();
      integrity.start();
      feed.run(reception);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("the feed has stopped unexpectedly", e);
      broken = Optional.of("the feed has stopped: " + e.getClass().getSimpleName());
      reception.unlisted("the feed has stopped unexpectedly");
      reception.searched();
    }
  }

  private void tell() {
    try {
      while (true) {
        Thread.sleep(tellEvery);
        integrity.say();
        board.tell();
        canary.sendWhenDue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How far it has come, now. */
  public Progress progress() {
    return new Progress(
        ledger.discoveredObjects(),
        ledger.endedObjects(),
        ledger.records(),
        ledger.facts(),
        ledger.bytes(),
        reception.endReached(),
        reception.incomplete());
  }

  /** True for a source that never ends by itself. */
  public boolean live() {
    return feed.live();
  }

  /** What does not work right now; empty when everything does. */
  public Optional<String> check() {
    return broken.or(feed::check).or(publisher::check).or(troubles::check);
  }

  /**
   * Waits until everything that is there has ended, and that was told on the status topic.
   *
   * @return false when the time was over before
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reception.endReached()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(5);
    }
    integrity.say();
    board.tell();
    return true;
  }

  /** Ends within seconds. What is not settled by then comes again after the next start. */
  @Override
  public void close() {
    stop(feeding);
    integrity.close();
    reception.close();
    stop(telling);
    tellOnceMore();
    Ends.closeAll(parts);
  }

  private void tellOnceMore() {
    Thread last = Thread.ofPlatform().daemon().name("ingest-status-last").start(this::tellOnce);
    try {
      // Kafka may be away, and closing does not wait for it.
      last.join(tellEvery);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last.interrupt();
  }

  private void tellOnce() {
    try {
      integrity.say();
      board.tell();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(@Nullable Thread thread) {
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
