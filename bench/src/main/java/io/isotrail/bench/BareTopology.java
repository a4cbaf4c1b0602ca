package io.isotrail.bench;

import io.isotrail.schemas.topic.Topics;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The least that a stateful topology does: reads 200 bytes of its record's key from RocksDB, writes
 * them again changed, and says them. What the machine and Kafka Streams allow, without anything of
 * ours but the same input and the same settings.
 */
final class BareTopology {

  static final String OUTPUT = "bench.bare";

  private static final String STORE = "bare";
  private static final int VALUE_BYTES = 200;

  private BareTopology() {}

  static Topology of(Properties properties) {
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
    builder.stream(
            Topics.FACTS.name(),
            Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("read-facts"))
        .process(new ReadModifyWrite(), Named.as("read-modify-write"))
        .to(OUTPUT, Produced.with(Serdes.String(), Serdes.ByteArray()).withName("publish"));
    return builder.build(properties);
  }

  private static final class ReadModifyWrite
      implements ProcessorSupplier<String, byte[], String, byte[]> {

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
              .withLoggingEnabled(Map.of()));
    }

    @Override
    public Processor<String, byte[], String, byte[]> get() {
      return new Changing();
    }
  }

  private static final class Changing implements Processor<String, byte[], String, byte[]> {

    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable KeyValueStore<String, byte[]> store;

    @Override
    public void init(ProcessorContext<String, byte[]> given) {
      context = given;
      store = given.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
      KeyValueStore<String, byte[]> values = Objects.requireNonNull(store);
      byte[] known = values.get(record.key());
      byte[] value = known == null ? new byte[VALUE_BYTES] : known;
      byte[] fact = record.value();
      // Out of the fact, so that it is as hard to compress.
      System.arraycopy(fact, 0, value, 0, Math.min(fact.length, VALUE_BYTES));
      values.put(record.key(), value);
      Objects.requireNonNull(context).forward(record.withValue(value));
    }
  }
}
