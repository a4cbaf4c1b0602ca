package io.isotrail.streams.kpi;

import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.grant;
import static io.isotrail.streams.compliance.Facts.hidden;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.Histories;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.compliance.Timeline;
import io.isotrail.streams.compliance.ViolationSpell;
import io.isotrail.streams.governance.GovernanceFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KpiSumsTest {

  private static final long DAY = 86_400;
  private static final ExceptionGrant EXEMPTS_C = grant("E1", "*/c", 0, 60 * DAY, null);
  private static final ExceptionGrant EXPIRED = grant("E2", "*/none", 0, 95 * DAY, null);
  private static final ExceptionGrant ENDLESS = grant("E3", "*/none", 0, 500 * DAY, null);

  private static final FakeSource SOURCE =
      new FakeSource(
          List.of(
              judged("a", created(DAY, "1", Isolation.ISOLATED, PRODUCTION)),
              judged("b", created(2 * DAY, "1", Isolation.NOT_ISOLATED, PRODUCTION)),
              judged("c", created(3 * DAY, "1", Isolation.NOT_ISOLATED, PRODUCTION)),
              judged("d", hidden(DAY, "1"), tagged(DAY + 9, "2", PRODUCTION)),
              judged("e", tagged(DAY, "1", PRODUCTION)),
              judged(
                  "f",
                  created(DAY, "1", Isolation.NOT_ISOLATED, PRODUCTION),
                  deleted(DAY + 50, "2")),
              judged(
                  "g", created(DAY, "1", Isolation.NOT_ISOLATED, Map.of()), deleted(4 * DAY, "2")),
              judged("h", created(DAY, "1", Isolation.NOT_ISOLATED, Map.of("env", "dev")))),
          List.of(rejection(DAY + 5), rejection(DAY + 6), rejection(2 * DAY)),
          List.of(EXEMPTS_C, EXPIRED, ENDLESS),
          Integer.MIN_VALUE);

  @Test
  void theFourNumbers() {
    KpiReport kpis = KpiSums.of(query(10 * DAY, 30), SOURCE);

    assertThat(kpis.resolution()).isEqualTo("PT1S");
    assertThat(kpis.models()).isEqualTo(new KpiReport.Models(5, 1, 1, 1, 2, 0));
    // The hidden request counts against the ratio, the mere trace does not.
    assertThat(kpis.isolationRatio()).isEqualTo(1 / 4.0);
    assertThat(kpis.complianceRatio()).isEqualTo(2 / 4.0);
    assertThat(kpis.remediation().count()).isEqualTo(2);
    assertThat(kpis.remediation().meanSeconds()).isEqualTo((50 + 3 * DAY + 1) / 2);
    assertThat(kpis.remediation().p50Seconds()).isEqualTo(50);
    assertThat(kpis.remediation().p90Seconds()).isCloseTo(3 * DAY, Percentage.withPercentage(2));
    assertThat(kpis.ends()).containsEntry("DELETED", 2L).containsEntry("EXEMPTED", 0L).hasSize(6);
    assertThat(kpis.open())
        .isEqualTo(new KpiReport.Open(2, 1L, 9 * DAY, (8 * DAY + 9 * DAY + 1) / 2));
    assertThat(kpis.exceptions()).isEqualTo(new KpiReport.Exceptions(3, 1, 0, 0));
    assertThat(kpis.coverage()).isEqualTo(new KpiReport.Coverage(10L, 1));
    assertThat(kpis.rejections().isolation()).isEqualTo(3);
    assertThat(kpis.rejections().bySource()).containsEntry("aws", 3L).containsEntry("pipeline", 0L);
    assertThat(kpis.rejections().distinct()).isEqualTo(2);
    assertThat(kpis.groups()).isNull();
  }

  @Test
  void aClosingAtTheStartOfTheWindowIsBeforeIt() {
    assertThat(KpiSums.of(query(DAY + 4 * DAY, 1), SOURCE).ends()).containsEntry("DELETED", 0L);
    assertThat(KpiSums.of(query(DAY + 4 * DAY - 1, 1), SOURCE).ends()).containsEntry("DELETED", 1L);
    assertThat(KpiSums.of(query(4 * DAY, 1), SOURCE).ends()).containsEntry("DELETED", 1L);
    assertThat(KpiSums.of(query(4 * DAY - 1, 1), SOURCE).ends()).containsEntry("DELETED", 0L);
  }

  @Test
  void aWindowWithinTheLastDayIsReadToTheSecond() {
    for (long asOf : List.of(2 * DAY - 1, 2 * DAY - 2)) {
      for (long start : List.of(DAY, DAY + 5, DAY + 49, DAY + 50)) {
        KpiReport kpis =
            KpiSums.of(
                new KpiQuery(asOf, Duration.ofSeconds(asOf - start), Map.of(), List.of()), SOURCE);

        assertThat(kpis.resolution()).isEqualTo("PT1S");
        assertThat(kpis.ends()).containsEntry("DELETED", start < DAY + 50 ? 1L : 0L);
        assertThat(kpis.rejections().isolation())
            .isEqualTo(start == DAY ? 2 : start == DAY + 5 ? 1 : 0);
      }
    }
  }

  @Test
  void distinctIsWithinTheWindow() {
    KpiReport kpis = KpiSums.of(query(2 * DAY + 5, 1), SOURCE);

    // The first of its day lies before the window, so the second one stands for it.
    assertThat(kpis.rejections().isolation()).isEqualTo(2);
    assertThat(kpis.rejections().distinct()).isEqualTo(2);
  }

  @Test
  void distinctIsMarkedBeforeFiltersOnWholeDaysAndEdgesAlike() {
    FakeSource source =
        new FakeSource(
            List.of(),
            List.of(rejection(DAY + 5), rejection(DAY + 6, PRODUCTION)),
            List.of(),
            Integer.MIN_VALUE);

    for (long asOf : List.of(2 * DAY - 2, 2 * DAY - 1)) {
      KpiReport.Rejections production =
          KpiSums.of(
                  new KpiQuery(
                      asOf,
                      Duration.ofDays(30),
                      Map.of("environment", Set.of("production")),
                      List.of()),
                  source)
              .rejections();
      assertThat(production.isolation()).isEqualTo(1);
      assertThat(production.distinct()).isZero();
      KpiReport grouped =
          KpiSums.of(
              new KpiQuery(asOf, Duration.ofDays(30), Map.of(), List.of("environment")), source);
      assertThat(Objects.requireNonNull(grouped.groups()))
          .extracting(group -> group.kpis().rejections().distinct())
          .containsExactly(0L, 1L);
    }
  }

  @Test
  void exceptionsExpireAndHaveExpired() {
    assertThat(KpiSums.of(query(70 * DAY, 30), SOURCE).exceptions())
        .isEqualTo(new KpiReport.Exceptions(2, 0, 1, 1));
    assertThat(KpiSums.of(query(60 * DAY, 30), SOURCE).exceptions().expired()).isEqualTo(1);
  }

  @Test
  void anExceptionIsActiveExpiringAndExpiredToTheSecond() {
    FakeSource source =
        new FakeSource(
            List.of(), List.of(), List.of(grant("E", "*", DAY, 40 * DAY, null)), Integer.MIN_VALUE);

    assertThat(exceptions(source, DAY - 1)).isEqualTo(new KpiReport.Exceptions(0, 0, 0, 0));
    assertThat(exceptions(source, DAY)).isEqualTo(new KpiReport.Exceptions(1, 0, 0, 0));
    assertThat(exceptions(source, 10 * DAY - 1)).isEqualTo(new KpiReport.Exceptions(1, 0, 0, 0));
    assertThat(exceptions(source, 10 * DAY)).isEqualTo(new KpiReport.Exceptions(1, 0, 1, 0));
    assertThat(exceptions(source, 40 * DAY - 1)).isEqualTo(new KpiReport.Exceptions(1, 0, 1, 0));
    assertThat(exceptions(source, 40 * DAY)).isEqualTo(new KpiReport.Exceptions(0, 0, 0, 1));
    assertThat(exceptions(source, 45 * DAY - 1)).isEqualTo(new KpiReport.Exceptions(0, 0, 0, 1));
    assertThat(exceptions(source, 45 * DAY)).isEqualTo(new KpiReport.Exceptions(0, 0, 0, 0));
  }

  @Test
  void anExceptionThatWasNeverInForceDoesNotExpire() {
    FakeSource source =
        new FakeSource(
            List.of(),
            List.of(),
            List.of(grant("E", "*", 10 * DAY, 40 * DAY, 5 * DAY)),
            Integer.MIN_VALUE);

    assertThat(exceptions(source, 6 * DAY)).isEqualTo(new KpiReport.Exceptions(0, 0, 0, 0));
    assertThat(exceptions(source, 12 * DAY)).isEqualTo(new KpiReport.Exceptions(0, 0, 0, 0));
  }

  private static KpiReport.Exceptions exceptions(FakeSource source, long asOf) {
    return KpiSums.of(query(asOf, 5), source).exceptions();
  }

  @Test
  void anExceptionThatCameBackIsOne() {
    FakeSource source =
        new FakeSource(
            List.of(),
            List.of(),
            List.of(
                grant("E1", "*", 0, 50 * DAY, 5 * DAY),
                grant("E1", "*", 6 * DAY, 7 * DAY, null),
                // Worded anew at the second at which it ended.
                grant("E2", "*", 0, 50 * DAY, 5 * DAY),
                grant("E2", "*", 5 * DAY, 20 * DAY, null)),
            Integer.MIN_VALUE);

    assertThat(KpiSums.of(query(10 * DAY, 30), source).exceptions())
        .isEqualTo(new KpiReport.Exceptions(1, 0, 1, 1));
    assertThat(KpiSums.of(query(20 * DAY, 30), source).exceptions().expired()).isEqualTo(2);
  }

  @Test
  void overdueBeginsTheSecondAfterItIsDue() {
    // A high one, opened on day 2.
    assertThat(KpiSums.of(query(9 * DAY, 1), SOURCE).open().overdue()).isZero();
    assertThat(KpiSums.of(query(9 * DAY + 1, 1), SOURCE).open().overdue()).isEqualTo(1);
  }

  @Test
  void whereAViolationOnlyPassedThroughThereIsNoGroup() {
    FakeSource source =
        new FakeSource(
            List.of(
                judged(
                    "a",
                    created(DAY, "1", Isolation.NOT_ISOLATED, Map.of()),
                    tagged(DAY + 9, "2", PRODUCTION))),
            List.of(),
            List.of(),
            Integer.MIN_VALUE);

    KpiReport kpis =
        KpiSums.of(
            new KpiQuery(DAY + 20, Duration.ofDays(2), Map.of(), List.of("severity")), source);

    assertThat(Objects.requireNonNull(kpis.groups()))
        .extracting(KpiReport.Group::by)
        .containsExactly(Map.of("severity", "high"));
  }

  @Test
  void onlyAHiddenCreateCountsAsHidden() {
    Subject schedule =
        new Subject("aws", Facts.ACCOUNT, "eu-central-1", "monitoring-schedule", "nightly");
    Fact hiddenUpdate =
        Facts.fact(
            DAY,
            "1",
            "UpdateMonitoringSchedule",
            new Fact.Redefined((Fact.Created) hidden(DAY, "1").what()));
    FakeSource source =
        new FakeSource(
            List.of(
                Judge.judge(
                    schedule,
                    Timeline.of(List.of(hiddenUpdate, tagged(DAY, "2", PRODUCTION))),
                    Facts.DEFAULT)),
            List.of(),
            List.of(),
            Integer.MIN_VALUE);

    KpiReport kpis =
        KpiSums.of(
            new KpiQuery(
                2 * DAY,
                Duration.ofDays(1),
                Map.of("kind", Set.of("monitoring-schedule")),
                List.of()),
            source);

    assertThat(kpis.models().undetermined()).isEqualTo(1);
    assertThat(kpis.isolationRatio()).isNull();
    assertThat(kpis.coverage().createdBefore()).isEqualTo(1);
  }

  @Test
  void groupsComeInTheOrderOfTheirKeysAndSumToTheWhole() {
    KpiReport kpis =
        KpiSums.of(
            new KpiQuery(
                10 * DAY, Duration.ofDays(30), Map.of(), List.of("environment", "severity")),
            SOURCE);

    List<KpiReport.Group> groups = Objects.requireNonNull(kpis.groups());
    assertThat(groups)
        .extracting(group -> group.by().values().toString())
        .isSorted()
        .contains("[non-production, low]", "[production, high]", "[untagged, low]");
    assertThat(groups.stream().mapToLong(group -> group.kpis().open().count()).sum())
        .isEqualTo(kpis.open().count());
    assertThat(groups.stream().mapToLong(group -> group.kpis().models().production()).sum())
        .isEqualTo(kpis.models().production());
    assertThat(groups).allMatch(group -> group.kpis().groups() == null);
  }

  @Test
  void filtersLeaveOut() {
    KpiReport dev =
        KpiSums.of(
            new KpiQuery(
                10 * DAY,
                Duration.ofDays(30),
                Map.of("environment", Set.of("non-production"), "region", Set.of("eu-central-1")),
                List.of()),
            SOURCE);
    KpiReport jobs =
        KpiSums.of(
            new KpiQuery(
                10 * DAY, Duration.ofDays(30), Map.of("kind", Set.of("training-job")), List.of()),
            SOURCE);

    assertThat(dev.models().production()).isZero();
    assertThat(dev.isolationRatio()).isNull();
    assertThat(dev.open().count()).isEqualTo(1);
    assertThat(dev.coverage().historyFrom()).isEqualTo(50);
    assertThat(jobs.open().count()).isZero();
    assertThat(jobs.rejections().distinct()).isZero();
  }

  @Test
  void beyondTheRetentionAnInstantStandsForTheEndOfItsDay() {
    FakeSource old = new FakeSource(SOURCE.histories(), SOURCE.rejections(), List.of(), 100);
    KpiReport dayEnd = KpiSums.of(query(5 * DAY - 1, 4), SOURCE);

    for (long asOf : List.of(4 * DAY, 4 * DAY + 7, 5 * DAY - 1)) {
      KpiReport kpis = KpiSums.of(query(asOf, 4), old);

      assertThat(kpis.resolution()).isEqualTo("P1D");
      assertThat(kpis.models()).isEqualTo(dayEnd.models());
      assertThat(kpis.remediation()).isEqualTo(dayEnd.remediation());
      assertThat(kpis.rejections()).isEqualTo(dayEnd.rejections());
      // The mean age comes from a sum of openings; single violations are not known any more.
      assertThat(kpis.open())
          .isEqualTo(
              new KpiReport.Open(
                  dayEnd.open().count(), null, null, dayEnd.open().meanAgeSeconds()));
    }
  }

  @Test
  void aWindowThatBeginsBeyondTheRetentionBeginsAtTheEndOfThatDay() {
    FakeSource old = new FakeSource(SOURCE.histories(), SOURCE.rejections(), List.of(), 3);

    KpiReport kpis = KpiSums.of(query(5 * DAY + 40, 4), old);

    assertThat(kpis.resolution()).isEqualTo("P1D");
    assertThat(kpis.open()).isEqualTo(KpiSums.of(query(5 * DAY + 40, 4), SOURCE).open());
    // The one that was deleted at 50 s past the start lies on the first day, which is left out.
    assertThat(kpis.ends()).containsEntry("DELETED", 1L);
    assertThat(KpiSums.of(query(5 * DAY + 40, 4), SOURCE).ends()).containsEntry("DELETED", 2L);
  }

  @Test
  void historyBeginsWithTheFirstEventOfWhatIsAskedFor() {
    assertThat(historyFrom(Map.of())).isEqualTo(10);
    assertThat(historyFrom(Map.of("account", Set.of(Facts.ACCOUNT)))).isEqualTo(50);
    assertThat(historyFrom(Map.of("account", Set.of("444455556666")))).isEqualTo(10);
    assertThat(historyFrom(Map.of("region", Set.of("r", "eu-central-1")))).isEqualTo(10);
    assertThat(historyFrom(Map.of("region", Set.of("nowhere")))).isNull();
    assertThat(historyFrom(Map.of("account", Set.of(Facts.ACCOUNT), "region", Set.of("r"))))
        .isNull();
  }

  @Test
  void aGroupHasAHistoryOfItsOwn() {
    KpiReport kpis =
        KpiSums.of(
            new KpiQuery(10 * DAY, Duration.ofDays(30), Map.of(), List.of("account")), SOURCE);

    assertThat(kpis.coverage().historyFrom()).isEqualTo(10);
    assertThat(Objects.requireNonNull(kpis.groups()))
        .extracting(group -> group.kpis().coverage().historyFrom())
        .containsExactly(50L);
  }

  @Test
  void whatIsDeletedInTheSecondOfItsCreationTookNoTime() {
    FakeSource source =
        new FakeSource(
            List.of(
                judged(
                    "brief",
                    created(DAY, "1", Isolation.NOT_ISOLATED, PRODUCTION),
                    deleted(DAY, "2"))),
            List.of(),
            List.of(),
            Integer.MIN_VALUE);

    assertThat(KpiSums.of(query(2 * DAY, 30), source).remediation())
        .isEqualTo(new KpiReport.Remediation(1, 0L, 0L, 0L));
  }

  @Test
  void whatNothingCanServeIsInAGroupWithoutAWord() {
    FakeSource runs =
        new FakeSource(
            List.of(Runs.created("training-job", "r", DAY, Status.COMPLIANT)),
            List.of(),
            List.of(),
            Integer.MIN_VALUE);
    KpiQuery byService =
        new KpiQuery(2 * DAY, Duration.ofDays(30), Map.of(), List.of("inService", "thirdParty"));

    assertThat(Objects.requireNonNull(KpiSums.of(byService, runs).groups()))
        .extracting(KpiReport.Group::by)
        .containsExactly(Map.of("inService", "", "thirdParty", "false"));
    assertThat(
            Objects.requireNonNull(
                KpiSums.of(
                        new KpiQuery(
                            2 * DAY,
                            Duration.ofDays(30),
                            Map.of("thirdParty", Set.of("false")),
                            List.of("inService")),
                        SOURCE)
                    .groups()))
        .extracting(KpiReport.Group::by)
        .contains(Map.of("inService", "false"));
  }

  @Test
  void aRejectionCountsFromItsSecondOn() {
    assertThat(KpiSums.of(query(DAY + 4, 1), SOURCE).rejections().isolation()).isZero();
    assertThat(KpiSums.of(query(DAY + 5, 1), SOURCE).rejections().isolation()).isEqualTo(1);
    assertThat(KpiSums.of(query(2 * DAY + 4, 1), SOURCE).rejections().isolation()).isEqualTo(3);
    assertThat(KpiSums.of(query(2 * DAY + 5, 1), SOURCE).rejections().isolation()).isEqualTo(2);
  }

  @Test
  void otherKindsThanModelsCountOnlyWhenTheyAreAskedFor() {
    FakeSource source =
        new FakeSource(
            List.of(
                Judge.judge(
                    new Subject("aws", Facts.ACCOUNT, "r", "monitoring-schedule", "s"),
                    Timeline.of(List.of(created(DAY, "1", Isolation.NOT_ISOLATED, PRODUCTION))),
                    Facts.DEFAULT)),
            List.of(),
            List.of(),
            Integer.MIN_VALUE);

    assertThat(KpiSums.of(query(2 * DAY, 30), source).open())
        .isEqualTo(new KpiReport.Open(0, 0L, null, null));
    assertThat(
            KpiSums.of(
                    new KpiQuery(
                        2 * DAY,
                        Duration.ofDays(30),
                        Map.of("kind", Set.of("monitoring-schedule")),
                        List.of()),
                    source)
                .open())
        .isEqualTo(new KpiReport.Open(1, 0L, DAY, DAY));
  }

  @Test
  void anyNumberOfGroupsIsCounted() {
    List<History> histories = new ArrayList<>();
    for (int number = 0; number < 700; number++) {
      histories.add(
          judged(
              "m" + number, created(DAY, "1", Isolation.ISOLATED, Map.of("owner", "o" + number))));
    }
    FakeSource source = new FakeSource(histories, List.of(), List.of(), Integer.MIN_VALUE);

    KpiReport kpis =
        KpiSums.of(new KpiQuery(2 * DAY, Duration.ofDays(30), Map.of(), List.of("owner")), source);

    assertThat(Objects.requireNonNull(kpis.groups())).hasSize(700);
  }

  @Test
  void whereNothingIsOpenNothingHasAnAge() {
    assertThat(KpiSums.of(query(DAY - 1, 1), SOURCE).open())
        .isEqualTo(new KpiReport.Open(0, 0L, null, null));
  }

  @Test
  void whatIsOutOfScopeExistsAndCountsInNoRatio() {
    Policy.Published leavesProductionOut =
        new Policy.Published(
            GovernanceFiles.parsePolicy(
                "version: test\nscope: {leaveOut: [{environment: production}]}", "test"),
            0,
            2);
    FakeSource source =
        new FakeSource(
            List.of(
                Judge.judge(
                    Facts.MODEL,
                    Timeline.of(List.of(created(DAY, "1", Isolation.NOT_ISOLATED, PRODUCTION))),
                    Facts.after(leavesProductionOut))),
            List.of(),
            List.of(),
            Integer.MIN_VALUE);

    KpiReport kpis = KpiSums.of(query(2 * DAY, 30), source);

    assertThat(kpis.models()).isEqualTo(new KpiReport.Models(1, 0, 0, 0, 0, 1));
    assertThat(kpis.complianceRatio()).isNull();
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(
            () ->
                KpiSums.of(
                    new KpiQuery(DAY, Duration.ofDays(1), Map.of(), List.of("colour")), SOURCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("colour")
        .hasMessageContaining("thirdParty");
    assertThatThrownBy(() -> KpiSums.of(query(DAY, 0), SOURCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 500)
  void sumsSayWhatTheHistoriesSay(
      @ForAll @Size(max = 6) List<@From("histories") History> histories,
      @ForAll("instants") long asOf,
      @ForAll @IntRange(min = 1, max = 6) int days) {
    FakeSource source = new FakeSource(histories, List.of(), List.of(), Integer.MIN_VALUE);

    KpiReport kpis = KpiSums.of(query(asOf, days), source);

    List<Row> production =
        histories.stream()
            .flatMap(history -> Table.rowAt(history, asOf).stream())
            .filter(row -> row.environment().equals("production"))
            .toList();
    assertThat(kpis.models())
        .isEqualTo(
            new KpiReport.Models(
                production.size() - count(production, Status.GONE),
                count(production, Status.COMPLIANT),
                count(production, Status.EXEMPT),
                count(production, Status.VIOLATION),
                count(production, Status.UNDETERMINED),
                count(production, Status.OUT_OF_SCOPE)));
    for (Ending ending : Ending.values()) {
      assertThat(kpis.ends().get(ending.name()))
          .isEqualTo(ended(histories, asOf - days * DAY, asOf, ending));
    }
    assertThat(kpis.open().count())
        .isEqualTo(
            histories.stream()
                .mapToLong(history -> Table.violationsAt(history, asOf, false).size())
                .sum());
  }

  private static long ended(List<History> histories, long start, long asOf, Ending ending) {
    return histories.stream()
        .flatMap(history -> Table.violations(history).stream())
        .filter(spell -> spell.endedAs() == ending)
        .map(ViolationSpell::endedAt)
        .filter(Objects::nonNull)
        .filter(at -> at > start && at <= asOf)
        .count();
  }

  private static @Nullable Long historyFrom(Map<String, Set<String>> filters) {
    return KpiSums.of(new KpiQuery(10 * DAY, Duration.ofDays(30), filters, List.of()), SOURCE)
        .coverage()
        .historyFrom();
  }

  private static long count(List<Row> rows, Status status) {
    return rows.stream().filter(row -> row.status() == status).count();
  }

  private static KpiQuery query(long asOf, int days) {
    return new KpiQuery(asOf, Duration.ofDays(days), Map.of(), List.of());
  }

  private static History judged(String name, Fact... facts) {
    return Judge.judge(
        new Subject("aws", Facts.ACCOUNT, "eu-central-1", "model", name),
        Timeline.of(Stream.of(facts).toList()),
        Facts.with(EXEMPTS_C));
  }

  private static RejectionVerdict rejection(long at) {
    return rejection(at, Map.of());
  }

  private static RejectionVerdict rejection(long at, Map<String, String> tags) {
    return RejectionVerdict.of(
        new RejectedCall(
            Facts.ACCOUNT,
            "r" + at,
            at,
            "CreateModel",
            Facts.MODEL,
            "ana",
            null,
            null,
            true,
            Isolation.NOT_ISOLATED,
            false,
            tags,
            null,
            null),
        Facts.DEFAULT);
  }

  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }

  @Provide
  Arbitrary<Long> instants() {
    return Histories.instants();
  }
}
