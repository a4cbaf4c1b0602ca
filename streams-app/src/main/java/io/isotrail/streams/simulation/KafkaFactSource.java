package io.isotrail.streams.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;

/** Reads {@code isotrail.facts.v1}, committed records only. */
public final class KafkaFactSource implements FactSource {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Serde<Fact> serde;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> ends;

  private KafkaFactSource(Consumer<byte[], byte[]> consumer, Serde<Fact> serde) {
    this.consumer = consumer;
    this.serde = serde;
    this.partitions =
        consumer.partitionsFor(Topics.FACTS.name(), ANSWER).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    this.ends = consumer.endOffsets(partitions, ANSWER);
  }

  /**
   * Opens.
   *
   * @throws org.apache.kafka.common.KafkaException when Kafka does not answer
   */
  @SuppressWarnings("resource") // Closed here when it does not become ours.
  public static KafkaFactSource open(Settings settings) {
    Map<String, Object> config = Clients.base(settings);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    Serde<Fact> serde = AvroSerdes.forValue(Topics.FACTS, settings);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return new KafkaFactSource(consumer, serde);
    } catch (RuntimeException e) {
      consumer.close();
      serde.close();
      throw e;
    }
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public void read(int partition, Visitor visitor) {
    TopicPartition from = partitions.get(partition);
    long end = ends.getOrDefault(from, 0L);
    consumer.assign(List.of(from));
    consumer.seekToBeginning(List.of(from));
    while (consumer.position(from, ANSWER) < end) {
      visitor.waiting();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          hand(record, visitor);
        }
      }
    }
  }

  /** What cannot be decoded is no fact to the topology either; it is among the dead letters. */
  private void hand(ConsumerRecord<byte[], byte[]> record, Visitor visitor) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    Fact fact;
    try {
      fact = serde.deserializer().deserialize(record.topic(), record.value());
    } catch (RetriableException e) {
      throw e; // The registry is away: without it this would be another history.
    } catch (SerializationException e) {
      return;
    }
    visitor.take(new String(record.key(), UTF_8), fact);
  }

  @Override
  public void close() {
    consumer.close();
    serde.close();
  }
}
