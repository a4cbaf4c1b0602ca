package io.isotrail.bench;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Locality;
import io.isotrail.schemas.topic.TopicCreator;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsService;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes facts to Kafka as ingest does: by locality, compressed, acknowledged by all. */
final class Feeding implements AutoCloseable {

  private final Serializer<Fact> serializer;
  private final KafkaProducer<String, Fact> producer;
  private final int partitions;

  /**
   * Makes the topics where they are missing and publishes the shipped policy.
   *
   * @param partitions partitions of the topics
   */
  Feeding(Settings settings, int partitions) {
    try (Admin admin = Admin.create(Clients.base(settings))) {
      this.partitions = TopicCreator.ensure(admin, partitions, (short) 1);
    }
    StreamsService.governance(settings, Duration.ofSeconds(30))
        .start(Optional.empty(), Optional.empty());
    this.serializer = AvroSerdes.forValue(Topics.FACTS, settings).serializer();
    Map<String, Object> configs = Clients.base(settings);
    configs.put(ProducerConfig.ACKS_CONFIG, "all");
    configs.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    configs.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    configs.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
    this.producer = new KafkaProducer<>(configs, new StringSerializer(), serializer);
  }

  /** Writes all of them and waits until Kafka has them. */
  void write(List<Fact> facts) {
    facts.forEach(this::write);
    producer.flush();
  }

  /** Writes one; it is sent within 5 ms. */
  void write(Fact fact) {
    String locality =
        fact.getPartition() + "/" + fact.getResourceAccount() + "/" + fact.getRegion();
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topics.FACTS.name(), Locality.partitionOf(locality, partitions), key(fact), fact));
  }

  /** The resource key. */
  static String key(Fact fact) {
    return String.join(
        "/",
        fact.getPartition(),
        fact.getResourceAccount(),
        fact.getRegion(),
        fact.getKind(),
        fact.getName().toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    producer.close();
    serializer.close();
  }
}
