package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final long DAY = 86_400;
  private static final List<History> RUNS =
      List.of(
          Runs.created("training-job", "a", 2 * DAY + 10, Status.COMPLIANT),
          Runs.created("training-job", "b", 2 * DAY + 20, Status.VIOLATION),
          Runs.created("processing-job", "c", 3 * DAY + 30, Status.UNDETERMINED),
          Runs.created("hyper-parameter-tuning-job", "d", 4 * DAY + 40, Status.EXEMPT),
          Runs.traced("training-job", "e", 3 * DAY));
  private static final FakeSource SOURCE =
      new FakeSource(RUNS, List.of(), List.of(), Integer.MIN_VALUE);

  @Test
  void aRunCountsOnceWhereItWasCreated() {
    assertThat(
            RUNS.stream()
                .flatMap(run -> Movements.of(run).stream())
                .map(is -> is.at() + is.dimensions().severity() + is.counts().byMeasure()))
        .containsExactly(
            2 * DAY + 10 + "{runs.isolated=1, runs.total=1}",
            2 * DAY + 20 + "high{runs.total=1}",
            3 * DAY + 30 + "{runs.total=1, runs.undetermined=1}",
            4 * DAY + 40 + "{runs.total=1}");
    assertThat(RUNS).allMatch(run -> Movements.stretches(run, new GroupIndex()).isEmpty());
  }

  @Test
  void theKindsAreThoseOfTheRole() {
    assertThat(Movements.runs())
        .isEqualTo(
            Stream.of(ResourceKind.values())
                .filter(kind -> kind.role() == ResourceKind.Role.RUN)
                .map(ResourceKind::segment)
                .collect(Collectors.toSet()));
  }

  @Test
  void runsAreThereUnlessAnotherKindIsAskedFor() {
    assertThat(kpis(5 * DAY, Map.of(), SOURCE).runs()).isEqualTo(runs(4, 1, 1, "PT1S"));
    assertThat(kpis(5 * DAY, Map.of("kind", Set.of("training-job")), SOURCE).runs())
        .isEqualTo(runs(2, 1, 0, "PT1S"));
    assertThat(kpis(5 * DAY, Map.of("kind", Set.of("model")), SOURCE).runs())
        .isEqualTo(runs(0, 0, 0, "PT1S"));
    assertThat(kpis(5 * DAY, Map.of("owner", Set.of("other")), SOURCE).runs())
        .isEqualTo(runs(0, 0, 0, "PT1S"));
  }

  @Test
  void whatElseIsKnownOfTheKindsOfRunsDoesNotCountAmongModels() {
    FakeSource source =
        new FakeSource(
            RUNS,
            List.of(
                new RejectionVerdict(
                    3 * DAY,
                    "aws/1/r/training-job/x",
                    "ana",
                    RejectionVerdict.Attribution.ISOLATION,
                    RejectionVerdict.Source.AWS,
                    new Dimensions(
                        Facts.ACCOUNT,
                        "eu-central-1",
                        "training-job",
                        "production",
                        "internal",
                        "ml",
                        "",
                        false,
                        null))),
            List.of(),
            Integer.MIN_VALUE);

    assertThat(kpis(5 * DAY, Map.of(), source).rejections().isolation()).isZero();
    assertThat(
            kpis(5 * DAY, Map.of("kind", Set.of("training-job")), source).rejections().isolation())
        .isEqualTo(1);
  }

  @Test
  void theEdgesAreToTheSecond() {
    assertThat(kpis(2 * DAY + 19, Map.of(), SOURCE).runs()).isEqualTo(runs(1, 1, 0, "PT1S"));
    assertThat(kpis(2 * DAY + 20, Map.of(), SOURCE).runs()).isEqualTo(runs(2, 1, 0, "PT1S"));
    // A window of 30 days that begins with the second run.
    assertThat(kpis(32 * DAY + 19, Map.of(), SOURCE).runs()).isEqualTo(runs(3, 0, 1, "PT1S"));
    assertThat(kpis(32 * DAY + 20, Map.of(), SOURCE).runs()).isEqualTo(runs(2, 0, 1, "PT1S"));
  }

  @Test
  void whereTheirRowsAreDroppedTheyAreCountedByWholeDays() {
    FakeSource dropped =
        new FakeSource(
            RUNS,
            List.of(),
            List.of(),
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            new GroupIndex(),
            FakeSource.EARLY);

    assertThat(kpis(2 * DAY + 15, Map.of(), dropped).runs()).isEqualTo(runs(2, 1, 0, "P1D"));
    assertThat(kpis(2 * DAY + 15, Map.of(), dropped).resolution()).isEqualTo("PT1S");
    assertThat(kpis(32 * DAY + 15, Map.of(), dropped).runs()).isEqualTo(runs(2, 0, 1, "P1D"));
    assertThat(kpis(3 * DAY - 1, Map.of(), dropped).runs()).isEqualTo(runs(2, 1, 0, "PT1S"));
  }

  @Test
  void groupsOfRunsStandByKind() {
    KpiReport kpis =
        KpiSums.of(
            new KpiQuery(5 * DAY, Duration.ofDays(30), Map.of(), List.of("kind", "severity")),
            SOURCE);

    assertThat(Objects.requireNonNull(kpis.groups()))
        .extracting(group -> group.by().values() + " " + group.kpis().runs().total())
        .containsExactly(
            "[hyper-parameter-tuning-job, ] 1",
            "[processing-job, ] 1",
            "[training-job, ] 1",
            "[training-job, high] 1");
  }

  private static KpiReport kpis(long asOf, Map<String, Set<String>> filters, KpiSource source) {
    return KpiSums.of(new KpiQuery(asOf, Duration.ofDays(30), filters, List.of()), source);
  }

  private static KpiReport.Runs runs(
      long total, long isolated, long undetermined, String resolution) {
    return new KpiReport.Runs(total, isolated, undetermined, resolution);
  }
}
