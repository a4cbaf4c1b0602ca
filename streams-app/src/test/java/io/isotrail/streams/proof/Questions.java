package io.isotrail.streams.proof;

import io.isotrail.streams.kpi.TrendQuery;
import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.oracle.KpiQuery;
import io.isotrail.streams.oracle.KpiQuery.Dimension;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Random questions about a history, most of them where it hurts: around its instants and days. */
final class Questions {

  private static final long DAY = 86_400;

  private static final Map<Dimension, List<String>> VALUES =
      Map.of(
          Dimension.ACCOUNT,
          List.of("111111111111", "222222222222", "333333333333", "444444444444"),
          Dimension.REGION,
          List.of("eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1"),
          Dimension.KIND,
          List.of(
              "model", "endpoint-config", "monitoring-schedule", "training-job", "processing-job"),
          Dimension.ENVIRONMENT,
          List.of("production", "non-production", "untagged"),
          Dimension.SENSITIVITY,
          List.of("restricted", "confidential", "internal", "unclassified"),
          Dimension.OWNER,
          List.of("", "risk", "fraud", "Ana"),
          Dimension.SEVERITY,
          List.of("", "critical", "high", "medium", "low"),
          Dimension.THIRD_PARTY,
          List.of("true", "false"),
          Dimension.IN_SERVICE,
          List.of("", "true", "false"));

  private Questions() {}

  static KpiQuery kpis(Histories.Sample sample, Random random) {
    long days =
        switch (random.nextInt(4)) {
          case 0 -> 1;
          case 1 -> 1 + random.nextInt(10);
          case 2 -> 30;
          default -> 1 + random.nextInt(400);
        };
    return new KpiQuery(asOf(sample, random), days * DAY, filters(random), groupBy(random));
  }

  static TrendQuery trend(Histories.Sample sample, Random random) {
    LocalDate first =
        LocalDate.ofEpochDay(Math.floorDiv(asOf(sample, random), DAY) - random.nextInt(6));
    return switch (any(List.of(TrendQuery.Step.values()), random)) {
      case DAY -> trend(first, random.nextInt(10), TrendQuery.Step.DAY);
      case WEEK -> trend(first, random.nextInt(40), TrendQuery.Step.WEEK);
      case MONTH -> trend(first, random.nextInt(100), TrendQuery.Step.MONTH);
    };
  }

  private static TrendQuery trend(LocalDate first, int days, TrendQuery.Step step) {
    return new TrendQuery(first, first.plusDays(days), step, Map.of(), List.of());
  }

  private static long asOf(Histories.Sample sample, Random random) {
    long instant = sample.instants().get(random.nextInt(sample.instants().size()));
    return switch (random.nextInt(6)) {
      case 0, 1 -> instant + random.nextInt(3) - 1;
      case 2 -> Math.floorDiv(instant, DAY) * DAY + random.nextInt(3) - 1;
      case 3 -> instant + random.nextInt(20) * DAY;
      case 4 -> sample.end() + random.nextInt(60) * DAY + random.nextInt(86_400);
      default ->
          Histories.BEGINNING
              - DAY
              + random.nextLong(sample.end() - Histories.BEGINNING + 20 * DAY);
    };
  }

  private static Map<Dimension, Set<String>> filters(Random random) {
    Map<Dimension, Set<String>> filters = new EnumMap<>(Dimension.class);
    // Kind by kind as well, since without one only models and runs count.
    for (int left = random.nextInt(3); left > 0; left--) {
      Dimension dimension = any(List.of(Dimension.values()), random);
      Set<String> values = new TreeSet<>();
      List<String> all = VALUES.getOrDefault(dimension, List.of());
      for (int more = 1 + random.nextInt(2); more > 0; more--) {
        values.add(any(all, random));
      }
      filters.put(dimension, values);
    }
    return filters;
  }

  private static List<Dimension> groupBy(Random random) {
    List<Dimension> groupBy = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      Dimension dimension = any(List.of(Dimension.values()), random);
      if (!groupBy.contains(dimension)) {
        groupBy.add(dimension);
      }
    }
    return groupBy;
  }

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
