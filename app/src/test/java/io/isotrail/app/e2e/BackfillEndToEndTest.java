package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.avro.Fact;
import io.isotrail.emulated.EmulatedAws;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.TopicCreator;
import io.isotrail.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The past of a bucket into a Kafka, by processes that are killed, repeated and not alone. */
final class BackfillEndToEndTest {

  private static final int OBJECTS = 300;
  private static final int DAYS = 10;

  @TempDir Path directory;

  private EmulatedAws aws;
  private EmbeddedBroker broker;
  private Settings settings;

  @BeforeEach
  void begin() throws Exception {
    aws = new EmulatedAws();
    for (int i = 0; i < OBJECTS; i++) {
      aws.put(key(i), log("m-" + i));
    }
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    settings =
        new Settings(
            Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrap(),
                "schema.registry.url",
                "file:" + directory.resolve("schemas.jsonl")));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      TopicCreator.ensure(admin, 3, (short) 1);
    }
  }

  @AfterEach
  void end() {
    broker.close();
    aws.close();
  }

  private static String key(int i) {
    return "AWSLogs/%s/CloudTrail/%s/2026/02/%02d/%04d.json.gz"
        .formatted(LogTree.ACCOUNT, LogTree.REGION, 1 + i % DAYS, i);
  }

  private static byte[] log(String model) {
    return LogTree.deflated(
        "{\"Records\":[" + LogTree.create(model, "2026-02-01T08:00:00Z") + "]}");
  }

  private Isotrail backfill(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "backfill",
                "--source",
                "s3:" + EmulatedAws.BUCKET,
                "--set",
                "kafka.bootstrap.servers=" + broker.bootstrap(),
                "--set",
                "isotrail.ingest.in-flight.objects=8",
                "--set",
                "isotrail.ingest.backfill.checkpoints=" + directory.resolve("checkpoints")));
    arguments.addAll(List.of(more));
    return Isotrail.start(directory, environment(), arguments.toArray(String[]::new));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(aws.environment());
    environment.put("ISOTRAIL_SCHEMA_REGISTRY_URL", "file:" + directory.resolve("schemas.jsonl"));
    return environment;
  }

  /** Names of the models of all facts, in the order of the topic. */
  private List<String> models() {
    List<String> models = new ArrayList<>();
    try (var serde = AvroSerdes.<Fact>forValue(Topics.FACTS, settings);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.FACTS.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record ->
                    models.add(
                        serde
                            .deserializer()
                            .deserialize(record.topic(), record.value())
                            .getName()));
      }
    }
    return models;
  }

  private static Set<String> expected() {
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < OBJECTS; i++) {
      expected.add("m-" + i);
    }
    return expected;
  }

  private long checkpointLines() {
    try (Stream<Path> files = Files.list(directory.resolve("checkpoints"))) {
      long lines = 0;
      for (Path file : files.filter(file -> !file.toString().endsWith(".lock")).toList()) {
        lines += Files.readString(file).lines().count();
      }
      return lines;
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void killedInTheMiddleTheSameCommandGoesOn() {
    try (Isotrail killed = backfill("--set", "isotrail.ingest.backfill.objects-per-second=40")) {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> checkpointLines() > 60);
      killed.kill();
      assertThat(killed.out()).isEmpty();
    }
    int before = new TreeSet<>(models()).size();
    assertThat(before).isBetween(60, OBJECTS - 1);

    try (Isotrail next = backfill()) {
      assertThat(next.exitCode()).as(next.err()).isZero();
      assertThat(next.out())
          .containsPattern("days +10, of which [1-9] were finished by an earlier run")
          .containsPattern("facts about SageMaker, all acknowledged by Kafka");
      // It read what was missing, and what was under way at the kill once more.
      assertThat(models()).hasSizeLessThanOrEqualTo(OBJECTS + 8);
    }
    assertThat(new TreeSet<>(models())).isEqualTo(expected());

    try (Isotrail again = backfill()) {
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(again.out())
          .contains("days       10, of which 10 were finished by an earlier run")
          .contains("objects    0 listed = 0 read + 0 skipped + 0 dead-lettered + 0 not had");
    }
  }

  @Test
  void aKafkaWithoutTopicsAndABadOptionAreNamed() throws IOException {
    try (EmbeddedBroker empty = EmbeddedBroker.start(directory.resolve("empty"), 0);
        Isotrail refused = backfill("--set", "kafka.bootstrap.servers=" + empty.bootstrap())) {
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("has no topic isotrail.facts.v1");
    }
    try (Isotrail refused = backfill("--external-id", "x-1")) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("--external-id: belongs to a --role");
    }
  }
}
