package io.isotrail.streams.kpi;

import io.isotrail.streams.kpi.KpiSource.Exactness;
import io.isotrail.streams.kpi.TrendQuery.Days;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The course of the KPIs: at each point what {@link KpiSums} says of the end of its last day with
 * the step as the window. Each day is read once, whatever the number of points.
 */
public final class KpiTrends {

  private KpiTrends() {}

  /**
   * One step.
   *
   * @param from its first second, epoch seconds
   * @param to its last second
   * @param kpis null when it ends before anything was seen
   */
  public record Point(long from, long to, @Nullable KpiReport kpis) {}

  /**
   * Computes the course.
   *
   * @param most how many sets of KPIs the answer may have: points times (groups + 1)
   * @throws IllegalArgumentException when a filter or groupBy names an unknown dimension, or the
   *     steps run backwards
   * @throws TrendTooLargeException when the answer would have more
   */
  public static List<Point> of(TrendQuery query, KpiSource source, int most) {
    List<Days> steps = query.steps(most);
    long[] ends = steps.stream().mapToLong(step -> KpiSums.endOf(step.last())).toArray();
    KpiGroups groups =
        new KpiGroups(
            query.filters(),
            query.groupBy(),
            ends,
            most / steps.size() - 1,
            () ->
                new TrendTooLargeException(
                    most, "there are too many groups for " + steps.size() + " points"));
    List<KpiSource.Covered> coverage = source.coverage();
    Long historyFrom = groups.historyFrom(coverage);
    List<Point> points = new ArrayList<>();
    if (historyFrom != null) {
      readStretches(source, groups, ends);
      KpiSums.readLevels(source, groups, steps.getFirst().first() - 1);
    }
    boolean complete = source.complete();
    for (Days step : steps) {
      long from = KpiSums.endOf(step.first() - 1) + 1;
      long to = KpiSums.endOf(step.last());
      if (historyFrom != null) {
        groups.forgetFlows();
        source.tallies(step.first(), step.last(), groups::add);
      }
      if (historyFrom == null || to < historyFrom) {
        points.add(new Point(from, to, null));
        continue;
      }
      boolean known = source.exactness(step.last()) != Exactness.DAY;
      KpiTotals.Reading reading =
          new KpiTotals.Reading(
              to,
              Duration.ofDays(step.last() - step.first() + 1L),
              points.size(),
              known,
              true,
              known,
              KpiExceptions.of(source.exceptions(), from - 1, to),
              complete);
      points.add(new Point(from, to, groups.report(reading, coverage)));
    }
    return points;
  }

  /** Beyond the retention nobody knows them one by one, so nobody asks for them. */
  private static void readStretches(KpiSource source, KpiGroups groups, long[] ends) {
    for (long end : ends) {
      if (source.exactness(KpiSums.day(end)) != Exactness.DAY) {
        source.stretches(end, ends[ends.length - 1], groups::add);
        return;
      }
    }
  }
}
