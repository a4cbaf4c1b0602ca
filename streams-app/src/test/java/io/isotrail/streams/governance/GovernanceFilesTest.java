package io.isotrail.streams.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GovernanceFilesTest {

  private static final Policy DEFAULT = GovernanceFiles.defaultPolicy();
  private static final String EXCEPTION =
      """
      exceptions:
        - id: EX-1
          resource: "*:model/legacy-*"
          reason: Serverless inference cannot be isolated
          ticket: SEC-1
          requestedBy: ana
          approver: bo
          approvedAt: 2026-01-02T10:00:00Z
          validFrom: 2026-01-01
          validUntil: 2026-03-01T00:00:00+01:00
          compensatingControls: [private subnets]
      """;

  @Test
  void theDefaultPolicyIsTheDesigned() {
    assertThat(DEFAULT.environmentKeys()).containsExactly("environment", "env", "stage");
    assertThat(DEFAULT.productionValues())
        .containsExactlyInAnyOrder("prod", "production", "prd", "live");
    assertThat(DEFAULT.sensitivityValues())
        .containsEntry("hipaa", "restricted")
        .containsEntry("sensitive", "confidential")
        .hasSize(10);
    assertThat(DEFAULT.objectives())
        .isEqualTo(
            Map.of(
                Severity.CRITICAL, Duration.ofHours(24),
                Severity.HIGH, Duration.ofDays(7),
                Severity.MEDIUM, Duration.ofDays(30),
                Severity.LOW, Duration.ofDays(90)));
    assertThat(DEFAULT.maximumExceptionLength()).isEqualTo(Duration.ofDays(180));
    assertThat(DEFAULT.scope()).isEmpty();
    assertThat(DEFAULT.effectiveFrom()).isNull();
  }

  @Test
  void whatAPolicyLeavesOutComesFromTheDefault() {
    Policy policy =
        GovernanceFiles.parsePolicy(
            """
            version: 7
            effectiveFrom: 2026-03-01T00:00:00Z
            environment: {production: [PRD1, live], keys: }
            sensitivity:
            objectives: {critical: PT4H}
            accounts:
              012345678901: {name: Payments, environment: production}
            """,
            "policy.yaml");

    assertThat(policy.version()).isEqualTo("7");
    assertThat(policy.effectiveFrom())
        .isEqualTo(Instant.parse("2026-03-01T00:00:00Z").getEpochSecond());
    assertThat(policy.productionValues()).isEqualTo(Set.of("prd1", "live"));
    assertThat(policy.environmentKeys()).isEqualTo(DEFAULT.environmentKeys());
    assertThat(policy.sensitivityValues()).isEqualTo(DEFAULT.sensitivityValues());
    assertThat(policy.objectives())
        .containsEntry(Severity.CRITICAL, Duration.ofHours(4))
        .containsEntry(Severity.LOW, Duration.ofDays(90));
    assertThat(policy.severity()).isEqualTo(DEFAULT.severity());
    assertThat(policy.accounts())
        .containsEntry("012345678901", new Policy.Account("Payments", "production", null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enviroment: {}               | line 2 | enviroment: unknown key; did you mean 'environment'",
        "environment: {key: [a]}      | line 2 | environment.key: unknown key; did you mean 'keys'",
        "objectives: {hihg: P1D}      | line 2 | did you mean 'high'",
        "objectives: {high: 7d}       | line 2 | objectives.high: must be an ISO-8601 duration",
        "objectives: {high: P900000D} | line 2 | at most 100 years",
        "exceptions: {maxLength: P0D} | line 2 | exceptions.maxLength",
        "effectiveFrom: yesterday     | line 2 | effectiveFrom: must be a time",
        "effectiveFrom: 1890-01-01    | line 2 | must lie between",
        "rewritesPast: maybe          | line 2 | must be true or false",
        "ratioObjective: 95           | line 2 | from 0 to 1",
        "ratioObjective: NaN          | line 2 | from 0 to 1",
        "accounts: {'12': {name: a}}  | line 2 | twelve digits",
        "environment: [a]             | line 2 | must have fields, not a list",
        "owner: {keys: {a: b}}        | line 2 | owner.keys: must be a list",
        "owner: {keys: [[a]]}         | line 2 | owner.keys: must hold words",
        "version: x                   | line 2 | 'version' is given twice",
        "severity: []                 | line 2 | the last rule must match everything",
        "severity: [{environment: production, severity: low}] | line 2 | must match everything",
        "severity: [{severity: bad}]  | line 2 | must be critical, high, medium or low",
        "severity: [{environment: prod, severity: low}] | line 2 | did you mean 'production'",
        "severity: [{environment: [], severity: low}]   | line 2 | would match nothing",
        "scope: {leaveOut: [{}]}      | line 2 | would leave out everything",
        "scope: {leaveOut: [{resource: legacy-*}]} | line 2 | begin it with arn: or *",
        "scope: {leaveOut: [{kind: modell}]} | line 2 | did you mean 'model'",
        "sensitivity: {values: {top: [a]}} | line 2 | sensitivity.values.top: unknown key",
        "sensitivity: {values: {public: [a], internal: [a]}} | line 2 | already means internal",
        "owner: &a {keys: [*a]}       | line 2 | alias",
        "owner: {keys: [a             | line    | cannot be read",
      })
  void mistakesInAPolicyAreNamed(String text, String line, String message) {
    assertThatThrownBy(() -> GovernanceFiles.parsePolicy("version: x\n" + text + "\n", "my.yaml"))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("my.yaml")
        .hasMessageContaining(line.strip())
        .hasMessageContaining(message.strip());
  }

  @Test
  void aPolicyNeedsAName() {
    assertThatThrownBy(() -> GovernanceFiles.parsePolicy("rewritesPast: true\n", "p"))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("version is missing");
    assertThatThrownBy(() -> GovernanceFiles.parsePolicy("", "p"))
        .isInstanceOf(InvalidGovernanceException.class);
  }

  @Test
  void whatIsTooLargeOrTooDeepIsRefused() {
    assertThatThrownBy(() -> GovernanceFiles.parsePolicy("#".repeat(2 << 20), "p"))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> GovernanceFiles.parsePolicy("a: " + "[".repeat(5_000), "p"))
        .isInstanceOf(InvalidGovernanceException.class);
    assertThatThrownBy(() -> GovernanceFiles.policyFromDocument("{\"a\":".repeat(5_000), "p"))
        .isInstanceOf(InvalidGovernanceException.class);
    assertThatThrownBy(() -> GovernanceFiles.parsePolicy("version: a\n---\nversion: b\n", "p"))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("second document");
  }

  @Test
  void readsApprovedExceptions() {
    ExceptionGrant grant =
        GovernanceFiles.parseExceptions(EXCEPTION, "exceptions.yaml", DEFAULT).getFirst();

    assertThat(grant.id()).isEqualTo("EX-1");
    assertThat(grant.startsAt()).isEqualTo(Instant.parse("2026-01-02T10:00:00Z").getEpochSecond());
    assertThat(grant.endsAt()).isEqualTo(Instant.parse("2026-02-28T23:00:00Z").getEpochSecond());
    assertThat(grant.compensatingControls()).containsExactly("private subnets");
    assertThat(GovernanceFiles.parseExceptions("", "e", DEFAULT)).isEmpty();
    assertThat(GovernanceFiles.parseExceptions("exceptions:\n", "e", DEFAULT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "approver: bo            | approver: ANA              | is the one who requested it",
        "approver: bo            | approver:                  | approver: is missing",
        "approvedAt: 2026-01-02T10:00:00Z | approvedAt:       | approvedAt: is missing",
        "ticket: SEC-1           | ticket: '  '               | ticket: is missing",
        "requestedBy: ana        | requestedBy:               | requestedBy: is missing",
        "validUntil: 2026-03-01T00:00:00+01:00 | validUntil:  | validUntil: is missing",
        "validUntil: 2026-03-01T00:00:00+01:00 | validUntil: 2025-01-01 | must lie after validFrom",
        "validUntil: 2026-03-01T00:00:00+01:00 | validUntil: 2026-12-01 | longer than the policy's",
        "id: EX-1                | id: a/b                    | exceptions[0].id: must be 1 to 128",
        "resource: '*:model/legacy-*' | resource: legacy-*    | begin it with arn: or *",
        "ticket: SEC-1           | tickets: SEC-1             | did you mean 'ticket'",
      })
  void mistakesInAnExceptionAreNamed(String right, String wrong, String message) {
    String text = EXCEPTION.replace('"', '\'').replace(right.strip(), wrong.strip());
    assertThat(text).contains(wrong.strip());

    assertThatThrownBy(() -> GovernanceFiles.parseExceptions(text, "e.yaml", DEFAULT))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("e.yaml, line ")
        .hasMessageContaining(message.strip());
  }

  @Test
  void aReasonMustBeGivenAndAnIdIsItsOwn() {
    String twice = EXCEPTION + EXCEPTION.substring(EXCEPTION.indexOf('\n') + 1);
    String silent = EXCEPTION.replaceAll("reason: .*", "reason:");

    assertThatThrownBy(() -> GovernanceFiles.parseExceptions(twice, "e", DEFAULT))
        .hasMessageContaining("'EX-1' is given twice");
    assertThatThrownBy(() -> GovernanceFiles.parseExceptions(silent, "e", DEFAULT))
        .hasMessageContaining("reason: is missing");
  }

  @Test
  void documentsKeepEverything() {
    Policy policy =
        GovernanceFiles.parsePolicy(
            """
            version: full
            effectiveFrom: 2026-01-01
            rewritesPast: true
            sensitivity: {values: {restricted: [top], confidential: [], internal: [], public: []}}
            accounts: {"111122223333": {sensitivity: restricted, owner: pay}}
            thirdParty: {ownRegistries: ["999900001111", registry.example/ml]}
            scope: {leaveOut: [{resource: "*:model/sandbox-*", environment: [untagged], kind: model}]}
            severity: [{thirdParty: true, inService: false, severity: high}, {severity: low}]
            rejections: {policyArns: [b, a], ruleIds: [z]}
            ratioObjective: 0.5
            """,
            "p");

    String document = GovernanceFiles.toDocument(policy);

    assertThat(GovernanceFiles.policyFromDocument(document, "topic")).isEqualTo(policy);
    assertThat(GovernanceFiles.toDocument(GovernanceFiles.policyFromDocument(document, "topic")))
        .isEqualTo(document);
    assertThat(GovernanceFiles.policyFromDocument(GovernanceFiles.toDocument(DEFAULT), "topic"))
        .isEqualTo(DEFAULT);
    assertThat(GovernanceFiles.contentHash(document)).matches("[0-9a-f]{64}");
  }

  @Test
  void exceptionDocumentsKeepEverythingPendingOnesToo() {
    ExceptionGrant approved = GovernanceFiles.parseExceptions(EXCEPTION, "e", DEFAULT).getFirst();
    ExceptionGrant pending =
        new ExceptionGrant(
            "EX-2", "*", "why", "T", "ana", "", null, 100, 200, 150L, List.of("a", "b"));

    for (ExceptionGrant grant : List.of(approved, pending)) {
      assertThat(GovernanceFiles.exceptionFromDocument(GovernanceFiles.toDocument(grant), "topic"))
          .isEqualTo(grant);
    }
    assertThatThrownBy(
            () ->
                GovernanceFiles.exceptionFromDocument(
                    GovernanceFiles.toDocument(approved).replace("\"bo\"", "\"Ana\""), "body"))
        .isInstanceOf(InvalidGovernanceException.class);
  }

  @Test
  void theExamplesAreRight() {
    Path examples = Path.of("..", "docs", "examples");

    Policy policy = GovernanceFiles.readPolicy(examples.resolve("policy.yaml"));
    List<ExceptionGrant> exceptions =
        GovernanceFiles.readExceptions(examples.resolve("exceptions.yaml"), policy);

    assertThat(policy.accounts()).isNotEmpty();
    assertThat(policy.scope()).isNotEmpty();
    assertThat(exceptions).isNotEmpty().allMatch(ExceptionGrant::everInForce);
  }

  @Test
  void filesThatCannotBeReadAreNamed(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("missing.yaml");
    Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});

    assertThatThrownBy(() -> GovernanceFiles.readPolicy(missing))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("missing.yaml does not exist");
    assertThatThrownBy(() -> GovernanceFiles.readPolicy(binary))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> GovernanceFiles.readPolicy(directory))
        .isInstanceOf(InvalidGovernanceException.class);
  }
}
