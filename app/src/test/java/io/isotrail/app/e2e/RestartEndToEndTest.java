package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to {@code isotrail up} when its process ends, in good order and otherwise. */
final class RestartEndToEndTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;

  @Test
  void aKillInTheMiddleOfCatchingUpChangesNothing() throws IOException {
    Organisation organisation = Organisation.make(directory.resolve("organisation"), 6, 60, 120);
    JsonNode expected = Answers.json(organisation.expected());

    try (Isotrail first = up(organisation.source(), organisation)) {
      URI page = first.page();
      awaitRows(page, 1);
      first.kill();
    }
    try (Isotrail second = up(organisation.source(), organisation)) {
      URI page = second.page();
      awaitCaughtUp(second);

      Answers.assertSameLiveKpis(kpis(page, organisation), expected.required("kpis"));
      assertThat(second.terminate()).isLessThan(Duration.ofSeconds(5));
    }
    try (Isotrail third = up(organisation.source(), organisation)) {
      URI page = third.page();
      awaitCaughtUp(third);

      Answers.assertSameLiveKpis(kpis(page, organisation), expected.required("kpis"));
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

  private Isotrail up(String source, Organisation organisation) {
    return Isotrail.start(
        directory,
        Map.of(),
        "up",
        "--source",
        source,
        "--policy",
        organisation.policy(),
        "--exceptions",
        organisation.exceptions(),
        "--data",
        directory.resolve("the data").toString(),
        "--port",
        "0",
        "--kafka-port",
        "0");
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
    up.awaitSaid("Production models isolated");
  }

  private static JsonNode row(URI page, String key) {
    return Answers.json(Isotrail.get(page.resolve("api/v1/resources/" + key)));
  }

  private static JsonNode kpis(URI page, Organisation organisation) {
    return Answers.json(
        Isotrail.get(page.resolve("api/v1/kpis?window=P30D&asOf=" + organisation.end())));
  }

  private static void awaitRows(URI page, int least) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                Answers.json(Isotrail.get(page.resolve("api/v1/resources")))
                        .required("items")
                        .size()
                    >= least);
  }
}
