package io.isotrail.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.avro.Compliance;
import io.isotrail.avro.Tally;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.codec.ViolationCodec;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.PublishedGovernance;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.Tallies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A policy over everything that was ever judged, under exactly-once, with the process killed in the
 * middle: what comes out is what judging anew gives, to the record.
 */
final class RejudgeEndToEndTest {

  private static final int MODELS = Integer.getInteger("isotrail.test.rejudge.models", 200_000);
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  @TempDir Path directory;
  private final ManyModels models =
      new ManyModels(
          MODELS, Instant.now().minus(Duration.ofDays(40)).getEpochSecond() / 86_400 * 86_400);

  @Test
  void aPolicyOverManyResourcesSurvivesAKillAndEqualsJudgingAnew() throws IOException {
    int port = freePort();
    URI root = URI.create("http://127.0.0.1:" + port + "/");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      Settings settings = settings(broker);
      Path policy =
          Files.writeString(
              directory.resolve("policy.yaml"),
              """
              version: v2
              rewritesPast: true
              environment: {production: [live]}
              objectives: {medium: P1D}
              """);
      try (Isotrail first = streams(settings, port)) {
        awaitReady(root);
        models.publish(settings, PARTITIONS);
        awaitProduction(root, models.production());
        assertThat(rejudging(root)).isFalse();

        InProcess applied = InProcess.run(command(settings, "policy", "apply", policy.toString()));
        assertThat(applied.code()).as(applied.err()).isZero();
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(BETWEEN_LOOKS)
            .until(() -> production(root) < models.production() * 9 / 10);
        boolean unfinished = rejudging(root);
        int left = production(root);
        first.kill();

        assertThat(unfinished).as("it says that it is re-judging").isTrue();
        assertThat(left).as("killed in the middle").isPositive();
        assertNoTransactionWasLost(first);
      }
      try (Isotrail second = streams(settings, port)) {
        awaitReady(root);
        awaitProduction(root, 0);
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(BETWEEN_LOOKS)
            .until(() -> !rejudging(root));
        assertNoTransactionWasLost(second);
        second.terminate();
      }
      assertEverythingIsAsIfJudgedAnew(settings);
    }
  }

  /** A slice that is too long would fence its own producer. */
  private static void assertNoTransactionWasLost(Isotrail streams) {
    assertThat(streams.err()).doesNotContain("a stream thread failed", "streams application stops");
  }

  private void assertEverythingIsAsIfJudgedAnew(Settings settings) {
    Governance governance = governance(settings);
    assertThat(governance.policies()).hasSize(2);
    Map<String, byte[]> rows = CommittedRecords.latest(Topics.COMPLIANCE, settings);
    Map<String, byte[]> violations = CommittedRecords.latest(Topics.VIOLATIONS, settings);
    Tallies sums = sums(settings);
    assertThat(rows).hasSize(MODELS);
    Map<Tallies.Cell, Counts> expected = new HashMap<>();
    try (Deserializer<Compliance> row = deserializer(Topics.COMPLIANCE, settings);
        Deserializer<Violation> violation = deserializer(Topics.VIOLATIONS, settings)) {
      for (int number = 0; number < MODELS; number++) {
        History anew = models.judged(number, governance);
        String key = ManyModels.key(number);
        assertThat(HistoryCodec.history(row.deserialize("", rows.get(key)))).isEqualTo(anew);
        ViolationCodec.violations(anew)
            .forEach(
                (id, wanted) ->
                    assertThat(violation.deserialize("", violations.remove(id))).isEqualTo(wanted));
        Tallies.of(Movements.of(anew))
            .byCell()
            .forEach((cell, counts) -> expected.merge(cell, counts, Counts::plus));
      }
    }
    assertThat(violations).as("violations that nothing explains").isEmpty();
    assertThat(sums).isEqualTo(new Tallies(expected));
  }

  private static Governance governance(Settings settings) {
    PublishedGovernance published =
        StreamsService.governance(settings, Duration.ofSeconds(30)).read();
    return new Governance(
        published.policies().stream()
            .map(one -> new Policy.Published(one.policy(), one.publishedAt(), one.revision()))
            .toList(),
        published.stretches());
  }

  private static Tallies sums(Settings settings) {
    Map<Tallies.Cell, Counts> sums = new HashMap<>();
    try (Deserializer<Tally> tally = deserializer(Topics.KPIS, settings)) {
      CommittedRecords.latest(Topics.KPIS, settings)
          .forEach(
              (key, bytes) -> {
                Tally one = tally.deserialize("", bytes);
                sums.merge(
                    new Tallies.Cell(one.getDay(), TallyCodec.dimensions(one)),
                    TallyCodec.counts(one),
                    Counts::plus);
              });
    }
    return new Tallies(sums);
  }

  private static <V extends SpecificRecord> Deserializer<V> deserializer(
      Topic<V> topic, Settings settings) {
    return AvroSerdes.forValue(topic, settings).deserializer();
  }

  private Settings settings(EmbeddedBroker broker) {
    return new Settings(
        Map.of(
            "kafka.bootstrap.servers",
            broker.bootstrap(),
            "schema.registry.url",
            "file:" + directory.resolve("schemas.jsonl")));
  }

  private Isotrail streams(Settings settings, int port) {
    return Isotrail.start(
        directory,
        List.of("-Xmx2g", "-XX:TieredStopAtLevel=4"),
        Map.of(),
        command(
            settings,
            "streams",
            "--set",
            "isotrail.api.port=" + port,
            "--set",
            "isotrail.topics.partitions=" + PARTITIONS,
            "--set",
            "isotrail.streams.group.instance.id=rejudge",
            "--set",
            "isotrail.streams.state.dir=" + directory.resolve("state")));
  }

  private static String[] command(Settings settings, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    settings.values().forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
    return all.toArray(String[]::new);
  }

  private static void awaitReady(URI root) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(BETWEEN_LOOKS)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(Isotrail.get(root.resolve("readyz"))).contains("\"ready\":true"));
  }

  private static void awaitProduction(URI root, int wanted) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(BETWEEN_LOOKS)
        .until(() -> production(root) == wanted);
  }

  private static int production(URI root) {
    return Answers.json(Isotrail.get(root.resolve("api/v1/kpis"))).at("/models/production").asInt();
  }

  private static boolean rejudging(URI root) {
    for (JsonNode component :
        Answers.json(Isotrail.get(root.resolve("readyz"))).required("components")) {
      if (component.required("name").asText().equals("rejudging")) {
        return !component.required("ok").asBoolean();
      }
    }
    throw new AssertionError("readyz says nothing about re-judging");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
