package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import io.isotrail.schemas.registry.RegistryAwayException;
import io.isotrail.schemas.registry.RegistryRefusedException;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.serde.SerdeFailure;
import io.isotrail.schemas.serde.UndecodableBytesException;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The governance topic in Kafka. The right to write is the transactional id: whoever initialises it
 * fences all others, so that nobody can commit between one writer's reading and its writing.
 */
final class KafkaRevisionLog implements RevisionLog {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRevisionLog.class);
  private static final String TOPIC = Topics.GOVERNANCE.name();

  private final Settings settings;
  private final String transactionalId;
  private final Duration patience;

  /**
   * @param transactionalId one and the same for all that write to this Kafka
   * @param patience longest wait for one answer
   */
  KafkaRevisionLog(Settings settings, String transactionalId, Duration patience) {
    this.settings = settings;
    this.transactionalId = transactionalId;
    this.patience = patience;
  }

  @Override
  public List<Governance> read() {
    Map<String, Object> consuming = clients();
    consuming.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consuming.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consuming.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // It reads to the end once; a fetch that waits there for more would hold up every change.
    consuming.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    try (Serde<Governance> serde = AvroSerdes.forValue(Topics.GOVERNANCE, settings);
        Reader reader =
            new Reader(
                new KafkaConsumer<>(
                    consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer()))) {
      KafkaConsumer<byte[], byte[]> consumer = reader.consumer();
      if (consumer.partitionsFor(TOPIC, patience).isEmpty()) {
        throw new GovernanceAwayException(
            "Kafka at "
                + address()
                + " has no topic "
                + TOPIC
                + ": start isotrail up or isotrail streams there once, which create it");
      }
      return toTheEnd(consumer, serde);
    } catch (RegistryAwayException | RegistryRefusedException unusable) {
      throw new GovernanceAwayException(String.valueOf(unusable.getMessage()), unusable);
    } catch (KafkaException away) {
      throw away(away);
    }
  }

  /** It is in no group and has nothing to commit: its end waits for no answer. */
  private record Reader(KafkaConsumer<byte[], byte[]> consumer) implements AutoCloseable {
    @Override
    public void close() {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  /** One partition has all of them. */
  private List<Governance> toTheEnd(
      KafkaConsumer<byte[], byte[]> consumer, Serde<Governance> serde) {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    List<Governance> revisions = new ArrayList<>();
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition), patience).getOrDefault(partition, 0L);
    long last = System.nanoTime();
    while (consumer.position(partition, patience) < end) {
      long before = consumer.position(partition, patience);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        decoded(record, serde).ifPresent(revisions::add);
      }
      if (consumer.position(partition, patience) > before) {
        last = System.nanoTime();
      } else if (System.nanoTime() - last > patience.toNanos()) {
        throw new GovernanceAwayException(
            TOPIC + " cannot be read to its end from " + address() + "; try again");
      }
    }
    return revisions;
  }

  private Optional<Governance> decoded(
      ConsumerRecord<byte[], byte[]> record, Serde<Governance> serde) {
    try {
      return Optional.ofNullable(serde.deserializer().deserialize(TOPIC, record.value()));
    } catch (UndecodableBytesException unknown) {
      if (unknown.reason() == UndecodableBytesException.Reason.UNKNOWN_ID) {
        // With another installation's registry every revision would seem to be missing.
        throw new GovernanceAwayException(
            "the schema registry does not know the schemas of "
                + TOPIC
                + ": is schema.registry.url the one that this Kafka is used with?",
            unknown);
      }
      skip(record, unknown);
    } catch (RuntimeException failure) {
      if (SerdeFailure.of(failure) != SerdeFailure.UNDECODABLE) {
        throw failure;
      }
      skip(record, failure);
    }
    return Optional.empty();
  }

  /** The topology puts it aside as a dead letter. */
  private static void skip(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
    LOG.atWarn()
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", failure.getMessage())
        .log("a governance record cannot be read and is left out");
  }

  @Override
  public Claim claim() {
    Map<String, Object> producing = clients();
    producing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    producing.put(ProducerConfig.ACKS_CONFIG, "all");
    producing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
    KafkaProducer<byte[], byte[]> producer = null;
    try {
      producer =
          new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
      producer.initTransactions();
      return new KafkaClaim(producer, AvroSerdes.forValue(Topics.GOVERNANCE, settings));
    } catch (RuntimeException failure) {
      if (producer != null) {
        producer.close(Duration.ZERO);
      }
      if (isFenced(failure)) {
        return new LostClaim();
      }
      throw failure instanceof KafkaException away ? away(away) : failure;
    }
  }

  private static boolean isFenced(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException
          || cause instanceof ConcurrentTransactionsException) {
        LOG.atDebug().setCause(failure).log("another writer was faster");
        return true;
      }
    }
    return false;
  }

  /** Somebody else took the right while this one was being taken. */
  private record LostClaim() implements Claim {
    @Override
    public boolean write(List<Governance> revisions) {
      return false;
    }

    @Override
    public void close() {}
  }

  private final class KafkaClaim implements Claim {

    private final KafkaProducer<byte[], byte[]> producer;
    private final Serde<Governance> serde;

    KafkaClaim(KafkaProducer<byte[], byte[]> producer, Serde<Governance> serde) {
      this.producer = producer;
      this.serde = serde;
    }

    @Override
    public boolean write(List<Governance> revisions) {
      try {
        int partitions = producer.partitionsFor(TOPIC).size();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        producer.beginTransaction();
        for (Governance revision : revisions) {
          byte[] key = PublishedGovernance.key(revision).getBytes(StandardCharsets.UTF_8);
          byte[] value = serde.serializer().serialize(TOPIC, revision);
          for (int partition = 0; partition < partitions; partition++) {
            sent.add(producer.send(new ProducerRecord<>(TOPIC, partition, key, value)));
          }
        }
        // Throws whatever one of the records met, and then none of them is seen.
        producer.commitTransaction();
        sent.forEach(Future::resultNow);
        return true;
      } catch (KafkaException failure) {
        if (isFenced(failure)) {
          return false;
        }
        throw GovernanceAwayException.unconfirmed(
            "Kafka at "
                + address()
                + " did not confirm the change; look whether it is there before you try again: "
                + failure.getMessage(),
            failure);
      }
    }

    /** An open transaction is aborted by the next claim or its time-out; nobody has seen it. */
    @Override
    public void close() {
      producer.close(Duration.ofSeconds(1));
      serde.close();
    }
  }

  private Map<String, Object> clients() {
    Map<String, Object> clients = Clients.base(settings);
    clients.put(
        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    clients.put(
        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    return clients;
  }

  private GovernanceAwayException away(KafkaException cause) {
    return new GovernanceAwayException(
        "Kafka at "
            + address()
            + " does not answer as it should within "
            + patience.toSeconds()
            + " s: "
            + cause.getMessage()
            + ". Start it (isotrail up), or correct kafka.bootstrap.servers and kafka.security.*",
        cause);
  }

  private String address() {
    return String.valueOf(Clients.base(settings).get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }
}
