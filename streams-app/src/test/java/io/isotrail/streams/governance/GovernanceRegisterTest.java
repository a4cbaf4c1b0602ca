package io.isotrail.streams.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GovernanceRegisterTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final String REQUEST =
      """
      {"resource": "*:model/fraud", "reason": "r", "ticket": "SEC-1",
       "validUntil": "2026-05-01T00:00:00Z"}
      """;

  private final MemoryLog log = new MemoryLog();
  private final Hands clock = new Hands();
  private final GovernanceRegister register = new GovernanceRegister(log, clock);

  @TempDir private Path directory;

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {
    private Instant instant = START;

    void pass(Duration time) {
      instant = instant.plus(time);
    }

    @Override
    public Instant instant() {
      return instant;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void publishTheShippedPolicy() {
    register.start(Optional.empty(), Optional.empty());
  }

  @Test
  void aRequestBecomesAnExceptionWhenSomebodyElseApproves() {
    assertThat(register.request("EX-1", REQUEST, "ann")).isInstanceOf(Outcome.Published.class);
    ExceptionGrant requested = grant("EX-1");
    assertThat(requested.requestedBy()).isEqualTo("ann");
    assertThat(requested.validFrom()).isEqualTo(START.getEpochSecond());
    assertThat(requested.everInForce()).isFalse();

    clock.pass(Duration.ofHours(2));
    assertThat(register.approve("EX-1", 1, "Bob")).isInstanceOf(Outcome.Published.class);

    ExceptionGrant approved = grant("EX-1");
    assertThat(approved.approver()).isEqualTo("Bob");
    assertThat(approved.approvedAt()).isEqualTo(START.plusSeconds(7200).getEpochSecond());
    assertThat(approved.startsAt()).isEqualTo(START.plusSeconds(7200).getEpochSecond());
    assertThat(register.approve("EX-1", 1, "bob")).isInstanceOf(Outcome.Unchanged.class);
    assertThat(register.approve("EX-1", 1, "carl")).isInstanceOf(Outcome.Conflict.class);
  }

  @Test
  void nobodyApprovesTheirOwnRequest() {
    register.request("EX-1", REQUEST, "ann");
    String inAnothersName = REQUEST.replace("{", "{\"requestedBy\": \"zoe\", ");
    register.request("EX-2", inAnothersName, "ann");

    for (String caller : List.of("ann", "ANN")) {
      for (String id : List.of("EX-1", "EX-2")) {
        assertThatThrownBy(() -> register.approve(id, 1, caller))
            .isInstanceOfSatisfying(
                InvalidGovernanceException.class,
                refused -> assertThat(refused.field()).contains("approver"));
      }
    }
    assertThatThrownBy(() -> register.approve("EX-2", 1, "Zoe"))
        .isInstanceOf(InvalidGovernanceException.class);
    assertThat(register.approve("EX-2", 1, "bob")).isInstanceOf(Outcome.Published.class);
  }

  @Test
  void onlyWhatWasReadIsApproved() {
    register.request("EX-1", REQUEST, "ann");
    register.request("EX-1", REQUEST.replace("*:model/fraud", "*"), "ann");
    int records = log.records.size();

    assertThat(register.approve("EX-1", 1, "bob"))
        .isInstanceOfSatisfying(
            Outcome.Conflict.class, told -> assertThat(told.reason()).contains("revision", "2"));
    assertThat(log.records).hasSize(records);
    assertThat(register.approve("EX-1", 2, "bob")).isInstanceOf(Outcome.Published.class);
  }

  @Test
  void theSameRequestAgainPublishesNothing() {
    register.request("EX-1", REQUEST, "ann");
    int records = log.records.size();
    clock.pass(Duration.ofDays(1));

    assertThat(register.request("EX-1", REQUEST, "ann")).isInstanceOf(Outcome.Unchanged.class);
    register.approve("EX-1", 1, "bob");
    assertThat(register.request("EX-1", REQUEST, "ann")).isInstanceOf(Outcome.Unchanged.class);

    assertThat(log.records).hasSize(records + 1);
  }

  @Test
  void whatIsApprovedIsNotOverwrittenButRevokedAndRequestedAnew() {
    register.request("EX-1", REQUEST, "ann");
    register.approve("EX-1", 1, "bob");
    clock.pass(Duration.ofDays(2));
    String other = REQUEST.replace("fraud", "pricing");

    assertThat(register.request("EX-1", other, "ann")).isInstanceOf(Outcome.Conflict.class);
    assertThat(register.revoke(List.of("EX-1"), "api:bob")).isInstanceOf(Outcome.Published.class);
    assertThat(grant("EX-1").revokedAt()).isEqualTo(clock.instant().getEpochSecond());
    assertThat(register.revoke(List.of("EX-1"), "api:bob")).isInstanceOf(Outcome.Unchanged.class);
    assertThat(register.approve("EX-1", 1, "bob")).isInstanceOf(Outcome.Conflict.class);
    clock.pass(Duration.ofDays(1));
    assertThat(register.request("EX-1", other, "ann")).isInstanceOf(Outcome.Published.class);
    assertThat(register.approve("EX-1", 4, "bob")).isInstanceOf(Outcome.Published.class);

    List<ExceptionGrant> stretches = register.read().stretches();
    assertThat(stretches)
        .extracting(ExceptionGrant::resource)
        .containsExactly("*:model/fraud", "*:model/pricing");
    assertThat(stretches.getFirst().inForceAt(START.getEpochSecond() + 86_400)).isTrue();
    assertThat(stretches.getLast().startsAt()).isEqualTo(clock.instant().getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resource   | {\"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2026-05-01\"}",
        "resource   | {\"resource\": \"fraud\", \"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2026-05-01\"}",
        "reason     | {\"resource\": \"*\", \"ticket\": \"t\", \"validUntil\": \"2026-05-01\"}",
        "ticket     | {\"resource\": \"*\", \"reason\": \"r\", \"validUntil\": \"2026-05-01\"}",
        "validUntil | {\"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\"}",
        "validUntil | {\"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2026-09-01\"}",
        "validUntil | {\"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\", \"validFrom\": \"2026-01-01\", \"validUntil\": \"2026-02-01\"}",
        "approver   | {\"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2026-05-01\", \"approver\": \"ANN\"}",
        "approvedAt | {\"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2026-05-01\", \"approvedAt\": \"2026-03-01\"}",
        "revokedAt  | {\"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2026-05-01\", \"revokedAt\": \"2026-03-01\"}",
        "id         | {\"id\": \"EX-9\", \"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2026-05-01\"}",
        "tickt      | {\"resource\": \"*\", \"reason\": \"r\", \"tickt\": \"t\", \"validUntil\": \"2026-05-01\"}",
      })
  void aRequestThatCannotBeUsedNamesTheField(String field, String json) {
    assertThatThrownBy(() -> register.request("EX-1", json, "ann"))
        .isInstanceOfSatisfying(
            InvalidGovernanceException.class,
            refused -> {
              assertThat(refused.field()).contains(field);
              assertThat(refused).hasMessageContaining(field);
            });
    assertThat(register.read().exceptions()).isEmpty();
  }

  @Test
  void aPolicyThatBecameStricterHoldsForWhatIsNotApprovedYet() {
    register.request("EX-1", REQUEST, "ann");
    clock.pass(Duration.ofSeconds(1));
    register.applyPolicy(policy("short", "exceptions: {maxLength: P30D}"), "file");

    assertThatThrownBy(() -> register.approve("EX-1", 1, "bob"))
        .isInstanceOf(InvalidGovernanceException.class)
        .hasMessageContaining("PT720H");
  }

  @Test
  void anUnknownExceptionIsSaidToBeOne() {
    assertThat(register.approve("EX-1", 1, "bob")).isEqualTo(new Outcome.Unknown("EX-1"));
    register.request("EX-1", REQUEST, "ann");
    int records = log.records.size();

    assertThat(register.revoke(List.of("EX-1", "EX-2"), "command"))
        .isEqualTo(new Outcome.Unknown("EX-2"));
    assertThat(log.records).hasSize(records);
  }

  @Test
  void theSamePolicyAgainPublishesNothing() {
    Policy policy = policy("v2", "environment: {production: [live]}");

    assertThat(register.applyPolicy(policy, "file")).isInstanceOf(Outcome.Published.class);
    int claims = log.claims;
    assertThat(register.applyPolicy(policy, "file")).isInstanceOf(Outcome.Unchanged.class);

    assertThat(log.claims).isEqualTo(claims);
    assertThat(register.read().policies())
        .extracting(PolicyRevision::revision)
        .containsExactly(1L, 2L);
  }

  @Test
  void aVersionAppliesFromItsPublicationUnlessItSaysOtherwise() {
    long first = clock.instant().getEpochSecond();
    clock.pass(Duration.ofDays(1));
    register.applyPolicy(policy("v2", ""), "file");
    register.applyPolicy(policy("v3", "effectiveFrom: 2026-04-01"), "file");

    PublishedGovernance published = register.read();
    assertThat(published.policies())
        .extracting(PolicyRevision::since)
        .containsExactly(
            null, first + 86_400, Instant.parse("2026-04-01T00:00:00Z").getEpochSecond());
    assertThat(version(published, 0)).isEqualTo("default");
    assertThat(version(published, first + 86_399)).isEqualTo("default");
    assertThat(version(published, first + 86_400)).isEqualTo("v2");
    assertThat(version(published, Instant.parse("2026-04-01T00:00:00Z").getEpochSecond()))
        .isEqualTo("v3");
    register.applyPolicy(policy("v4", "rewritesPast: true"), "file");
    assertThat(version(register.read(), 0)).isEqualTo("v4");
  }

  @Test
  void whoeverWritesMeanwhileWinsAndTheOtherIsTold() {
    GovernanceRegister other = new GovernanceRegister(log, clock);
    log.beforeWrite = () -> other.applyPolicy(policy("theirs", ""), "file");

    Outcome outcome = register.applyPolicy(policy("ours", ""), "file");

    assertThat(outcome).isInstanceOf(Outcome.Conflict.class);
    assertThat(register.read().policies())
        .extracting(revision -> revision.policy().version())
        .containsExactly("default", "theirs");
  }

  @Test
  void aWriterWithoutTheRightIsNoticed() {
    Governance intruder =
        register
            .read()
            .next(
                GovernanceKind.POLICY,
                PublishedGovernance.POLICY,
                GovernanceFiles.toDocument(policy("intruder", "")),
                "elsewhere",
                START.getEpochSecond())
            .orElseThrow();
    log.beforeWrite = () -> log.records.add(intruder);

    assertThat(register.applyPolicy(policy("ours", ""), "file"))
        .isInstanceOfSatisfying(
            Outcome.Conflict.class,
            conflict -> assertThat(conflict.reason()).contains("POLICY/policy/2"));
  }

  @Test
  void aFileLeavesOthersAloneUnlessItPrunes() throws IOException {
    Path file = directory.resolve("exceptions.yaml");
    Files.writeString(file, "exceptions:\n" + line("A", "") + line("B", ""));
    register.applyExceptions(file, false);
    register.request("C", REQUEST, "ann");
    Files.writeString(file, "exceptions:\n" + line("B", ""));
    clock.pass(Duration.ofDays(1));

    assertThat(register.applyExceptions(file, false)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(register.applyExceptions(file, true))
        .isInstanceOfSatisfying(
            Outcome.Published.class,
            done ->
                assertThat(done.revisions()).extracting(Governance::getId).containsExactly("A"));

    assertThat(grant("A").revokedAt()).isEqualTo(clock.instant().getEpochSecond());
    assertThat(grant("B").revokedAt()).isNull();
    assertThat(grant("C").revokedAt()).isNull();
  }

  @Test
  void aRevocationDatedBackByAFileCountsFromItsPublication() throws IOException {
    Path file = directory.resolve("exceptions.yaml");
    Files.writeString(file, "exceptions:\n" + line("A", ""));
    register.applyExceptions(file, false);
    clock.pass(Duration.ofDays(3));
    Files.writeString(file, "exceptions:\n" + line("A", ", revokedAt: 2026-03-02"));

    register.applyExceptions(file, false);
    long revokedAt = clock.instant().getEpochSecond();
    assertThat(grant("A").revokedAt()).isEqualTo(revokedAt);

    clock.pass(Duration.ofDays(3));
    assertThat(register.applyExceptions(file, false)).isInstanceOf(Outcome.Unchanged.class);
    assertThat(grant("A").revokedAt()).isEqualTo(revokedAt);
  }

  @Test
  void aClockThatGoesBackDoesNotDateAPublicationBack() {
    register.request("EX-1", REQUEST, "ann");
    clock.pass(Duration.ofMinutes(-5));
    register.approve("EX-1", 1, "bob");

    assertThat(register.read().exception("EX-1").orElseThrow().publishedAt())
        .isEqualTo(START.getEpochSecond());
  }

  private static String line(String id, String more) {
    return "  - {id: "
        + id
        + ", resource: \"*\", reason: r, ticket: t, requestedBy: ana, approver: bo,"
        + " approvedAt: 2026-02-01, validUntil: 2026-04-01"
        + more
        + "}\n";
  }

  private ExceptionGrant grant(String id) {
    return register.read().exception(id).orElseThrow().grant();
  }

  private static String version(PublishedGovernance published, long instant) {
    return published.policyAt(instant).orElseThrow().policy().version();
  }

  private static Policy policy(String version, String text) {
    return GovernanceFiles.parsePolicy("version: " + version + "\n" + text, "test");
  }
}
