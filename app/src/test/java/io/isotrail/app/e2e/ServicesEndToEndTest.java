package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two services, each in a process of its own, against a Kafka that is not theirs. */
final class ServicesEndToEndTest {

  @TempDir Path directory;

  @Test
  void ingestPublishesAndStreamsAnswers() throws IOException {
    new LogTree(directory.resolve("logs"))
        .records("one", LogTree.create("fraud", "2026-03-01T08:00:00Z"));
    int port = freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
      Path config =
          Files.writeString(
              directory.resolve("isotrail.properties"),
              """
              kafka.bootstrap.servers = %s
              schema.registry.url = file:%s
              isotrail.streams.state.dir = %s
              """
                  .formatted(
                      broker.bootstrap(),
                      directory.resolve("schemas.jsonl"),
                      directory.resolve("state")));
      try (Isotrail streams =
          Isotrail.start(
              directory,
              Map.of("ISOTRAIL_API_PORT", Integer.toString(port)),
              "streams",
              "--config",
              config.toString())) {
        URI root = URI.create("http://127.0.0.1:" + port + "/");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(Isotrail.get(root.resolve("healthz"))).isNotNull());

        try (Isotrail ingest =
            Isotrail.start(
                directory,
                Map.of("ISOTRAIL_APP_HEALTH_PORT", "0"),
                "ingest",
                "--config",
                config.toString(),
                "--source",
                "dir:" + directory.resolve("logs"))) {
          assertThat(ingest.exitCode()).as(ingest.err()).isZero();
          assertThat(ingest.out()).isEmpty();
        }
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> Isotrail.get(root.resolve("api/v1/resources")).contains("model/fraud"));

        assertThat(Isotrail.get(root.resolve("metrics"))).contains("isotrail_models");
        assertThat(streams.terminate()).isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  @Test
  void aFollowingIngestShowsItsHealthAndEndsWhenItIsTold() throws IOException {
    Files.createDirectories(directory.resolve("logs"));
    int port = freePort();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        Isotrail ingest =
            Isotrail.start(
                directory,
                Map.of(
                    "ISOTRAIL_KAFKA_BOOTSTRAP_SERVERS",
                    broker.bootstrap(),
                    "ISOTRAIL_APP_HEALTH_PORT",
                    Integer.toString(port),
                    "ISOTRAIL_INGEST_WATCH",
                    "true"),
                "ingest",
                "--source",
                "dir:" + directory.resolve("logs"),
                "--set",
                "schema.registry.url=memory://health")) {
      URI root = URI.create("http://127.0.0.1:" + port + "/");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(Isotrail.get(root.resolve("readyz")))
                      .isEqualTo(
                          "{\"ready\":true,\"components\":"
                              + "[{\"name\":\"ingest\",\"ok\":true,\"message\":\"works\"}]}"));

      assertThat(Isotrail.get(root.resolve("healthz"))).isEqualTo("ok\n");
      assertThat(Isotrail.get(root.resolve("metrics"))).contains("isotrail_ledger_objects_total");
      assertThat(ingest.terminate()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aServiceThatCanJudgeNoMoreEndsWithAnError() throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        Isotrail streams =
            Isotrail.start(
                directory,
                Map.of(
                    "ISOTRAIL_KAFKA_BOOTSTRAP_SERVERS",
                    broker.bootstrap(),
                    "ISOTRAIL_STREAMS_STATE_DIR",
                    directory.resolve("state").toString(),
                    "ISOTRAIL_SCHEMA_REGISTRY_URL",
                    "file:" + directory.resolve("schemas.jsonl"),
                    "ISOTRAIL_STREAMS_UNDECODABLE_LIMIT",
                    "0",
                    "ISOTRAIL_API_PORT",
                    "0"),
                "streams")) {
      streams.awaitSaid("streams is up");
      sendGarbage(broker.bootstrap());

      assertThat(streams.exitCode()).as(streams.err()).isEqualTo(1);
      assertThat(streams.err()).contains("nothing is judged any more");
    }
  }

  @Test
  void upEndsWithAnErrorWhenItCanJudgeNoMore() throws IOException {
    Files.createDirectories(directory.resolve("logs"));
    try (Isotrail up =
        Isotrail.start(
            directory,
            Map.of("ISOTRAIL_STREAMS_UNDECODABLE_LIMIT", "0"),
            "up",
            "--source",
            "dir:" + directory.resolve("logs"),
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0",
            "--kafka-port",
            "0")) {
      up.awaitSaid("Kafka +127");
      Matcher kafka = Pattern.compile("Kafka +(127\\S+)").matcher(up.err());
      assertThat(kafka.find()).isTrue();
      sendGarbage(kafka.group(1));

      assertThat(up.exitCode()).as(up.err()).isEqualTo(1);
      assertThat(up.err()).contains("nothing is judged any more");
    }
  }

  private static void sendGarbage(String bootstrap) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Future<RecordMetadata> sent =
          producer.send(new ProducerRecord<>(Topics.FACTS.name(), new byte[] {1, 2, 3}));
      producer.flush();
      assertThat(sent.resultNow().topic()).isEqualTo(Topics.FACTS.name());
    }
  }

  @Test
  void aKafkaThatIsAwayIsNamedAndTheStartFails() throws IOException {
    int port = freePort();

    InProcess streams =
        InProcess.run(
            "streams",
            "--set",
            "kafka.bootstrap.servers=127.0.0.1:" + port,
            "--set",
            "schema.registry.url=memory://away",
            "--set",
            "isotrail.streams.start-timeout=3s",
            "--set",
            "isotrail.streams.state.dir=" + directory,
            "--set",
            "isotrail.api.port=0");

    assertThat(streams.code()).isEqualTo(1);
    assertThat(streams.err()).contains("127.0.0.1:" + port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
