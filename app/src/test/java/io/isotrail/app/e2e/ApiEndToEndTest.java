package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to the API of a running {@code isotrail up}, from the request to Kafka and back. */
final class ApiEndToEndTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path directory;

  @Test
  void rejectionsSimulationsAndDeadLettersWorkOnTheRealKafka() throws Exception {
    LogTree tree = new LogTree(directory.resolve("logs"));
    tree.records("one", LogTree.create("Fraud-V3", now.minus(Duration.ofDays(30)).toString()));
    tree.gzip(
        "damaged",
        "{\"Records\":[{\"eventSource\":\"sagemaker.amazonaws.com\",\"eventName\":\"CreateModel\"}]}");
    Path tokens = Files.writeString(directory.resolve("tokens"), "ci operator " + TOKEN + "\n");
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    try (Isotrail up =
        Isotrail.start(
            directory,
            Map.of("ISOTRAIL_API_TOKENS_FILE", tokens.toString()),
            "up",
            "--source",
            "dir:" + tree.root(),
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0",
            "--kafka-port",
            "0")) {
      URI page = up.page();
      up.awaitSaid("Production models isolated");

      aRejectionToldTwiceCountsOnce(page);
      aSimulationChangesNothing(page);
      theDeadLettersAreListed(page);
      assertThat(up.err()).doesNotContain(TOKEN);
    }
  }

  private void aRejectionToldTwiceCountsOnce(URI page) throws Exception {
    String report =
        """
        {"id":"build-7","at":"%s","account":"123456789012","region":"eu-central-1",
         "resource":"fraud-v4","rule":"CKV_AWS_370"}"""
            .formatted(now);
    assertThat(post(page, report, "wrong").statusCode()).isEqualTo(401);
    assertThat(post(page, report, TOKEN).statusCode()).isEqualTo(202);
    assertThat(post(page, report, TOKEN).statusCode()).isEqualTo(202);

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode kpis = Answers.json(Isotrail.get(page.resolve("/api/v1/kpis")));
              assertThat(kpis.at("/rejections/isolation").asInt()).isEqualTo(1);
              assertThat(kpis.at("/rejections/bySource/pipeline").asInt()).isEqualTo(1);
            });
  }

  private void aSimulationChangesNothing(URI page) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("stricter.yaml"),
            """
            version: stricter
            scope: {leaveOut: [{resource: "*:model/fraud-*"}]}
            rejections: {ruleIds: [other]}
            """);

    InProcess text = simulate(page, file, "text");
    JsonNode json = Answers.json(simulate(page, file, "json").out());

    assertThat(text.err()).doesNotContain("Exception");
    assertThat(text.out()).contains("models.violation", "1 rows would change:", "OUT_OF_SCOPE");
    assertThat(json.at("/before/models/violation").asInt()).isEqualTo(1);
    assertThat(json.at("/after/models/outOfScope").asInt()).isEqualTo(1);
    assertThat(json.at("/before/rejections/isolation").asInt()).isEqualTo(1);
    assertThat(json.at("/after/rejections/isolation").asInt()).isZero();
    assertThat(json.at("/changed/0/key").asText())
        .isEqualTo("aws/123456789012/eu-central-1/model/fraud-v3");
    JsonNode stored = Answers.json(Isotrail.get(page.resolve("/api/v1/kpis")));
    for (String block : new String[] {"models", "rejections", "remediation", "ends"}) {
      assertThat(json.at("/before/" + block)).as(block).isEqualTo(stored.get(block));
    }
  }

  private static InProcess simulate(URI page, Path file, String format) {
    return InProcess.run(
        "policy", "simulate", file.toString(), "--url", page.toString(), "--format", format);
  }

  private static void theDeadLettersAreListed(URI page) throws IOException {
    JsonNode letters = Answers.json(Isotrail.get(page.resolve("/api/v1/dead-letters")));

    assertThat(letters.at("/items/0/key").asText()).endsWith("damaged.json.gz");
    assertThat(
            new String(
                Base64.getDecoder().decode(letters.at("/items/0/sampleBase64").asText()),
                StandardCharsets.UTF_8))
        .contains("\"CreateModel\"");
    assertThat(letters.get("next").isNull()).isTrue();
  }

  private static HttpResponse<String> post(URI page, String body, String token) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(page.resolve("/api/v1/rejections"))
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + token)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
