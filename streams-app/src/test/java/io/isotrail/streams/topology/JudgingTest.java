package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.CanaryStatus;
import io.isotrail.avro.Compliance;
import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Status;
import io.isotrail.avro.TaskStatus;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.fact.Canary;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.governance.GovernanceFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the topology says, record by record. */
class JudgingTest {

  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
  private static final long CREATED = NOW - 86_400;
  private static final Governance POLICY =
      Records.policy(GovernanceFiles.defaultPolicy(), 1, CREATED - 1);

  private static final Map<String, String> FEW_FACTS =
      Map.of("isotrail.streams.timeline.facts", "10");

  private final Driven driven = new Driven(Map.of(), Instant.ofEpochSecond(NOW));

  @AfterEach
  void close() {
    driven.close();
  }

  @Test
  void aNonIsolatedModelOpensAViolation() {
    driven.pipe(POLICY);
    driven.pipe(Records.created("e1", CREATED, "Fraud", Isolation.NOT_ISOLATED));

    Compliance row = driven.table(Topics.COMPLIANCE).firstEntry().getValue();
    assertThat(row.getAccount()).isEqualTo(Records.ACCOUNT);
    assertThat(row.getName()).isEqualTo("Fraud");
    assertThat(row.getFacts()).hasSize(1);
    assertThat(row.getGenerations().getLast().getSpells().getLast().getStatus())
        .isEqualTo(Status.VIOLATION);
    Violation violation = driven.table(Topics.VIOLATIONS).firstEntry().getValue();
    assertThat(violation.getOpenedAt()).isEqualTo(CREATED);
    assertThat(violation.getEndedAt()).isNull();
    assertThat(driven.table(Topics.KPIS).values())
        .singleElement()
        .satisfies(
            tally ->
                assertThat(tally.getCounts())
                    .containsEntry("opened", 1L)
                    .containsEntry("level.VIOLATION", 1L));
    assertThat(driven.said(Topics.STATUS)).isEmpty();
  }

