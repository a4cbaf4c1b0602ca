package io.isotrail.streams.view;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.SourceStatus;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.governance.PublishedGovernance;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.KpiSums;
import io.isotrail.streams.kpi.KpiTrends;
import io.isotrail.streams.kpi.Levels;
import io.isotrail.streams.kpi.TrendQuery;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The view that is built from the output topics: sums in memory, rows on the local disk. It reads
 * with {@code read_committed}, so nothing of an open or aborted transaction is ever seen; records
 * of one transaction in several partitions may become visible one after the other, within a poll or
 * two.
 */
public final class TopicView implements View, AutoCloseable {

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Shelves shelves;
  private final TopicReader reader;
  private final StreamsSettings streams;
  private final Supplier<Component> progress;
  private final LongFunction<Optional<String>> lagging;
  private final Clock clock;

  /**
   * Touches nothing before {@link #start}.
   *
   * @param progress how far the topology has come, asked whenever completeness is
   * @param lagging what was published by an instant, of {@link System#nanoTime}, and is not held
   *     yet, asked likewise; empty when nothing is
   * @param consumers makes consumers that read committed records only
   * @param clock tells how far back everything is kept
   */
  public TopicView(
      Settings settings,
      StreamsSettings streams,
      Supplier<Component> progress,
      LongFunction<Optional<String>> lagging,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Clock clock) {
    this.shelves =
        new Shelves(settings, new RowStore(streams.stateDirectory(), streams.viewCache()));
    this.reader = new TopicReader(consumers, shelves, lock.writeLock(), clock);
    shelves.status().time(clock, reader::ready);
    shelves.status().silence(streams.instanceSilence());
    this.streams = streams;
    this.progress = progress;
    this.lagging = lagging;
    this.clock = clock;
  }

  /**
   * A view of the configured Kafka; touches nothing before {@link #start}.
   *
   * @param progress how far the topology has come, asked whenever completeness is
   * @param lagging what was published by an instant, of {@link System#nanoTime}, and is not held
   *     yet, asked likewise; empty when nothing is
   */
  public static TopicView of(
      Settings settings,
      StreamsSettings streams,
      Supplier<Component> progress,
      LongFunction<Optional<String>> lagging) {
    return new TopicView(
        settings, streams, progress, lagging, () -> consumer(settings), Clock.systemUTC());
  }

  private static Consumer<byte[], byte[]> consumer(Settings settings) {
    Map<String, Object> config = Clients.base(settings);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // When the position is no longer there: from what is left, and never past it.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    // What one answer may hold: a start reads every partition of every topic at once.
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 << 10);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Begins to read. The topics must exist. */
  public void start() {
    shelves.open();
    reader.start();
  }

  @Override
  public List<Row> rows(long asOf, Predicate<Row> wanted) {
    // Not under the lock: the store gives what it held at one moment, and this takes long.
    return shelves.resources().rows(asOf, wanted);
  }

  @Override
  public List<Row> violations(long asOf, boolean ended) {
    List<String> keys = reading(() -> shelves.resources().violations().resources(asOf, ended));
    return shelves.resources().violations(keys, asOf, ended).stream()
        .sorted(Table.WORST_FIRST)
        .toList();
  }

  @Override
  public Optional<Dossier> find(String resourceKey) {
    return shelves
        .row(resourceKey)
        .map(row -> new Dossier(HistoryCodec.history(row), row.getFacts()));
  }

  @Override
  public KpiReport kpis(KpiQuery query) {
    return asking(source -> KpiSums.of(query, source));
  }

  @Override
  public List<KpiTrends.Point> trends(TrendQuery query) {
    query.requireAtMost(streams.trendLimit()); // Before anybody waits for the lock.
    return asking(source -> KpiTrends.of(query, source, streams.trendLimit()));
  }

  @Override
  public Map<Dimensions, Counts> levels(long asOf) {
    return asking(source -> Levels.of(source, asOf));
  }

  /** Under one lock with completeness, so that both are about the same state of the shelves. */
  private <T> T asking(Function<KpiSource, T> question) {
    return reading(
        () -> {
          long now = clock.instant().getEpochSecond();
          return question.apply(
              new ShelvedKpiSource(
                  shelves,
                  completeness().complete(),
                  firstWholeDay(now - streams.retention().toSeconds()),
                  firstWholeDay(now - streams.runRetention().toSeconds())));
        });
  }

  /** The first UTC day that begins at or after an instant. */
  private static int firstWholeDay(long instant) {
    return Math.toIntExact(Math.ceilDiv(instant, Duration.ofDays(1).toSeconds()));
  }

  @Override
  public List<OpenViolation> openViolations(long asOf) {
    return reading(() -> shelves.resources().violations().open(asOf));
  }

  @Override
  public List<EndedViolation> endedViolations(long after, long upTo) {
    return reading(() -> shelves.resources().violations().ended(after, upTo));
  }

  @Override
  public List<Rejection> rejections(long from, long to) {
    return reading(() -> shelves.rejections().between(from, to));
  }

  @Override
  public List<ExceptionGrant> exceptions() {
    return reading(() -> shelves.governance().exceptions());
  }

  @Override
  public PublishedGovernance governance() {
    return reading(() -> shelves.governance().published());
  }

  @Override
  public Optional<Policy> policy() {
    return reading(() -> shelves.governance().policyAt(clock.instant().getEpochSecond()));
  }

  @Override
  public List<FeedStatus> feeds() {
    return reading(() -> shelves.status().feeds());
  }

  @Override
  public List<SourceStatus> sources() {
    return reading(() -> shelves.status().sources());
  }

  @Override
  public Integrity integrity() {
    return reading(
        () ->
            Integrity.of(
                shelves.status().integrity(),
                shelves.status().trailEvents(),
                streams.acknowledged().until()));
  }

  @Override
  public Optional<Canary> canary() {
    return reading(() -> shelves.status().canary());
  }

  @Override
  public Completeness completeness() {
    Component ownState =
        reader
            .objection()
            .or(() -> lagging.apply(reading(() -> shelves.status().endedAt())))
            .map(objection -> new Component("view", false, objection))
            .orElseGet(() -> new Component("view", true, "holds everything that was committed"));
    List<Component> components =
        List.of(
            ownState,
            progress.get(),
            reading(() -> Progresses.rejudging(shelves)),
            reading(
                () ->
                    Progresses.sources(
                        shelves.status(),
                        clock.instant().getEpochSecond(),
                        streams.staleAfter(),
                        streams.endedSources())),
            integrity().component());
    return new Completeness(
        reader.ready(), components.stream().allMatch(Component::ok), components);
  }

  /** Every policy and exception as they are judged by; empty before a policy was read. */
  public Optional<Governance> rules() {
    return reading(() -> shelves.governance().current());
  }

  /** Kafka partitions whose verdicts are being judged again. */
  public List<Integer> rejudging() {
    return reading(() -> shelves.status().rejudging());
  }

  /** The partitions that it reads, in their order; empty until they are known. */
  public List<TopicPartition> partitions() {
    return reader.partitions().stream()
        .sorted(
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
        .toList();
  }

  /** True when it holds everything before these offsets. */
  public boolean hasReached(Map<TopicPartition, Long> offsets) {
    return reader.hasReached(offsets);
  }

  private <T> T reading(Supplier<T> question) {
    lock.readLock().lock();
    try {
      return question.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    reader.close();
    shelves.close();
  }
}
