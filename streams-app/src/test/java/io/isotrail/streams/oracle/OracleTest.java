package io.isotrail.streams.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.avro.Deleted;
import io.isotrail.avro.Ending;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/**
 * Histories computed by hand from docs/reference/semantics.md. Second 0 is 2025-06-01T00:00:00Z
 * ({@link #T}); the default policy applies unless a story says otherwise.
 */
class OracleTest {

  private static final long T = 1_748_736_000L;
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;

  @Test
  void aModelIsTaggedAndDeleted() {
    // 0    created not isolated, no tags: untagged, unclassified, not in service -> low, due +90 d
    // 100  AddTags env=prod          : production + unclassified -> high, due min(90 d, 100 s + 7
    // d)
    // 200  AddTags classification=pii: production + restricted -> critical, due 200 s + 24 h
    // 300  DeleteTags env            : untagged + restricted, not in service -> medium
    // 1000 deleted, nothing serves it: gone; one violation, 1000 s, a remediation
    Oracle oracle =
        new Story()
            .model(T, "Fraud", Isolation.NOT_ISOLATED)
            .tag(ResourceKind.MODEL, T + 100, "fraud", "env", "prod")
            .tag(ResourceKind.MODEL, T + 200, "FRAUD", "Classification", "PII")
            .untag(ResourceKind.MODEL, T + 300, "fraud", "env")
            .deleteModel(T + 1_000, "fraud")
            .judge();

    spells(oracle)
        .containsExactly(
            tuple(1, T, T + 100, Status.VIOLATION, "low", T + 90 * DAY, null),
            tuple(1, T + 100, T + 200, Status.VIOLATION, "high", T + 100 + 7 * DAY, null),
            tuple(1, T + 200, T + 300, Status.VIOLATION, "critical", T + 200 + DAY, null),
            tuple(
                1, T + 300, T + 1_000, Status.VIOLATION, "medium", T + 200 + DAY, Ending.DELETED));
    assertThat(oracle.violations())
        .extracting(
            ViolationAnswer::openedAt,
            ViolationAnswer::endedAt,
            ViolationAnswer::endedAs,
            ViolationAnswer::dueAt,
            ViolationAnswer::environment,
            ViolationAnswer::sensitivity)
        .containsExactly(
            tuple(T, T + 1_000, Ending.DELETED, T + 200 + DAY, "untagged", "restricted"));
    assertThat(oracle.rows(T + 250))
        .extracting(RowAnswer::status, RowAnswer::severity, RowAnswer::tags)
        .containsExactly(
            tuple(Status.VIOLATION, "critical", Map.of("env", "prod", "Classification", "PII")));
    assertThat(oracle.rows(T + 1_000))
        .extracting(RowAnswer::status, RowAnswer::deleted, RowAnswer::lastEventAt)
        .containsExactly(tuple(Status.GONE, true, T + 1_000));

    KpiAnswer before = oracle.kpis(KpiQuery.of(T + 250, DAY));
    // In production, in violation: 0 of 1 isolated; open for 250 s, not overdue.
    assertThat(before.models()).isEqualTo(new KpiAnswer.Models(1, 0, 0, 1, 0, 0));
    assertThat(before.isolationRatio()).isEqualTo(0.0);
    assertThat(before.open()).isEqualTo(new KpiAnswer.Open(1, 0, 250L, 250.0));
    KpiAnswer after = oracle.kpis(KpiQuery.of(T + 1_000, DAY));
    assertThat(after.remediation())
        .isEqualTo(new KpiAnswer.Remediation(1, 1_000.0, 1_000L, 1_000L));
    assertThat(after.ends()).containsExactly(Map.entry(Ending.DELETED, 1L));
    assertThat(after.isolationRatio()).isNull();
    // The second of the end is not in the window that begins with it.
    assertThat(oracle.kpis(KpiQuery.of(T + 1_000 + DAY, DAY)).ends()).isEmpty();
  }

  @Test
  void aLateExceptionHoldsFromItsApprovalAndItsExpiryReopens() {
    // 0     created not isolated
    // 1 h   approved, valid from before: exempt from the approval; the first violation lasts 1 h
    // 3 h   expires: a second violation opens there and runs on; exposed since 0, known since 0
    Oracle oracle =
        new Story()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .exception(T + HOUR, "EX-1", "*:MODEL/M", T + HOUR, T + 3 * HOUR, "")
            .judge();

    spells(oracle)
        .containsExactly(
            tuple(1, T, T + HOUR, Status.VIOLATION, "low", T + 90 * DAY, Ending.EXEMPTED),
            tuple(1, T + HOUR, T + 3 * HOUR, Status.EXEMPT, null, null, null),
            tuple(1, T + 3 * HOUR, null, Status.VIOLATION, "low", T + 3 * HOUR + 90 * DAY, null));
    assertThat(oracle.violations())
        .extracting(
            ViolationAnswer::openedAt, ViolationAnswer::exposedSince, ViolationAnswer::detectedAt)
        .containsExactly(tuple(T, T, T), tuple(T + 3 * HOUR, T, T));
    KpiAnswer kpis = oracle.kpis(KpiQuery.of(T + 2 * HOUR, DAY));
    assertThat(kpis.exceptions()).isEqualTo(new KpiAnswer.Exceptions(1, 1, 1, 0));
    // An end by exemption is no remediation.
    assertThat(kpis.remediation().count()).isZero();
    assertThat(kpis.ends()).containsExactly(Map.entry(Ending.EXEMPTED, 1L));
    assertThat(oracle.kpis(KpiQuery.of(T + 3 * HOUR, HOUR)).exceptions())
        .isEqualTo(new KpiAnswer.Exceptions(0, 0, 0, 1));
  }

