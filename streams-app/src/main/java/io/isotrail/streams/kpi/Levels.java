package io.isotrail.streams.kpi;

import io.isotrail.streams.kpi.KpiSource.Exactness;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What exists at an instant, by group. */
// Groups are one object each within an index.
@SuppressWarnings({"IdentityHashMapUsage", "NonApiType"})
public final class Levels {

  private Levels() {}

  /**
   * The levels of every group that has any.
   *
   * @param asOf epoch seconds; where only whole days are known, the end of its day
   */
  public static Map<Dimensions, Counts> of(KpiSource source, long asOf) {
    int day = KpiSums.day(asOf);
    boolean edge = asOf != KpiSums.endOf(day) && source.exactness(day) != Exactness.DAY;
    Map<Group, TreeMap<String, Long>> sums = new IdentityHashMap<>();
    source.tallies(
        Integer.MIN_VALUE,
        edge ? day - 1 : day,
        (group, measure, count) -> add(sums, group, measure, count));
    if (edge) {
      source.movements(
          day,
          (at, group, measure, count) -> {
            if (at <= asOf) {
              add(sums, group, measure, count);
            }
          });
    }
    Map<Dimensions, Counts> levels = HashMap.newHashMap(sums.size());
    sums.forEach(
        (group, byMeasure) -> {
          Counts counts = new Counts(byMeasure);
          if (!counts.isNone()) {
            levels.put(group.dimensions(), counts);
          }
        });
    return levels;
  }

  private static void add(
      Map<Group, TreeMap<String, Long>> sums, Group group, int measure, long count) {
    if (Measures.isLevel(measure)) {
      sums.computeIfAbsent(group, absent -> new TreeMap<>())
          .merge(Measures.name(measure), count, Math::addExact);
    }
  }
}
