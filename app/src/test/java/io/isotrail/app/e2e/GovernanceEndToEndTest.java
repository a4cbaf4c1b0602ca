package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies and exceptions by command, beside a running {@code isotrail up}. */
final class GovernanceEndToEndTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern KAFKA = Pattern.compile("Kafka +127\\.0\\.0\\.1:(\\d+)");
  private static final String KEY = "aws/123456789012/eu-central-1/model/fraud-v3";
  private final Instant created =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(30));
  private final Instant approved = created.plus(Duration.ofDays(10));

  @TempDir Path directory;
  private URI page = URI.create("about:blank");
  private String kafkaPort = "";

  @Test
  void whatPeopleDecideIsJudgedWhileItRuns() throws IOException {
    LogTree tree = new LogTree(directory.resolve("logs"));
    tree.records("one", LogTree.create("Fraud-V3", created.toString()));
    try (Isotrail up =
        Isotrail.start(
            directory,
            Map.of(),
            "up",
            "--source",
            "dir:" + tree.root(),
            "--data",
            directory.resolve("data").toString(),
            "--port",
            "0",
            "--kafka-port",
            "0")) {
      page = up.page();
      up.awaitSaid("Production models isolated");
      Matcher port = KAFKA.matcher(up.err());
      assertThat(port.find()).isTrue();
      kafkaPort = port.group(1);
      awaitStatus("VIOLATION");

      theShippedPolicyIsShownAndCanBeAppliedAgain();
      anExceptionExemptsAndItsRevocationLeavesThePast();
      aPolicyKeepsThePastUnlessItRewritesIt();
      whatCannotBeUsedChangesNothing();
    }
  }

  private void theShippedPolicyIsShownAndCanBeAppliedAgain() throws IOException {
    InProcess shown = done("policy", "show");
    Path file = Files.writeString(directory.resolve("shown.yaml"), shown.out());

    assertThat(shown.out()).contains("revision 1").contains("version: default");
    assertThat(InProcess.run("policy", "validate", file.toString()).out())
        .contains("no difference");
    assertThat(done("policy", "apply", file.toString()).out()).contains("Nothing to publish");
    assertThat(Answers.json(done("policy", "history", "--format", "json").out()).at("/items"))
        .hasSize(1);
  }

  private void anExceptionExemptsAndItsRevocationLeavesThePast() throws IOException {
    Path file = exceptions("bob");
    JsonNode published =
        Answers.json(done("exceptions", "apply", file.toString(), "--format", "json").out());

    assertThat(published.at("/published/0/id").asText()).isEqualTo("EX-1");
    awaitStatus("EXEMPT");
    assertThat(done("exceptions", "apply", file.toString()).out()).contains("Nothing to publish");
    assertThat(done("exceptions", "list", "--state", "active").out()).contains("EX-1", "bob");
    assertThat(done("exceptions", "list", "--state", "revoked").out()).doesNotContain("EX-1");

    InProcess revoked = done("exceptions", "revoke", "EX-1");
    assertThat(revoked.err()).contains("EX-1 came from a file");
    awaitStatus("VIOLATION");
    JsonNode exception =
        Answers.json(done("exceptions", "list", "--format", "json").out()).at("/items/0");
    assertThat(exception.get("state").asText()).isEqualTo("revoked");
    assertThat(spells())
        .containsExactly(
            "VIOLATION " + created + " " + approved,
            "EXEMPT " + approved + " " + exception.get("revokedAt").asText(),
            "VIOLATION " + exception.get("revokedAt").asText() + " null");
  }

  private void aPolicyKeepsThePastUnlessItRewritesIt() throws IOException {
    List<String> before = spells();
    // Of one second only the state at its end counts, and the revocation is to be seen.
    Instant revoked = Instant.parse(before.getLast().split(" ")[1]);
    Awaitility.await().until(() -> Instant.now().isAfter(revoked.plusSeconds(1)));
    Path file = directory.resolve("policy.yaml");
    String leaveOut = "scope: {leaveOut: [{resource: \"*:model/fraud-*\"}]}\n";
    Files.writeString(file, "version: v2\n" + leaveOut);
    InProcess applied = done("policy", "apply", file.toString());

    assertThat(applied.out())
        .contains("version v2 (revision 2)")
        .contains("scope.leaveOut")
        .contains("version default (revision 1)");
    awaitStatus("OUT_OF_SCOPE");
    assertThat(spells()).startsWith(before.get(0), before.get(1)).hasSize(4);
    assertThat(
            Answers.json(
                    done("policy", "show", "--at", approved.toString(), "--format", "json").out())
                .get("version")
                .asText())
        .isEqualTo("default");

    Files.writeString(file, "version: v3\nrewritesPast: true\n" + leaveOut);
    done("policy", "apply", file.toString());
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> spells().equals(List.of("OUT_OF_SCOPE " + created + " null")));
    Files.writeString(file, "version: v4\nrewritesPast: true\n");
    done("policy", "apply", file.toString());
    Awaitility.await().atMost(PATIENCE).until(() -> spells().equals(before));
    assertThat(Answers.json(done("policy", "history", "--format", "json").out()).at("/items"))
        .hasSize(4);
  }

  private void whatCannotBeUsedChangesNothing() throws IOException {
    List<String> before = spells();
    InProcess own = run("exceptions", "apply", exceptions("ANN").toString());
    assertThat(own.code()).isEqualTo(2);
    assertThat(own.err()).contains("approver").contains("line").contains("somebody else");
    Path policy = Files.writeString(directory.resolve("bad.yaml"), "version: x\nenviroment: {}\n");
    for (String command : List.of("validate", "apply")) {
      InProcess refused =
          command.equals("apply")
              ? run("policy", command, policy.toString())
              : InProcess.run("policy", command, policy.toString());
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("line 2").contains("environment").doesNotContain("\tat ");
      assertThat(refused.out()).isEmpty();
    }
    InProcess unknown = run("exceptions", "revoke", "EX-1", "EX-404");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("EX-404");

    assertThat(spells()).isEqualTo(before);
  }

  private InProcess done(String... arguments) {
    InProcess ran = run(arguments);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  private InProcess run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", directory.resolve("data").toString(), "--kafka-port", kafkaPort));
    return InProcess.run(all.toArray(String[]::new));
  }

  private Path exceptions(String approver) throws IOException {
    return Files.writeString(
        directory.resolve("exceptions.yaml"),
        """
        exceptions:
          - id: EX-1
            resource: "arn:aws:sagemaker:*:123456789012:model/fraud-*"
            reason: needs a licence server
            ticket: SEC-1
            requestedBy: ann
            approver: %s
            approvedAt: %s
            validUntil: %s
        """
            .formatted(approver, approved, approved.plus(Duration.ofDays(120))));
  }

  private void awaitStatus(String status) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> dossier().required("status").asText().equals(status));
  }

  private JsonNode dossier() {
    return Answers.json(Isotrail.get(page.resolve("api/v1/resources/" + KEY)));
  }

  /** Status, from and to of each. */
  private List<String> spells() {
    List<String> spells = new ArrayList<>();
    dossier()
        .required("spells")
        .forEach(
            spell ->
                spells.add(
                    spell.get("status").asText()
                        + " "
                        + spell.get("from").asText()
                        + " "
                        + spell.get("to").asText()));
    return spells;
  }
}
