package io.isotrail.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to Kafka. Records are stamped with their publication, so that retention and lag mean what
 * operators expect; the time of the event is a field.
 */
public final class KafkaWriter {

  private final Producer<byte[], byte[]> producer;
  private final Map<String, Serializer<? extends SpecificRecord>> serializers;
  private final InstantSource clock;

  /**
   * @param producer not closed here
   */
  public KafkaWriter(
      Producer<byte[], byte[]> producer,
      Serializer<Fact> facts,
      Serializer<DeadLetter> deadLetters,
      Serializer<Progress> status,
      InstantSource clock) {
    this.producer = producer;
    this.serializers =
        Map.of(
            Topics.FACTS.name(), facts,
            Topics.DEAD_LETTERS.name(), deadLetters,
            Topics.STATUS.name(), status);
    this.clock = clock;
  }

  /**
   * The producer's configuration: nothing is acknowledged before every in-sync replica has it, and
   * no retry writes twice.
   *
   * @param base what every client is configured with; may override all but those two
   */
  public static Map<String, Object> producerConfiguration(Map<String, Object> base) {
    Map<String, Object> configuration = new TreeMap<>();
    configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "isotrail-ingest");
    configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    configuration.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    configuration.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    // A broker that is away is noticed within half a minute, then the object is tried again.
    configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
    configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    configuration.putAll(base);
    configuration.put(ProducerConfig.ACKS_CONFIG, "all");
    configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return configuration;
  }

  /** Number of partitions of a topic; asks the broker once and then the client's memory. */
  int partitions(Topic<?> topic) {
    try {
      return producer.partitionsFor(topic.name()).size();
    } catch (KafkaException e) {
      throw new PublishException("topic " + topic.name() + " is not reachable", e);
    }
  }

  /**
   * Sends a record; the answer arrives later.
   *
   * @param partition null leaves it to Kafka
   * @throws PublishException when it cannot even be handed over
   */
  <V extends SpecificRecord> void send(
      Topic<V> topic,
      @Nullable Integer partition,
      String key,
      V value,
      Acknowledgements acknowledgements) {
    send(topic, partition, key, encoded(topic, value), acknowledgements);
  }

  /** Ends what the topic says under a key. */
  void sendTombstone(Topic<?> topic, String key, Acknowledgements acknowledgements) {
    send(topic, null, key, (byte[]) null, acknowledgements);
  }

  private <V extends SpecificRecord> byte[] encoded(Topic<V> topic, V value) {
    try {
      @SuppressWarnings("unchecked") // Filled by topic, with the topic's own type.
      Serializer<V> serializer = (Serializer<V>) serializers.get(topic.name());
      return java.util.Objects.requireNonNull(serializer).serialize(topic.name(), value);
    } catch (RuntimeException e) {
      throw new PublishException(
          "a record for " + topic.name() + " cannot be encoded; is the schema registry there?", e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback has the answer.
  private void send(
      Topic<?> topic,
      @Nullable Integer partition,
      String key,
      byte @Nullable [] bytes,
      Acknowledgements acknowledgements) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.name(), partition, clock.millis(), key.getBytes(UTF_8), bytes);
    acknowledgements.sent();
    try {
      producer.send(record, (_, problem) -> acknowledgements.answered(problem));
    } catch (KafkaException | IllegalStateException e) {
      acknowledgements.answered(e);
      throw new PublishException("Kafka does not take records for " + topic.name(), e);
    }
  }
}