  @Test
  void aRevocationNeverAltersThePast() {
    // Revision 1 holds [1 h, 9 h). Revoked at 3 h by revision 2: [1 h, 3 h) stays for ever.
    // Revision 3, published at 5 h, says [1 h, 8 h) anew: it holds from 5 h at the earliest.
    String revoked = ", \"revokedAt\": \"2025-06-01T03:00:00Z\"";
    Oracle oracle =
        new Story()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .exception(T + HOUR, "EX-1", "*", T + HOUR, T + 9 * HOUR, "")
            .exception(T + 3 * HOUR, "EX-1", "*", T + HOUR, T + 9 * HOUR, revoked)
            .exception(T + 5 * HOUR, "EX-1", "*", T + HOUR, T + 8 * HOUR, "")
            .judge();

    assertThat(oracle.spells())
        .extracting(SpellAnswer::from, SpellAnswer::status)
        .containsExactly(
            tuple(T, Status.VIOLATION),
            tuple(T + HOUR, Status.EXEMPT),
            tuple(T + 3 * HOUR, Status.VIOLATION),
            tuple(T + 5 * HOUR, Status.EXEMPT),
            tuple(T + 8 * HOUR, Status.VIOLATION));
  }

  @Test
  void withinOneSecondCreatesAndDeletesAlternate() {
    // All at 0 but for the last: nothing is alive, so a create comes first:
    // create e001, delete e003, create e002, delete e004; the tag e005 comes in the second of a
    // delete and belongs to nothing. Generation 1 and 2 have no length.
    // 60: a second create without a delete: generation 3 ends as inferred at 90.
    Oracle oracle =
        new Story()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .model(T, "m", Isolation.ISOLATED)
            .deleteModel(T, "m")
            .deleteModel(T, "m")
            .tag(ResourceKind.MODEL, T, "m", "env", "prod")
            .model(T + 60, "m", Isolation.NOT_ISOLATED)
            .model(T + 90, "M", Isolation.ISOLATED)
            .judge();

    // The next generation that was created isolated is 2, at the very second: replaced.
    spells(oracle)
        .containsExactly(
            tuple(1, T, T, Status.VIOLATION, "low", T + 90 * DAY, Ending.REPLACED),
            tuple(2, T, T, Status.COMPLIANT, null, null, null),
            tuple(3, T + 60, T + 90, Status.VIOLATION, "low", T + 60 + 90 * DAY, Ending.INFERRED),
            tuple(4, T + 90, null, Status.COMPLIANT, null, null, null));
    // It opened and ended with 0 seconds: counted as a remediation, beside no other.
    assertThat(oracle.kpis(KpiQuery.of(T + 30, DAY)).remediation())
        .isEqualTo(new KpiAnswer.Remediation(1, 0.0, 0L, 0L));
  }

  @Test
  void ofCopiesTheOneFromS3CountsAndAnAddendumReplacesTheEvent() {
    // e001 says not isolated by S3 and isolated by EventBridge: the copy from S3 counts.
    // At 10 an addendum of e001 says that it was isolated, at 0: the whole event is replaced.
    Story copies = new Story().model(T, "m", Isolation.NOT_ISOLATED);
    Fact original = copies.last();
    copies.tell(
        Facts.hashed(
            Fact.newBuilder(original)
                .setOrigin(Origin.EVENTBRIDGE)
                .setBody(Facts.created(Isolation.ISOLATED, Map.of()))));

    assertThat(copies.judge().spells())
        .extracting(SpellAnswer::status)
        .containsExactly(Status.VIOLATION);

    copies.tell(
        Facts.hashed(
            Fact.newBuilder(original)
                .setEventId("e900")
                .setAmends("e001")
                .setBody(Facts.created(Isolation.ISOLATED, Map.of()))));

    assertThat(copies.judge().spells())
        .extracting(SpellAnswer::generation, SpellAnswer::from, SpellAnswer::status)
        .containsExactly(tuple(1, T, Status.COMPLIANT));
  }

