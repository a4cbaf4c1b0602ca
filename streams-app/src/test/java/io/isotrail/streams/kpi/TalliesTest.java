package io.isotrail.streams.kpi;

import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.hidden;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Timeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What changes when a history takes the place of another, as {@code day severity -> counts}. */
class TalliesTest {

  private static final long DAY = 86_400;
  private static final Fact CREATE = created(DAY, "c", Isolation.NOT_ISOLATED, PRODUCTION);
  private static final Fact TAG = tagged(2 * DAY, "t", Map.of("sensitivity", "phi"));
  private static final Fact DELETE = deleted(3 * DAY, "d");

  @Test
  void whatNobodyCountedYetIsAdded() {
    assertThat(written(Movements.change(null, judged(CREATE))))
        .containsExactly(
            Map.entry("1 high", "{level.VIOLATION=1, level.openedAt=86400, opened=1}"));
  }

  @Test
  void onlyWhatIsNewIsAdded() {
    assertThat(written(Movements.change(judged(CREATE, TAG), judged(CREATE, TAG, DELETE))))
        .containsExactly(
            Map.entry(
                "3 critical",
                "{ended.DELETED=1, endedSeconds.DELETED=172800, level.VIOLATION=-1,"
                    + " level.openedAt=-86400, "
                    + Measures.remediationBucket(RemediationHistogram.bucket(172_800))
                    + "=1}"));
    assertThat(Movements.change(judged(CREATE, TAG), judged(CREATE, TAG))).isEqualTo(Tallies.NONE);
  }

  @Test
  void whatNeverHappenedIsTakenAway() {
    assertThat(written(Movements.change(judged(CREATE, TAG), judged(CREATE))))
        .containsExactly(
            Map.entry("2 critical", "{level.VIOLATION=-1, level.openedAt=-86400}"),
            Map.entry("2 high", "{level.VIOLATION=1, level.openedAt=86400}"));
    assertThat(written(Movements.change(judged(CREATE), judged())))
        .containsExactly(
            Map.entry("1 high", "{level.VIOLATION=-1, level.openedAt=-86400, opened=-1}"));
  }

  @Test
  void aGenerationThatIsNoneAnyMoreIsTakenAway() {
    Fact again = created(4 * DAY, "e", Isolation.ISOLATED, PRODUCTION);

    assertThat(written(Movements.change(judged(TAG, DELETE, again), judged(TAG, DELETE))))
        .containsExactly(Map.entry("4 ", "{level.COMPLIANT=-1}"));
  }

  @Test
  void thatItsCreateIsKnownChangesWhatTheSameStretchesCount() {
    History trace = judged(tagged(DAY, "t", Map.of()));
    History create = judged(hidden(DAY, "c"));

    assertThat(trace.generations().getFirst().spells())
        .isEqualTo(create.generations().getFirst().spells());
    assertThat(written(Movements.change(trace, create)))
        .containsExactly(Map.entry("1 ", "{level.hidden=1, level.trace=-1}"));
  }

  @Test
  void thatItsCreateIsKnownThoughItSaysNothingChangesThemToo() {
    assertThat(
            written(
                Movements.change(
                    judged(tagged(DAY, "t", Map.of())),
                    judged(created(DAY, "c", Isolation.UNKNOWN, Map.of())))))
        .containsExactly(Map.entry("1 ", "{level.trace=-1}"));
  }

  @Test
  void thatItsRequestWasHiddenChangesWhatTheSameStretchesCount() {
    History hidden = judged(hidden(DAY, "c"));
    History shown = judged(created(DAY, "c", Isolation.UNKNOWN, Map.of()));

    assertThat(written(Movements.change(hidden, shown)))
        .containsExactly(Map.entry("1 ", "{level.hidden=-1}"));
  }

  @Test
  void aRunChangesOnce() {
    History isolated = Runs.created("training-job", "r", DAY, Status.COMPLIANT);
    History exposed = Runs.created("training-job", "r", DAY, Status.VIOLATION);

    assertThat(Movements.change(isolated, isolated)).isEqualTo(Tallies.NONE);
    assertThat(written(Movements.change(isolated, exposed)))
        .containsExactly(
            Map.entry("1 ", "{runs.isolated=-1, runs.total=-1}"),
            Map.entry("1 high", "{runs.total=1}"));
  }

  @Test
  void whatComesToNothingLeavesNoCell() {
    Tallies one = Tallies.of(Movements.of(judged(CREATE)));

    assertThat(one.isNone()).isFalse();
    assertThat(one.plus(one.negated()).isNone()).isTrue();
    assertThat(Tallies.difference(one, one)).isEqualTo(Tallies.NONE);
    assertThat(written(Tallies.difference(Tallies.NONE, one))).isEqualTo(written(one));
    assertThat(written(one.plus(one)))
        .containsExactly(
            Map.entry("1 high", "{level.VIOLATION=2, level.openedAt=172800, opened=2}"));
  }

  @Test
  void theLastSecondOfADayBelongsToIt() {
    for (long at : new long[] {-1, 0, DAY - 1, DAY}) {
      assertThat(new Movement(at, Movements.dimensions(Facts.MODEL, spell()), Counts.NONE).day())
          .isEqualTo(at < 0 ? -1 : at < DAY ? 0 : 1);
    }
  }

  private static History.Spell spell() {
    return judged(CREATE).generations().getFirst().spells().getFirst();
  }

  private static History judged(Fact... facts) {
    return Judge.judge(Facts.MODEL, Timeline.of(List.of(facts)), Facts.DEFAULT);
  }

  private static Map<String, String> written(Tallies tallies) {
    Map<String, String> written = new TreeMap<>();
    tallies
        .byCell()
        .forEach(
            (cell, counts) ->
                written.put(
                    cell.day() + " " + cell.dimensions().severity(),
                    counts.byMeasure().toString()));
    return written;
  }
}
