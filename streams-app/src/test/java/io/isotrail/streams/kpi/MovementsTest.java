package io.isotrail.streams.kpi;

import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.grant;
import static io.isotrail.streams.compliance.Facts.hidden;
import static io.isotrail.streams.compliance.Facts.tagged;
import static io.isotrail.streams.compliance.Facts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Joins;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Serving;
import io.isotrail.streams.compliance.Timeline;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Movements computed by hand, written as {@code instant severity {counts}}. */
class MovementsTest {

  @Test
  void aChangeInBetweenMovesTheLevelFromOneGroupToTheOther() {
    assertThat(
            written(
                Facts.DEFAULT,
                created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                tagged(200, "t", Map.of("sensitivity", "phi")),
                deleted(350, "d")))
        .containsExactly(
            "100 high {level.VIOLATION=1, level.openedAt=100, opened=1}",
            "200 high {level.VIOLATION=-1, level.openedAt=-100}",
            "200 critical {level.VIOLATION=1, level.openedAt=100}",
            "350 critical {ended.DELETED=1, endedSeconds.DELETED=250, level.VIOLATION=-1, level.openedAt=-100, "
                + Measures.remediationBucket(RemediationHistogram.bucket(250))
                + "=1}");
  }

  @Test
  void anExceptionEndsAndItsExpiryOpensAgain() {
    assertThat(
            written(
                with(grant("E", "*", 200, 300, null)),
                created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION)))
        .containsExactly(
            "100 high {level.VIOLATION=1, level.openedAt=100, opened=1}",
            "200 high {ended.EXEMPTED=1, endedSeconds.EXEMPTED=100, level.VIOLATION=-1, level.openedAt=-100}",
            "200  {level.EXEMPT=1}",
            "300  {level.EXEMPT=-1}",
            "300 high {level.VIOLATION=1, level.openedAt=300, opened=1}");
  }

  @Test
  void whatIsHiddenAndWhatIsATraceAreToldApart() {
    assertThat(written(Facts.DEFAULT, hidden(100, "c")))
        .containsExactly("100  {level.UNDETERMINED=1, level.hidden=1}");
    assertThat(written(Facts.DEFAULT, tagged(100, "t", Map.of()), deleted(200, "d")))
        .containsExactly(
            "100  {level.UNDETERMINED=1, level.trace=1}",
            "200  {level.UNDETERMINED=-1, level.trace=-1}");
  }

  @Test
  void withinOneSecondAViolationOpensAndEndsAfterNoTime() {
    assertThat(
            written(
                Facts.DEFAULT,
                created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                deleted(100, "d")))
        .containsExactly(
            "100 high {level.VIOLATION=1, level.openedAt=100, opened=1}",
            "100 high {ended.DELETED=1, level.VIOLATION=-1, level.openedAt=-100, remediationBucket.0=1}");
  }

  @Test
  void movementsOfGenerationsThatOverlapAreInTheOrderOfTime() {
    History history =
        Judge.judge(
            Facts.MODEL,
            Timeline.of(
                List.of(
                    created(100, "c", Isolation.ISOLATED, PRODUCTION),
                    deleted(200, "d"),
                    created(300, "e", Isolation.ISOLATED, PRODUCTION))),
            Joins.served(List.of(new Serving("endpoint/e", "e", "s", 150, 400L, false, false))),
            Facts.DEFAULT);

    assertThat(Movements.of(history)).extracting(Movement::at).isSorted().contains(300L, 400L);
  }

  private static List<String> written(Governance governance, Fact... facts) {
    return Movements.of(
            Judge.judge(Facts.MODEL, Timeline.of(Stream.of(facts).toList()), governance))
        .stream()
        .map(
            movement ->
                movement.at()
                    + " "
                    + movement.dimensions().severity()
                    + " "
                    + movement.counts().byMeasure())
        .toList();
  }
}
