package io.isotrail.streams.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isotrail.avro.Ending;
import io.isotrail.streams.kpi.Dimension;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.KpiSums;
import io.isotrail.streams.kpi.KpiTrends;
import io.isotrail.streams.kpi.TrendQuery;
import io.isotrail.streams.oracle.KpiAnswer;
import io.isotrail.streams.oracle.KpiQuery;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.oracle.TrendAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums held against the oracle: all exact to the last figure, but percentiles within 2 %. */
final class KpiComparison {

  private static final double PERCENTILE_ERROR = 0.02;

  private KpiComparison() {}

  static void same(KpiQuery query, KpiSource source, Oracle oracle) {
    KpiReport report =
        KpiSums.of(
            new io.isotrail.streams.kpi.KpiQuery(
                query.asOf(), Duration.ofSeconds(query.window()), filters(query), groupBy(query)),
            source);
    assertThat(report.resolution()).isEqualTo("PT1S");
    same(query, report, oracle.kpis(query));
  }

  /** Trends over whole days; the query's instant and window do not matter. */
  static void same(TrendQuery days, KpiQuery query, KpiSource source, Oracle oracle) {
    List<KpiTrends.Point> points =
        KpiTrends.of(
            new TrendQuery(days.first(), days.last(), days.step(), filters(query), groupBy(query)),
            source,
            1_000_000);
    List<TrendAnswer> answers =
        oracle.trends(
            days.first().toEpochDay() * 86_400,
            (days.last().toEpochDay() + 1) * 86_400,
            TrendAnswer.Step.valueOf(days.step().name()),
            query);
    assertThat(points).hasSameSizeAs(answers);
    for (int index = 0; index < points.size(); index++) {
      KpiTrends.Point point = points.get(index);
      TrendAnswer answer = answers.get(index);
      assertThat(point.from()).isEqualTo(answer.from());
      assertThat(point.to()).isEqualTo(answer.to() - 1);
      same(query, Objects.requireNonNull(point.kpis()), answer.kpis());
    }
  }

  private static void same(KpiQuery query, KpiReport report, KpiAnswer answer) {
    assertThat(told(report)).as("%s", query).isEqualTo(exact(answer));
    samePercentile(report.remediation().p50Seconds(), answer.remediation().p50Seconds());
    samePercentile(report.remediation().p90Seconds(), answer.remediation().p90Seconds());
    Map<List<String>, KpiReport> groups = new HashMap<>();
    if (report.groups() != null) {
      report.groups().forEach(group -> groups.put(List.copyOf(group.by().values()), group.kpis()));
    }
    Map<List<String>, KpiAnswer> answers = new HashMap<>();
    answer.groups().forEach(group -> answers.put(group.by(), group));
    assertThat(groups.keySet()).as("groups of %s", query).isEqualTo(answers.keySet());
    KpiQuery ungrouped = new KpiQuery(query.asOf(), query.window(), query.filters(), List.of());
    groups.forEach((by, group) -> same(ungrouped, group, Objects.requireNonNull(answers.get(by))));
  }

  private static void samePercentile(@Nullable Long told, @Nullable Long exact) {
    if (told == null || exact == null) {
      assertThat(told).isEqualTo(exact);
    } else {
      assertThat(told.doubleValue())
          .isCloseTo(exact.doubleValue(), within(exact * PERCENTILE_ERROR));
    }
  }

  private static Map<String, Set<String>> filters(KpiQuery query) {
    Map<String, Set<String>> filters = new TreeMap<>();
    query.filters().forEach((dimension, values) -> filters.put(word(dimension), values));
    return filters;
  }

  private static List<String> groupBy(KpiQuery query) {
    return query.groupBy().stream().map(KpiComparison::word).toList();
  }

  private static String word(KpiQuery.Dimension dimension) {
    return Dimension.valueOf(dimension.name()).word();
  }

  /** Without what is only near, and with means as the API rounds them: half up. */
  private static List<@Nullable Object> exact(KpiAnswer answer) {
    return fields(
        answer.models(),
        answer.isolationRatio(),
        answer.complianceRatio(),
        answer.remediation().count(),
        rounded(answer.remediation().meanSeconds()),
        answer.ends(),
        answer.open().count(),
        answer.open().overdue(),
        answer.open().oldestSeconds(),
        rounded(answer.open().meanAgeSeconds()),
        answer.rejections(),
        answer.exceptions(),
        answer.runs(),
        answer.createdBefore());
  }

  private static List<@Nullable Object> told(KpiReport report) {
    KpiReport.Models models = report.models();
    Map<Ending, Long> ends = new TreeMap<>();
    report.ends().forEach((ending, count) -> put(ends, Ending.valueOf(ending), count));
    Map<String, Long> bySource = new TreeMap<>();
    report.rejections().bySource().forEach((word, count) -> put(bySource, word, count));
    return fields(
        new KpiAnswer.Models(
            models.production(),
            models.isolated(),
            models.exempt(),
            models.violation(),
            models.undetermined(),
            models.outOfScope()),
        report.isolationRatio(),
        report.complianceRatio(),
        report.remediation().count(),
        report.remediation().meanSeconds(),
        ends,
        report.open().count(),
        report.open().overdue(),
        report.open().oldestSeconds(),
        report.open().meanAgeSeconds(),
        new KpiAnswer.Rejections(
            report.rejections().isolation(),
            report.rejections().other(),
            report.rejections().unknown(),
            bySource,
            report.rejections().distinct()),
        new KpiAnswer.Exceptions(
            report.exceptions().active(),
            report.exceptions().exemptResources(),
            report.exceptions().expiringIn30Days(),
            report.exceptions().expired()),
        new KpiAnswer.Runs(
            report.runs().total(), report.runs().isolated(), report.runs().undetermined()),
        report.coverage().createdBefore());
  }

  /** The oracle names what there is only. */
  private static <K> void put(Map<K, Long> counts, K key, long count) {
    if (count != 0) {
      counts.put(key, count);
    }
  }

  private static @Nullable Long rounded(@Nullable Double mean) {
    return mean == null ? null : Long.valueOf(Math.round(mean));
  }

  private static List<@Nullable Object> fields(@Nullable Object... fields) {
    List<@Nullable Object> list = new ArrayList<>();
    for (Object field : fields) {
      list.add(field);
    }
    return list;
  }
}