  @Test
  void aCanaryPassesAndIsInNoNumber() {
    driven.pipe(POLICY);
    driven.pipe(Canary.of("one", 1_234_567L));

    assertThat(driven.said(Topics.STATUS))
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.key).startsWith("canary/");
              CanaryStatus passed = (CanaryStatus) said.value.getBody();
              assertThat(passed.getInstance()).isEqualTo("one");
              assertThat(passed.getSentAtMillis()).isEqualTo(1_234_567L);
            });
    assertThat(driven.table(Topics.COMPLIANCE)).isEmpty();
    assertThat(driven.table(Topics.KPIS)).isEmpty();
    assertThat(driven.said(Topics.DEAD_LETTERS)).isEmpty();
  }

  @Test
  void theSameFactAgainSaysNothing() {
    driven.pipe(POLICY);
    Fact fact = Records.created("e1", CREATED, "Fraud", Isolation.NOT_ISOLATED);
    driven.pipe(fact);
    sayNothingMore();

    driven.pipe(fact);

    assertNothingSaid();
  }

  @Test
  void aLateCreateBeforeAKnownOneMovesTheViolationAndItsTallies() {
    driven.pipe(POLICY);
    driven.pipe(Records.created("e2", CREATED, "Fraud", Isolation.NOT_ISOLATED));
    driven.pipe(Records.deleted("e1", CREATED + 50, "Fraud"));
    sayNothingMore();

    // The create that was known turns out to have been amended: it was isolated.
    Fact amended = Records.created("e3", CREATED, "Fraud", Isolation.ISOLATED);
    driven.pipe(Fact.newBuilder(amended).setAmends("e2").build());

    assertThat(driven.said(Topics.VIOLATIONS))
        .singleElement()
        .satisfies(said -> assertThat(said.value).as("a tombstone").isNull());
    assertThat(driven.said(Topics.KPIS)).isNotEmpty();
  }

  @Test
  void aFactBeforeAnyPolicyIsRememberedAndJudgedWhenThePolicyComes() {
    driven.pipe(Records.created("e1", CREATED, "Fraud", Isolation.NOT_ISOLATED));
    driven.pipe(Records.rejected("r1", CREATED, "Fraud", Isolation.NOT_ISOLATED));
    assertNothingSaid();

    driven.pipe(POLICY);
    driven.advance(Duration.ofMillis(50));
    driven.advance(Duration.ofMillis(50));

    assertThat(driven.table(Topics.COMPLIANCE)).hasSize(1);
    assertThat(driven.table(Topics.REJECTIONS)).hasSize(1);
    assertThat(driven.said(Topics.STATUS))
        .extracting(said -> ((TaskStatus) said.value.getBody()).getRejudging())
        .containsExactly(true, false);
  }

  @Test
  void anExceptionEndsTheViolationAndItsExpiryIsSaidAgainWhenItComes() {
    driven.pipe(POLICY);
    driven.pipe(Records.created("e1", CREATED, "Fraud", Isolation.NOT_ISOLATED));
    sayNothingMore();

    driven.pipe(Records.exception("EX-1", "*:model/fraud", CREATED, NOW + 3600, 1));
    driven.advance(Duration.ofMillis(50));

    Compliance row = driven.table(Topics.COMPLIANCE).firstEntry().getValue();
    assertThat(row.getGenerations().getLast().getSpells())
        .extracting(spell -> spell.getStatus())
        .containsExactly(Status.EXEMPT, Status.VIOLATION);
    assertThat(driven.said(Topics.VIOLATIONS)).isNotEmpty();

    driven.advance(Duration.ofSeconds(3601));

    assertThat(driven.table(Topics.COMPLIANCE).firstEntry().getValue().getJudgedUpTo())
        .isGreaterThanOrEqualTo(NOW + 3600);
  }

  @Test
  void reJudgingGoesInSlices() {
    Map<String, String> slices = Map.of("isotrail.streams.rejudge.slice", "3");
    try (Driven sliced = new Driven(slices, Instant.ofEpochSecond(NOW))) {
      for (int i = 0; i < 10; i++) {
        sliced.pipe(Records.created("e" + i, CREATED, "m" + i, Isolation.NOT_ISOLATED));
      }
      sliced.pipe(POLICY);
      sliced.advance(Duration.ofMillis(10));
      assertThat(sliced.table(Topics.COMPLIANCE)).hasSize(3);

      for (int i = 0; i < 5; i++) {
        sliced.advance(Duration.ofMillis(10));
      }

      assertThat(sliced.table(Topics.COMPLIANCE)).hasSize(7);
      assertThat(sliced.said(Topics.STATUS)).hasSize(2);
    }
  }

  @Test
  void whatMakesNoSenseIsPutAsideBeforeAnythingIsRemembered() {
    driven.pipe(POLICY);
    Fact good = Records.created("e1", CREATED, "Fraud", Isolation.NOT_ISOLATED);
    driven.facts.pipeInput(
        "aws/1/x/notebook/fraud", Fact.newBuilder(good).setKind("notebook").build());
    driven.facts.pipeInput("k", Fact.newBuilder(good).setName("").build());
    driven.facts.pipeInput("another key", good);
    driven.facts.pipeInput("k", (Fact) null);
    driven.pipe(Fact.newBuilder(good).setAt(-1).build());
    driven.pipe(Governance.newBuilder(POLICY).setRevision(2).setDocument("{").build());

    assertThat(driven.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsExactly(
            DeadLetters.UNUSABLE_FACT,
            DeadLetters.UNUSABLE_FACT,
            DeadLetters.UNUSABLE_FACT,
            DeadLetters.EMPTY_RECORD,
            DeadLetters.UNUSABLE_FACT,
            DeadLetters.UNUSABLE_GOVERNANCE);
    assertThat(driven.said(Topics.COMPLIANCE)).isEmpty();
  }

  @Test
  void overwrittenTagsFillNoTimeline() {
    try (Driven limited = new Driven(FEW_FACTS, Instant.ofEpochSecond(NOW))) {
      limited.pipe(POLICY);
      limited.pipe(Records.created("c", CREATED, "m", Isolation.NOT_ISOLATED));
      for (int i = 1; i <= 100; i++) {
        limited.pipe(Records.tagged("t" + i, CREATED + i, "m", Map.of("k", "v" + i)));
      }

      assertThat(limited.deadLetters()).isEmpty();
      Compliance row = limited.table(Topics.COMPLIANCE).firstEntry().getValue();
      assertThat(row.getFacts()).hasSizeLessThanOrEqualTo(10);
      assertThat(row.getGenerations().getLast().getFrom()).isEqualTo(CREATED);
    }
  }

  @Test
  void aFactOfATimeThatWasFoldedIsCountedFromNothingOn() {
    try (Driven limited = new Driven(FEW_FACTS, Instant.ofEpochSecond(NOW))) {
      limited.pipe(POLICY);
      assertThat(limited.metrics.get(ResourceJudge.SETTLED_COUNTER).counter().count()).isZero();

      limited.pipe(Records.created("c", CREATED, "m", Isolation.NOT_ISOLATED));
      for (int i = 1; i <= 100; i++) {
        limited.pipe(Records.tagged("t" + i, CREATED + i, "m", Map.of("k", "v" + i)));
      }
      limited.pipe(Records.tagged("late", CREATED + 1, "m", Map.of("k", "late")));

      assertThat(limited.metrics.get(ResourceJudge.SETTLED_COUNTER).counter().count()).isOne();
    }
  }

  @Test
  void aTimelineFullOfTagsThatAllCountTakesNoMoreOfThem() {
    try (Driven limited = new Driven(FEW_FACTS, Instant.ofEpochSecond(NOW))) {
      limited.pipe(POLICY);
      for (int i = 0; i < 22; i++) {
        limited.pipe(Records.tagged("t" + i, CREATED + i, "m", Map.of("k" + i, "v")));
      }
      limited.pipe(Records.tagged("t0", CREATED, "m", Map.of("k0", "v")));

      assertThat(limited.deadLetters())
          .extracting(DeadLetter::getReason)
          .containsExactly(DeadLetters.TIMELINE_FULL, DeadLetters.TIMELINE_FULL);
    }
  }

  @Test
  void aFullTimelineStillHearsThatTheResourceIsGone() {
    try (Driven limited = new Driven(FEW_FACTS, Instant.ofEpochSecond(NOW))) {
      limited.pipe(POLICY);
      limited.pipe(Records.created("c", CREATED, "m", Isolation.NOT_ISOLATED));
      for (int i = 0; i < 22; i++) {
        limited.pipe(Records.tagged("t" + i, CREATED + 1 + i, "m", Map.of("k" + i, "v")));
      }
      limited.pipe(Records.deleted("d", CREATED + 100, "m"));

      assertThat(limited.deadLetters()).hasSize(2);
      assertThat(limited.table(Topics.VIOLATIONS).values())
          .singleElement()
          .satisfies(violation -> assertThat(violation.getEndedAt()).isEqualTo(CREATED + 100));
    }
  }

  @Test
  void tenTimesTheLimitIsTheEndOfAllFacts() {
    try (Driven limited = new Driven(FEW_FACTS, Instant.ofEpochSecond(NOW))) {
      limited.pipe(POLICY);
      for (int i = 0; i < 101; i++) {
        limited.pipe(Records.deleted("d" + i, CREATED + i, "m"));
      }

      assertThat(limited.deadLetters())
          .extracting(DeadLetter::getReason)
          .containsExactly(DeadLetters.TIMELINE_FULL);
    }
  }

  @Test
  void hugeTagsFillATimelineAndNeverARecord() {
    driven.pipe(POLICY);
    for (int i = 0; i < 150; i++) {
      Map<String, String> tags = new HashMap<>();
      for (int tag = 0; tag < 50; tag++) {
        tags.put("k".repeat(120) + tag, "\u20ac".repeat(250) + i);
      }
      driven.pipe(Records.tagged("t" + i, CREATED + i, "m", tags));
    }

    assertThat(driven.said(Topics.COMPLIANCE))
        .allSatisfy(
            said ->
                assertThat(
                        AvroSerdes.forValue(Topics.COMPLIANCE, driven.settings)
                            .serializer()
                            .serialize(Topics.COMPLIANCE.name(), said.value))
                    .hasSizeLessThan(StreamsProperties.LARGEST_RECORD));
    assertThat(driven.deadLetters())
        .isNotEmpty()
        .allSatisfy(letter -> assertThat(letter.getReason()).isEqualTo(DeadLetters.TIMELINE_FULL));
  }

  private void sayNothingMore() {
    for (var topic :
        List.of(Topics.COMPLIANCE, Topics.VIOLATIONS, Topics.KPIS, Topics.REJECTIONS)) {
      driven.said(topic);
    }
  }

  private void assertNothingSaid() {
    for (var topic :
        List.of(Topics.COMPLIANCE, Topics.VIOLATIONS, Topics.KPIS, Topics.REJECTIONS)) {
      assertThat(driven.said(topic)).as(topic.name()).isEmpty();
    }
    assertThat(driven.deadLetters()).isEmpty();
  }
}
