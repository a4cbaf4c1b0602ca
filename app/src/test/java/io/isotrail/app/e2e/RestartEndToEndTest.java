package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to {@code isotrail up} when its process ends, in good order and otherwise. */
final class RestartEndToEndTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String CAUGHT_UP = "Production models isolated";

  @TempDir Path directory;

  /** Every row that the API gives now, those of what is gone included. */
  private record Known(List<JsonNode> rows) {

    static Known of(URI page) {
      List<JsonNode> rows = new ArrayList<>();
      for (String query : List.of("", "&status=GONE")) {
        JsonNode answer =
            Answers.json(Isotrail.get(page.resolve("api/v1/resources?limit=1000" + query)));
        assertThat(answer.required("next").isNull()).as("all in one page").isTrue();
        answer.required("items").forEach(rows::add);
      }
      return new Known(rows);
    }
  }

  @Test
  void aKillInTheMiddleOfCatchingUpChangesNothing() throws IOException {
    Organisation organisation = Organisation.make(directory.resolve("organisation"), 6, 60, 120);
    JsonNode expected = Answers.json(organisation.expected());

    Known undisturbed;
    try (Isotrail whole = up(organisation, "undisturbed")) {
      awaitCaughtUp(whole);
      undisturbed = Known.of(whole.page());
      whole.terminate();
    }
    try (Isotrail first =
        up(organisation, "the data", "--set", "isotrail.ingest.in-flight.objects=1")) {
      URI page = first.page();
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !Known.of(page).rows().isEmpty());
      int rows = Known.of(page).rows().size();
      first.kill();

      assertThat(rows).isLessThan(undisturbed.rows().size());
      assertThat(first.err()).doesNotContainPattern(CAUGHT_UP);
    }
    try (Isotrail second = up(organisation, "the data")) {
      awaitCaughtUp(second);

      assertThat(Known.of(second.page())).isEqualTo(undisturbed);
      Answers.assertSameLiveKpis(kpis(second.page(), organisation), expected.required("kpis"));
      assertThat(second.terminate()).isLessThan(Duration.ofSeconds(5));
    }
    try (Isotrail third = up(organisation, "the data")) {
      awaitCaughtUp(third);

      assertThat(Known.of(third.page())).isEqualTo(undisturbed);
      Answers.assertSameLiveKpis(kpis(third.page(), organisation), expected.required("kpis"));
    }
  }

  @Test
  void aChangeOfTheFilesIsJudgedAnewAfterARestart() throws IOException {
    LogTree tree = new LogTree(directory.resolve("logs"));
    tree.records("one", LogTree.create("Fraud-V3", "2026-03-01T08:00:00Z"));
    Path policy = Files.writeString(directory.resolve("policy.yaml"), policy("prod", 1));
    Path exceptions = Files.writeString(directory.resolve("exceptions.yaml"), "exceptions: []\n");
    String key = "aws/123456789012/eu-central-1/model/fraud-v3";

    try (Isotrail first = up(tree, policy, exceptions)) {
      awaitCaughtUp(first);
      JsonNode row = row(first.page(), key);
      assertThat(row.required("status").asText()).isEqualTo("VIOLATION");
      assertThat(row.required("environment").asText()).isEqualTo("production");
      first.terminate();
    }
    Files.writeString(policy, policy("live", 2));
    try (Isotrail second = up(tree, policy, exceptions)) {
      URI page = second.page();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> row(page, key).required("environment").asText().equals("non-production"));
      second.terminate();
    }
    Files.writeString(
        exceptions,
        """
        exceptions:
          - id: EX-1
            resource: "arn:aws:sagemaker:*:123456789012:model/fraud-*"
            reason: needs a licence server
            ticket: SEC-1
            requestedBy: ann
            approver: bob
            approvedAt: 2026-03-02T00:00:00Z
            validFrom: 2026-03-02T00:00:00Z
            validUntil: 2026-08-01T00:00:00Z
            compensatingControls: [private subnets]
        """);
    try (Isotrail third = up(tree, policy, exceptions)) {
      URI page = third.page();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> Isotrail.get(page.resolve("api/v1/resources/" + key)).contains("\"EXEMPT\""));
    }
  }

  private Isotrail up(Organisation organisation, String data, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "up",
                "--source",
                organisation.source(),
                "--policy",
                organisation.policy(),
                "--exceptions",
                organisation.exceptions(),
                "--set",
                "isotrail.streams.retention=36500d",
                "--set",
                "isotrail.streams.run.retention=36500d",
                "--data",
                directory.resolve(data).toString(),
                "--port",
                "0",
                "--kafka-port",
                "0"));
    arguments.addAll(List.of(more));
    return Isotrail.start(directory, Map.of(), arguments.toArray(String[]::new));
  }

  private Isotrail up(LogTree tree, Path policy, Path exceptions) {
    return Isotrail.start(
        directory,
        Map.of(),
        "up",
        "--source",
        "dir:" + tree.root(),
        "--policy",
        policy.toString(),
        "--exceptions",
        exceptions.toString(),
        "--data",
        directory.resolve("data").toString(),
        "--port",
        "0",
        "--kafka-port",
        "0");
  }

  private static String policy(String production, int version) {
    return """
        version: v%d
        rewritesPast: true
        environment:
          keys: [environment]
          production: [%s]
        """
        .formatted(version, production);
  }

  /** The KPIs are printed once everything that is there is judged. */
  private static void awaitCaughtUp(Isotrail up) {
    up.awaitSaid(CAUGHT_UP);
  }

  private static JsonNode row(URI page, String key) {
    return Answers.json(Isotrail.get(page.resolve("api/v1/resources/" + key)));
  }

  private static JsonNode kpis(URI page, Organisation organisation) {
    return Answers.json(
        Isotrail.get(page.resolve("api/v1/kpis?window=P30D&asOf=" + organisation.end())));
  }
}
