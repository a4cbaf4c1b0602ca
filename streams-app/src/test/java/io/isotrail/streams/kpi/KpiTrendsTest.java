package io.isotrail.streams.kpi;

import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.Histories;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Timeline;
import io.isotrail.streams.kpi.TrendQuery.Step;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpiTrendsTest {

  private static final long DAY = 86_400;

  /**
   * One deleted on day 3, one that stays, a run of day 4, and an exception that ends as day 5
   * begins.
   */
  private static final FakeSource COURSE =
      new FakeSource(
          List.of(
              judged(
                  created(DAY + 100, "a", Isolation.NOT_ISOLATED, PRODUCTION),
                  deleted(3 * DAY + 500, "b")),
              judged(
                  created(
                      2 * DAY + 200,
                      "c",
                      Isolation.NOT_ISOLATED,
                      Map.of("env", "prod", "sensitivity", "phi"))),
              Runs.created("training-job", "r", 4 * DAY + 10, Status.COMPLIANT)),
          List.of(),
          List.of(Facts.grant("E", "*/none", 0, 5 * DAY, null)),
          Integer.MIN_VALUE);

  private static final FakeSource EMPTY =
      new FakeSource(List.of(), List.of(), List.of(), Integer.MIN_VALUE);

  @Property(tries = 300)
  void aPointIsWhatTheKpisSayOfTheEndOfItsStep(
      @ForAll @Size(max = 5) List<@From("histories") History> histories,
      @ForAll @IntRange(min = 0, max = 4) int first,
      @ForAll @IntRange(min = 0, max = 9) int length,
      @ForAll @IntRange(min = 0, max = 6) int exactFrom,
      @ForAll Step step,
      @ForAll boolean grouped) {
    List<History> all = new ArrayList<>(histories);
    all.add(Runs.created("training-job", "r", 100_000, Status.VIOLATION));
    FakeSource source =
        new FakeSource(all, List.of(), List.of(Facts.grant("E", "*", 5, 99_999, null)), exactFrom);
    List<String> groupBy = grouped ? List.of("environment", "severity") : List.of();

    List<KpiTrends.Point> points =
        KpiTrends.of(
            new TrendQuery(
                LocalDate.ofEpochDay(first),
                LocalDate.ofEpochDay(first + length),
                step,
                Map.of(),
                groupBy),
            source,
            10_000);

    for (KpiTrends.Point point : points) {
      assertThat(point.kpis())
          .isEqualTo(
              KpiSums.of(
                  new KpiQuery(
                      point.to(),
                      Duration.ofSeconds(point.to() - point.from() + 1),
                      Map.of(),
                      groupBy),
                  source));
    }
  }

  @ParameterizedTest
  @CsvSource({"172799, true", "172800, false"})
  void aStepIsKnownFromTheFirstEventInItsVeryLastSecond(long firstEvent, boolean known) {
    History only = judged(created(firstEvent, "a", Isolation.NOT_ISOLATED, PRODUCTION));
    FakeSource source =
        new FakeSource(
            List.of(only),
            List.of(),
            List.of(),
            Integer.MIN_VALUE,
            Integer.MIN_VALUE,
            new GroupIndex(),
            List.of(new KpiSource.Covered("111122223333", "eu-central-1", firstEvent)));
    LocalDate day = LocalDate.ofEpochDay(1);

    assertThat(
            KpiTrends.of(new TrendQuery(day, day, Step.DAY, Map.of(), List.of()), source, 10)
                    .getFirst()
                    .kpis()
                != null)
        .isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01, 2026-03-03, DAY, 2026-03-01/2026-03-01 2026-03-02/2026-03-02 2026-03-03/2026-03-03",
    "2026-02-26, 2026-03-05, WEEK, 2026-02-26/2026-03-04 2026-03-05/2026-03-11",
    "2026-01-31, 2026-03-01, MONTH, 2026-01-01/2026-01-31 2026-02-01/2026-02-28 2026-03-01/2026-03-31",
    "2028-02-29, 2028-02-29, MONTH, 2028-02-01/2028-02-29"
  })
  void stepsAreWhole(LocalDate first, LocalDate last, Step step, String expected) {
    assertThat(
            new TrendQuery(first, last, step, Map.of(), List.of())
                .steps(10).stream()
                    .map(
                        days ->
                            LocalDate.ofEpochDay(days.first())
                                + "/"
                                + LocalDate.ofEpochDay(days.last()))
                    .toList())
        .containsExactly(expected.split(" "));
  }

  @Test
  void beforeTheFirstCoveredInstantThereIsNothing() {
    // The fake covers from second 10 on, and account 111122223333 from second 50 on.
    TrendQuery query = query(-2, 0);

    assertThat(KpiTrends.of(query, EMPTY, 100))
        .extracting(point -> point.kpis() == null)
        .containsExactly(true, true, false);
  }

  @Test
  void eachPointHasTheLevelsAtItsEndAndTheFlowsOfItsStep() {
    List<KpiReport> days = reports(new TrendQuery(day(1), day(5), Step.DAY, Map.of(), List.of()));

    assertThat(days)
        .extracting(kpis -> kpis.open().count())
        .as("open at the end of each day")
        .containsExactly(1L, 2L, 1L, 1L, 1L);
    assertThat(days)
        .extracting(kpis -> kpis.remediation().count())
        .as("remediated on each day")
        .containsExactly(0L, 0L, 1L, 0L, 0L);
    assertThat(days)
        .extracting(kpis -> kpis.remediation().p50Seconds() != null)
        .containsExactly(false, false, true, false, false);
    assertThat(days).extracting(kpis -> kpis.runs().total()).containsExactly(0L, 0L, 0L, 1L, 0L);
    assertThat(days)
        .extracting(kpis -> kpis.exceptions().expired())
        .containsExactly(0L, 0L, 0L, 0L, 1L);
    assertThat(days).extracting(kpis -> kpis.models().production()).containsOnly(2L, 1L);
    assertThat(days)
        .extracting(kpis -> kpis.open().oldestSeconds())
        .containsExactly(
            DAY - 101, 2 * DAY - 101, 2 * DAY - 1 - 200, 3 * DAY - 1 - 200, 4 * DAY - 1 - 200);
    assertThat(days).extracting(KpiReport::window).containsOnly(Duration.ofDays(1));
    assertThat(days).extracting(KpiReport::resolution).containsOnly("PT1S");
  }

  @Test
  void aWiderStepHasTheFlowsOfAllItsDays() {
    List<KpiReport> weeks = reports(new TrendQuery(day(0), day(9), Step.WEEK, Map.of(), List.of()));

    assertThat(weeks).extracting(kpis -> kpis.remediation().count()).containsExactly(1L, 0L);
    assertThat(weeks).extracting(kpis -> kpis.open().count()).containsExactly(1L, 1L);
    assertThat(weeks).extracting(KpiReport::window).containsOnly(Duration.ofDays(7));
    assertThat(weeks).extracting(KpiReport::asOf).containsExactly(7 * DAY - 1, 14 * DAY - 1);
  }

  @Test
  void aPointReachesFromItsFirstSecondToItsLast() {
    assertThat(
            KpiTrends.of(
                new TrendQuery(day(1), day(2), Step.DAY, Map.of(), List.of()), COURSE, 100))
        .extracting(KpiTrends.Point::from, KpiTrends.Point::to)
        .containsExactly(tuple(DAY, 2 * DAY - 1), tuple(2 * DAY, 3 * DAY - 1));
  }

  @Test
  void whatIsBeforeTheFirstDayIsALevelOfIt() {
    List<KpiReport> later = reports(new TrendQuery(day(4), day(5), Step.DAY, Map.of(), List.of()));

    assertThat(later).extracting(kpis -> kpis.open().count()).containsExactly(1L, 1L);
    assertThat(later)
        .extracting(kpis -> Objects.requireNonNull(kpis.ends().get("DELETED")))
        .containsExactly(0L, 0L);
  }

  @Test
  void groupsHaveACourseOfTheirOwn() {
    List<KpiReport> days =
        reports(
            new TrendQuery(
                day(2), day(4), Step.DAY, Map.of("kind", Set.of("model")), List.of("severity")));

    assertThat(days)
        .extracting(
            kpis ->
                Objects.requireNonNull(kpis.groups()).stream()
                    .map(
                        group ->
                            group.by().get("severity")
                                + " "
                                + group.kpis().open().count()
                                + " "
                                + group.kpis().remediation().count())
                    .toList())
        .as("open and remediated")
        .containsExactly(
            List.of("critical 1 0", "high 1 0"),
            List.of("critical 1 0", "high 0 1"),
            List.of("critical 1 0"));
  }

  @Test
  void beyondTheRetentionSingleViolationsAreNotKnown() {
    FakeSource old = new FakeSource(COURSE.histories(), List.of(), List.of(), 3);

    assertThat(
            KpiTrends.of(new TrendQuery(day(2), day(3), Step.DAY, Map.of(), List.of()), old, 100))
        .extracting(KpiTrends.Point::kpis)
        .extracting(
            kpis -> Objects.requireNonNull(kpis).open().overdue() == null,
            kpis -> Objects.requireNonNull(kpis).resolution())
        .containsExactly(tuple(true, "P1D"), tuple(false, "PT1S"));
  }

  @Test
  void tooManyPointsAreRefused() {
    assertThatThrownBy(() -> KpiTrends.of(query(0, 100), EMPTY, 100))
        .isInstanceOf(TrendTooLargeException.class)
        .hasMessageContaining("1970-01-01")
        .hasMessageContaining("P1D")
        .hasMessageContaining("100");
    assertThatThrownBy(() -> query(0, 100).requireAtMost(100))
        .asInstanceOf(InstanceOfAssertFactories.type(TrendTooLargeException.class))
        .extracting(TrendTooLargeException::most)
        .isEqualTo(100);
    assertThat(KpiTrends.of(query(0, 99), EMPTY, 100)).hasSize(100);
    assertThatThrownBy(() -> KpiTrends.of(query(5, 4), EMPTY, 100))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pointsTimesGroupsAreLimited() {
    FakeSource source =
        new FakeSource(
            List.of(
                Runs.created("training-job", "a", 10, Status.COMPLIANT),
                Runs.created("processing-job", "b", 10, Status.COMPLIANT)),
            List.of(),
            List.of(),
            Integer.MIN_VALUE);
    TrendQuery byKind =
        new TrendQuery(
            LocalDate.ofEpochDay(0), LocalDate.ofEpochDay(9), Step.DAY, Map.of(), List.of("kind"));

    assertThatThrownBy(() -> KpiTrends.of(byKind, source, 29))
        .isInstanceOf(TrendTooLargeException.class);
    assertThat(
            Objects.requireNonNull(
                Objects.requireNonNull(KpiTrends.of(byKind, source, 30).getFirst().kpis())
                    .groups()))
        .hasSize(2);
  }

  private static List<KpiReport> reports(TrendQuery query) {
    return KpiTrends.of(query, COURSE, 100).stream()
        .map(point -> Objects.requireNonNull(point.kpis()))
        .toList();
  }

  private static History judged(Fact... facts) {
    return Judge.judge(Facts.MODEL, Timeline.of(List.of(facts)), Facts.DEFAULT);
  }

  private static LocalDate day(int day) {
    return LocalDate.ofEpochDay(day);
  }

  private static TrendQuery query(int first, int last) {
    return new TrendQuery(
        LocalDate.ofEpochDay(first), LocalDate.ofEpochDay(last), Step.DAY, Map.of(), List.of());
  }

  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }
}
