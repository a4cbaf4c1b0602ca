package io.isotrail.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isotrail.avro.Created;
import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.schemas.topic.Locality;
import io.isotrail.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** What reaches Kafka, and when it counts as there. */
class KafkaPublisherTest {

  private static final int PARTITIONS = 12;
  private static final long NOW = 1_700_000_000_000L;

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(
          cluster(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private boolean registryAway;
  private final KafkaPublisher publisher =
      new KafkaPublisher(
          new KafkaWriter(producer, text(), text(), text(), () -> Instant.ofEpochMilli(NOW)));

  private <T> Serializer<T> text() {
    return (_, value) -> {
      if (registryAway) {
        throw new IllegalStateException("registry away");
      }
      return value.toString().getBytes(UTF_8);
    };
  }

  private static Cluster cluster() {
    Node node = new Node(0, "h", 1);
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(
          new PartitionInfo(Topics.FACTS.name(), i, node, new Node[] {node}, new Node[] {node}));
    }
    return new Cluster("c", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
  }

  private static Fact fact(String account, String name) {
    return Fact.newBuilder()
        .setAccount("1")
        .setEventId("e")
        .setAmends(null)
        .setAt(1)
        .setOperation("CreateModel")
        .setPartition("aws")
        .setRegion("eu-central-1")
        .setResourceAccount(account)
        .setKind("model")
        .setName(name)
        .setOrigin(Origin.S3)
        .setContentHash("")
        .setBody(
            Created.newBuilder()
                .setIsolation(Isolation.ISOLATED)
                .setVpc(null)
                .setInterContainerEncryption(null)
                .build())
        .build();
  }

  @Test
  void factsGoToThePartitionOfTheirAccountAndRegionUnderTheirResourceKey() {
    Publisher.Batch batch = publisher.begin();
    for (int i = 0; i < 20; i++) {
      batch.fact(fact("acc" + i, "Fraud"));
    }

    assertThat(producer.history())
        .hasSize(20)
        .allSatisfy(
            record -> {
              String key = new String(record.key(), UTF_8);
              assertThat(key).matches("aws/acc\\d+/eu-central-1/model/fraud");
              String locality = key.substring(0, key.indexOf("/model"));
              assertThat(record.partition()).isEqualTo(Locality.partitionOf(locality, PARTITIONS));
              assertThat(record.timestamp()).isEqualTo(NOW);
              assertThat(record.topic()).isEqualTo("isotrail.facts.v1");
            });
    assertThat(producer.history().stream().map(ProducerRecord::partition).distinct().count())
        .isGreaterThan(1);
  }

  @Test
  void aRejectionWithoutANameHasAnEmptyOneInItsKey() {
    publisher.begin().fact(fact("a", ""));

    assertThat(new String(producer.history().getFirst().key(), UTF_8))
        .isEqualTo("aws/a/eu-central-1/model/");
  }

  @Test
  void aBatchIsThereOnlyWhenAllOfItIsAcknowledged() throws Exception {
    Publisher.Batch batch = publisher.begin();
    batch.fact(fact("a", "one"));
    batch.fact(fact("a", "two"));
    Thread waiting = Thread.ofVirtual().start(() -> awaitQuietly(batch));

    producer.completeNext();
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    producer.completeNext();
    waiting.join();

    assertThat(publisher.check()).isEmpty();
  }

  private static void awaitQuietly(Publisher.Batch batch) {
    try {
      batch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneRefusalFailsTheBatchAndShowsInTheCheck() {
    Publisher.Batch batch = publisher.begin();
    batch.fact(fact("a", "one"));
    batch.deadLetter(
        DeadLetter.newBuilder()
            .setSource("s")
            .setBucket("b")
            .setKey("k")
            .setReason("r")
            .setMessage("m")
            .setSample(ByteBuffer.allocate(0))
            .setAt(1)
            .build());
    producer.completeNext();
    producer.errorNext(new TimeoutException("away"));

    assertThatThrownBy(batch::await).isInstanceOf(PublishException.class);
    assertThat(publisher.check()).isPresent();
    assertThat(new String(producer.history().get(1).key(), UTF_8)).isEqualTo("s3://b/k");
  }

  @Test
  void aRegistryThatIsAwayDefersAndNeverDeadLetters() {
    registryAway = true;

    assertThatThrownBy(() -> publisher.begin().fact(fact("a", "one")))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("schema registry");
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void durabilityCannotBeConfiguredAway() {
    Map<String, Object> configuration =
        KafkaWriter.producerConfiguration(
            Map.of("acks", "0", "enable.idempotence", "false", "linger.ms", "20"));

    assertThat(configuration)
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "20")
        .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
  }
}
