package io.isotrail.streams.topology;

import io.isotrail.avro.Governance;
import io.isotrail.avro.StoredRejection;
import io.isotrail.avro.Tally;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of one task.
 *
 * @param timelines all that is remembered of a resource, see {@code CompactRemembered}, by resource
 *     key
 * @param governance every revision, by kind, id and revision
 * @param cursor how far a re-judging has come: what is judged -> the last key that was
 * @param due resources whose verdict changes at a known instant, by that instant
 * @param tallies counts, by day and dimensions
 * @param rejections rejections, by day, resource, actor, event time and event
 * @param graves end and number of the last purged generation, by resource key
 * @param rejectionDays when a rejection of that UTC day arrived last, or that the day is settled
 * @param rejectionKeys key in the store of rejections, by account and event
 */
record Stored(
    KeyValueStore<String, byte[]> timelines,
    KeyValueStore<String, Governance> governance,
    KeyValueStore<String, String> cursor,
    KeyValueStore<String, String> due,
    KeyValueStore<String, Tally> tallies,
    KeyValueStore<String, StoredRejection> rejections,
    KeyValueStore<String, String> rejectionKeys,
    KeyValueStore<String, String> graves,
    KeyValueStore<String, String> rejectionDays) {

  private static final String TIMELINES = "timelines";
  private static final String GOVERNANCE = "governance";
  private static final String CURSOR = "governance-cursor";
  private static final String DUE = "due";
  private static final String TALLIES = "tallies";
  private static final String REJECTIONS = "rejections";
  private static final String REJECTION_KEYS = "rejections-by-event";
  private static final String GRAVES = "graves";
  private static final String REJECTION_DAYS = "rejection-days";

  static Stored of(ProcessorContext<?, ?> context) {
    return new Stored(
        context.getStateStore(TIMELINES),
        context.getStateStore(GOVERNANCE),
        context.getStateStore(CURSOR),
        context.getStateStore(DUE),
        context.getStateStore(TALLIES),
        context.getStateStore(REJECTIONS),
        context.getStateStore(REJECTION_KEYS),
        context.getStateStore(GRAVES),
        context.getStateStore(REJECTION_DAYS));
  }

  static Set<StoreBuilder<?>> builders(Settings settings) {
    // In this order, so that the topology's description is always the same text.
    return new LinkedHashSet<>(
        List.of(
            writtenAtCommit(TIMELINES, Serdes.ByteArray()),
            inMemory(GOVERNANCE, avro(GOVERNANCE, Governance.class, settings)),
            inMemory(CURSOR, Serdes.String()),
            writtenAtCommit(DUE, Serdes.String()),
            writtenAtCommit(TALLIES, avro(TALLIES, Tally.class, settings)),
            onDisk(REJECTIONS, avro(REJECTIONS, StoredRejection.class, settings)),
            onDisk(REJECTION_KEYS, Serdes.String()),
            onDisk(GRAVES, Serdes.String()),
            inMemory(REJECTION_DAYS, Serdes.String())));
  }

  /**
   * For what several facts of one transaction change: of each key the last value of a transaction
   * goes to RocksDB and to the changelog. What is said to the outside does not pass through it, so
   * no update is hidden.
   */
  private static <V> StoreBuilder<?> writtenAtCommit(String name, Serde<V> serde) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serde)
        .withCachingEnabled()
        .withLoggingEnabled(CHANGELOG);
  }

  private static <V> StoreBuilder<?> onDisk(String name, Serde<V> serde) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serde)
        .withLoggingEnabled(CHANGELOG);
  }

  /** For what is small: each RocksDB costs memory and start-up time in every task. */
  private static <V> StoreBuilder<?> inMemory(String name, Serde<V> serde) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
        .withLoggingEnabled(CHANGELOG);
  }

  private static final Map<String, String> CHANGELOG =
      Map.of("max.message.bytes", Integer.toString(StreamsProperties.LARGEST_RECORD));

  private static <V extends SpecificRecord> Serde<V> avro(
      String store, Class<V> type, Settings settings) {
    return AvroSerdes.forValue(new Topic<>(store, type, true, Map.of()), settings);
  }
}
