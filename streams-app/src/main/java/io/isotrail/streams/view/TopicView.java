package io.isotrail.streams.view;

import io.isotrail.avro.Compliance;
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
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.kpi.KpiSums;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The view that is built from the output topics, all of it in memory. It reads with {@code
 * read_committed}, so nothing of an open or aborted transaction is ever seen; records of one
 * transaction in several partitions may become visible one after the other, within a poll or two.
 */
public final class TopicView implements View, AutoCloseable {

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Shelves shelves;
  private final TopicReader reader;
  private final StreamsSettings streams;
  private final Supplier<Component> progress;
  private final Clock clock;

  /**
   * @param progress how far the topology has come, asked whenever completeness is
   * @param consumers makes consumers that read committed records only
   */
  TopicView(
      Settings settings,
      StreamsSettings streams,
      Supplier<Component> progress,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Clock clock) {
    this.shelves = new Shelves(settings);
    this.reader = new TopicReader(consumers, shelves, lock.writeLock());
    this.streams = streams;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * A view of the configured Kafka; touches nothing before {@link #start}.
   *
   * @param progress how far the topology has come, asked whenever completeness is
   */
  public static TopicView of(
      Settings settings, StreamsSettings streams, Supplier<Component> progress) {
    return new TopicView(settings, streams, progress, () -> consumer(settings), Clock.systemUTC());
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
    reader.start();
  }

  @Override
  public List<Row> rows(long asOf) {
    return reading(() -> shelves.resources().rows(asOf));
  }

  @Override
  public List<Row> violations(long asOf, boolean ended) {
    return reading(() -> shelves.resources().violations(asOf, ended)).stream()
        .sorted(Table.WORST_FIRST)
        .toList();
  }

  @Override
  public Optional<Dossier> find(String resourceKey) {
    return reading(() -> Optional.ofNullable(shelves.resources().get(resourceKey)))
        .map(
            entry -> {
              Compliance row = shelves.row(entry);
              return new Dossier(HistoryCodec.history(row), row.getFacts());
            });
  }

  @Override
  public KpiReport kpis(KpiQuery query) {
    // Under one and the same lock, so that both are about the same state of the shelves.
    return reading(
        () -> KpiSums.of(query, new ShelvedKpiSource(shelves, completeness().complete())));
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
  public Completeness completeness() {
    Component ownState =
        reader
            .objection()
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
                        shelves.status(), clock.instant().getEpochSecond(), streams.staleAfter())));
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