  @Test
  void whatIsHiddenIsComparedAndWhatIsOnlyTracedIsNot() {
    // hidden: created in a request that CloudTrail omitted; in the ratio, yet not isolated: 1 / 2
    // traced: only a tag was seen at 50, and at 100 an inventory says what it is and when created
    Oracle oracle =
        new Story()
            .model(T, "fine", Isolation.ISOLATED, "env", "prod")
            .model(T, "hidden", Isolation.UNKNOWN, "env", "live")
            .tag(ResourceKind.MODEL, T + 50, "traced", "stage", "PRD")
            .tell(
                ResourceKind.MODEL,
                "traced",
                T + 100,
                "DescribeModel",
                Facts.seen(Isolation.NOT_ISOLATED, T - DAY, null))
            .judge();

    KpiAnswer before = oracle.kpis(KpiQuery.of(T + 60, DAY));
    assertThat(before.models()).isEqualTo(new KpiAnswer.Models(3, 1, 0, 0, 2, 0));
    assertThat(before.isolationRatio()).isEqualTo(0.5);
    assertThat(before.createdBefore()).isEqualTo(1);
    KpiAnswer after = oracle.kpis(KpiQuery.of(T + 100, DAY));
    assertThat(after.models()).isEqualTo(new KpiAnswer.Models(3, 1, 0, 1, 1, 0));
    assertThat(oracle.violations())
        .extracting(
            ViolationAnswer::openedAt, ViolationAnswer::exposedSince, ViolationAnswer::detectedAt)
        .containsExactly(tuple(T + 100, T - DAY, T + 100));
  }

  @Test
  void aRunIsJudgedOnceAtItsCreate() {
    // Tags that come later, and its stop, change nothing but the tags and the mark.
    Oracle oracle =
        new Story()
            .tell(
                ResourceKind.TRAINING_JOB,
                "run",
                T,
                "CreateTrainingJob",
                Facts.created(Isolation.NOT_ISOLATED, Map.of("env", "prod")))
            .untag(ResourceKind.TRAINING_JOB, T + 5, "run", "env")
            .tell(ResourceKind.TRAINING_JOB, "run", T + 9, "StopTrainingJob", new Deleted())
            .judge();

    assertThat(oracle.violations()).isEmpty();
    assertThat(oracle.rows(T + 10))
        .extracting(
            RowAnswer::status, RowAnswer::severity, RowAnswer::environment, RowAnswer::deleted)
        .containsExactly(tuple(Status.VIOLATION, "high", "production", true));
    assertThat(oracle.kpis(KpiQuery.of(T + 10, DAY)).runs()).isEqualTo(new KpiAnswer.Runs(1, 0, 0));
    assertThat(oracle.kpis(KpiQuery.of(T + 10, DAY)).open().count()).isZero();
  }

  @Test
  void anIsolatedModelThatTakesTheNameWithinADayReplaces() {
    // a: gone at 100, taken 86,400 s later: replaced. b: one second too late: deleted.
    Oracle oracle =
        new Story()
            .model(T, "a", Isolation.NOT_ISOLATED)
            .deleteModel(T + 100, "a")
            .model(T + 100 + DAY, "A", Isolation.ISOLATED)
            .model(T, "b", Isolation.NOT_ISOLATED)
            .deleteModel(T + 100, "b")
            .model(T + 101 + DAY, "B", Isolation.ISOLATED)
            .judge();

    assertThat(oracle.violations())
        .extracting(violation -> violation.key().name(), ViolationAnswer::endedAs)
        .containsExactly(tuple("a", Ending.REPLACED), tuple("b", Ending.DELETED));
  }

  @Test
  void aPolicyAppliesFromItsPublicationUnlessItRewritesThePast() {
    // Version 1 from the beginning. Version 2, published at 2 h and effective since 1 h, applies
    // from 2 h: sandboxes are out of scope then. Version 3, published at 4 h, rewrites the past:
    // it is in place of both, everywhere, and knows the account: production, so high.
    String two =
        """
        {"version": "2", "effectiveFrom": "2025-06-01T01:00:00Z",
         "scope": {"leaveOut": [{"resource": "*:model/sandbox-*", "environment": "untagged"}]}}
        """;
    String three =
        """
        {"version": "3", "rewritesPast": true,
         "accounts": {"111111111111": {"environment": "production", "owner": "bank"}}}
        """;
    Story story =
        new Story()
            .model(T, "Sandbox-1", Isolation.NOT_ISOLATED)
            .policy(T - DAY, "{\"version\": \"1\"}")
            .policy(T + 2 * HOUR, two);

    spells(story.judge())
        .containsExactly(
            tuple(1, T, T + 2 * HOUR, Status.VIOLATION, "low", T + 90 * DAY, Ending.RECLASSIFIED),
            tuple(1, T + 2 * HOUR, null, Status.OUT_OF_SCOPE, null, null, null));

    Oracle rewritten = story.policy(T + 4 * HOUR, three).judge();

    spells(rewritten)
        .containsExactly(tuple(1, T, null, Status.VIOLATION, "high", T + 7 * DAY, null));
    assertThat(rewritten.rows(T))
        .extracting(RowAnswer::environment, RowAnswer::owner)
        .containsExactly(tuple("production", "bank"));
  }

  private static ListAssert<Tuple> spells(Oracle oracle) {
    return assertThat(
        oracle.spells().stream()
            .map(
                spell ->
                    tuple(
                        spell.generation(),
                        spell.from(),
                        spell.to(),
                        spell.status(),
                        spell.severity(),
                        spell.dueAt(),
                        spell.endedAs()))
            .toList());
  }
}
