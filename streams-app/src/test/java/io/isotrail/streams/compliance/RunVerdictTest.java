package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.hidden;
import static io.isotrail.streams.compliance.Facts.seen;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is judged once, at the second of its creation. */
class RunVerdictTest {

  private static final Subject JOB = MODEL.sibling("training-job", "j");
  private static final Fact CREATE = created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION);

  @ParameterizedTest
  @ValueSource(strings = {"training-job", "processing-job", "hyper-parameter-tuning-job"})
  void whatHappensLaterChangesNothing(String kind) {
    History history =
        Judge.judge(
            MODEL.sibling(kind, "j"),
            Timeline.of(
                List.of(CREATE, tagged(200, "t", Map.of("environment", "dev")), deleted(300, "d"))),
            Facts.with(Facts.grant("E", "*", 150, 900, null)));

    assertThat(JudgeTest.written(history)).isEqualTo("100-∞ VIOLATION high;");
    History.Spell spell = history.generations().getFirst().spells().getFirst();
    assertThat(spell.openedAt()).as("it opens no violation").isNull();
    assertThat(spell.dueAt()).isNull();
    assertThat(spell.inService()).isNull();
  }

  @Test
  void tagsOfItsFirstSecondCount() {
    assertThat(
            judged(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()), tagged(100, "t", PRODUCTION)))
        .isEqualTo("100-∞ VIOLATION high;");
  }

  @Test
  void whatAnInventorySaysOfItCountsForNothing() {
    assertThat(judged(hidden(100, "c"), seen(200, "s", Isolation.ISOLATED, null, null)))
        .isEqualTo("100-∞ UNDETERMINED;");
    assertThat(judged(seen(200, "s", Isolation.ISOLATED, null, null)))
        .isEqualTo("200-∞ UNDETERMINED;");
  }

  @Test
  void ofOneThatWasPurgedNothingIsToldAgain() {
    Ground purged = Ground.grave(90, 1);
    Timeline later = Timeline.of(List.of(CREATE));

    assertThat(Judge.judge(JOB, purged, later, Joins.NONE, Facts.DEFAULT).generations()).isEmpty();
    assertThat(Judge.judge(MODEL, purged, later, Joins.NONE, Facts.DEFAULT).generations())
        .extracting(History.Generation::number)
        .containsExactly(2);
  }

  @Test
  void whatWasSettledStands() {
    History before = Judge.judge(JOB, Timeline.of(List.of(CREATE)), Facts.DEFAULT);
    Ground ground = new Ground(100, Long.MIN_VALUE, 0, before.generations());

    History again =
        Judge.judge(
            JOB,
            ground,
            Timeline.of(List.of(CREATE)),
            Joins.NONE,
            Facts.with(Facts.grant("E", "*", 50, 900, null)));

    assertThat(JudgeTest.written(again)).isEqualTo("100-∞ VIOLATION high;");
  }

  private static String judged(Fact... facts) {
    return JudgeTest.written(
        Judge.judge(JOB, Timeline.of(Stream.of(facts).toList()), Facts.DEFAULT));
  }
}
