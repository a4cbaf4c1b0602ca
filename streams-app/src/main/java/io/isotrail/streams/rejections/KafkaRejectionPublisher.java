package io.isotrail.streams.rejections;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Locality;
import io.isotrail.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Publishes to the topic of facts, as {@code ingest} does: nothing is acknowledged before every
 * in-sync replica has it, and no retry writes twice. The producer is made with the first report,
 * since most installations never get one.
 */
public final class KafkaRejectionPublisher implements RejectionPublisher {

  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Serde<Fact> serde;
  private @Nullable Producer<byte[], byte[]> producer;

  /** Touches nothing before the first report. */
  public static KafkaRejectionPublisher of(Settings settings) {
    Map<String, Object> configuration = configuration(Clients.base(settings));
    return new KafkaRejectionPublisher(
        () ->
            new KafkaProducer<>(
                configuration, new ByteArraySerializer(), new ByteArraySerializer()),
        AvroSerdes.forValue(Topics.FACTS, settings));
  }

  KafkaRejectionPublisher(Supplier<Producer<byte[], byte[]>> producers, Serde<Fact> serde) {
    this.producers = producers;
    this.serde = serde;
  }

  private static Map<String, Object> configuration(Map<String, Object> base) {
    // Somebody waits for the answer: away is said after seconds, not minutes.
    base.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    base.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    base.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    base.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    base.put(ProducerConfig.CLIENT_ID_CONFIG, "isotrail-rejections");
    base.put(ProducerConfig.ACKS_CONFIG, "all");
    base.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return base;
  }

  @Override
  public void publish(List<Report> reports) {
    try {
      Producer<byte[], byte[]> open = open();
      int partitions = open.partitionsFor(Topics.FACTS.name()).size();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Report report : reports) {
        sent.add(
            open.send(
                new ProducerRecord<>(
                    Topics.FACTS.name(),
                    Locality.partitionOf(report.resource().locality(), partitions),
                    report.resource().toString().getBytes(UTF_8),
                    serde.serializer().serialize(Topics.FACTS.name(), report.fact()))));
      }
      for (Future<RecordMetadata> acknowledgement : sent) {
        acknowledgement.get();
      }
    } catch (KafkaException | ExecutionException e) {
      throw new UnavailableException("Kafka does not acknowledge the rejections", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while Kafka was waited for", e);
    }
  }

  private synchronized Producer<byte[], byte[]> open() {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      open = producers.get();
      producer = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
    serde.close();
  }
}
