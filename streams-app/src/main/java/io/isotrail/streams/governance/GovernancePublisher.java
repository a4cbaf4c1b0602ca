package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the governance given by files, when it differs from what the topic says: each new
 * revision to every partition, all in one transaction, so that every task has all of it or nothing.
 *
 * <p>A crash before the commit publishes nothing and the next start does it again; two starts at
 * once fence each other by the transactional id.
 */
public final class GovernancePublisher {

  private static final Logger LOG = LoggerFactory.getLogger(GovernancePublisher.class);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Settings settings;
  private final String transactionalId;

  /**
   * @param transactionalId one and the same for all instances of an installation
   */
  public GovernancePublisher(Settings settings, String transactionalId) {
    this.settings = settings;
    this.transactionalId = transactionalId;
  }

  /**
   * Publishes what changed.
   *
   * @param policy file with the policy; empty: the shipped one, unless another was published
   * @param exceptions file with the exceptions; empty: exceptions stay as they are
   * @param now epoch seconds, the instant of publication
   * @return how many revisions were published
   * @throws InvalidGovernanceException when a file cannot be used
   */
  public int publish(Optional<Path> policy, Optional<Path> exceptions, long now) {
    Map<String, Object> producing = Clients.base(settings);
    producing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    producing.put(ProducerConfig.ACKS_CONFIG, "all");
    try (Serde<Governance> serde = AvroSerdes.forValue(Topics.GOVERNANCE, settings);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer())) {
      // Before reading: it waits until an earlier instance's open transaction has ended.
      producer.initTransactions();
      List<Governance> revisions =
          new GovernanceRevisions(published(serde), now).of(policy, exceptions);
      if (!revisions.isEmpty()) {
        write(producer, serde, revisions);
      }
      return revisions.size();
    }
  }

  private static void write(
      KafkaProducer<byte[], byte[]> producer, Serde<Governance> serde, List<Governance> revisions) {
    String topic = Topics.GOVERNANCE.name();
    int partitions = producer.partitionsFor(topic).size();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    producer.beginTransaction();
    for (Governance revision : revisions) {
      byte[] key = GovernanceRevisions.key(revision).getBytes(StandardCharsets.UTF_8);
      byte[] value = serde.serializer().serialize(topic, revision);
      for (int partition = 0; partition < partitions; partition++) {
        sent.add(producer.send(new ProducerRecord<>(topic, partition, key, value)));
      }
    }
    // Throws whatever one of the records met, and then none of them is seen.
    producer.commitTransaction();
    sent.forEach(Future::resultNow);
    for (Governance revision : revisions) {
      LOG.atInfo()
          .addKeyValue("kind", revision.getKind())
          .addKeyValue("id", revision.getId())
          .addKeyValue("revision", revision.getRevision())
          .addKeyValue("origin", revision.getOrigin())
          .log("governance published");
    }
  }

  /** Every usable revision in the topic; one partition has all of them. */
  private List<Governance> published(Serde<Governance> serde) {
    Map<String, Object> consuming = Clients.base(settings);
    consuming.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consuming.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // It reads to the end once; a fetch that waits there for more would hold up every start.
    consuming.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    TopicPartition partition = new TopicPartition(Topics.GOVERNANCE.name(), 0);
    Map<String, Governance> byKey = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), ANSWER).getOrDefault(partition, 0L);
      while (consumer.position(partition, ANSWER) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.value() != null) {
            Governance revision = serde.deserializer().deserialize(record.topic(), record.value());
            byKey.merge(
                GovernanceRevisions.key(revision),
                revision,
                (one, other) ->
                    one.getContentHash().compareTo(other.getContentHash()) >= 0 ? one : other);
          }
        }
      }
    }
    return new ArrayList<>(byKey.values());
  }
}
