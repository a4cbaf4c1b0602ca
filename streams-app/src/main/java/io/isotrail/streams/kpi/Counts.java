package io.isotrail.streams.kpi;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sparse vector of whole numbers by the name of the measure; an abelian group under {@link
 * #plus}. Zeros are never kept, so that equal vectors are equal objects.
 */
public record Counts(SortedMap<String, Long> byMeasure) {

  /** The neutral element. */
  public static final Counts NONE = new Counts(new TreeMap<>());

  public Counts {
    TreeMap<String, Long> kept = new TreeMap<>(byMeasure);
    kept.values().removeIf(count -> count == 0);
    byMeasure = Collections.unmodifiableSortedMap(kept);
  }

  /** One measure. */
  public static Counts of(String measure, long count) {
    return new Counts(new TreeMap<>(Map.of(measure, count)));
  }

  public Counts plus(Counts other) {
    TreeMap<String, Long> sum = new TreeMap<>(byMeasure);
    other.byMeasure.forEach((measure, count) -> sum.merge(measure, count, Math::addExact));
    return new Counts(sum);
  }

  public Counts negated() {
    TreeMap<String, Long> negated = new TreeMap<>();
    byMeasure.forEach((measure, count) -> negated.put(measure, Math.negateExact(count)));
    return new Counts(negated);
  }

  /** The count of a measure; 0 when it is absent. */
  public long get(String measure) {
    return byMeasure.getOrDefault(measure, 0L);
  }

  public boolean isNone() {
    return byMeasure.isEmpty();
  }
}
