package io.isotrail.streams.kpi;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A sparse vector of whole numbers by the name of the measure; an abelian group under {@link
 * #plus}. Zeros are never kept, so that equal vectors are equal objects. Immutable.
 *
 * <p>Some are made and added for every fact and nearly all have one to five measures, so that two
 * sorted arrays take a fraction of the time and of the memory of a map.
 */
public final class Counts {

  /** The neutral element. */
  public static final Counts NONE = new Counts(new String[0], new long[0]);

  /** In their natural order, each once. */
  private final String[] measures;

  /** Of each measure; none is zero. */
  private final long[] counts;

  private Counts(String[] measures, long[] counts) {
    this.measures = measures;
    this.counts = counts;
  }

  /** What a map holds, without its zeros. */
  public Counts(Map<String, Long> byMeasure) {
    NavigableMap<String, Long> sorted = new TreeMap<>(byMeasure);
    sorted.values().removeIf(count -> count == 0);
    measures = sorted.keySet().toArray(new String[0]);
    counts = new long[measures.length];
    int at = 0;
    for (long count : sorted.values()) {
      counts[at++] = count;
    }
  }

  /** One measure. */
  public static Counts of(String measure, long count) {
    return count == 0 ? NONE : new Counts(new String[] {measure}, new long[] {count});
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException when it does not fit
   */
  public Counts plus(Counts other) {
    if (isNone() || other.isNone()) {
      return isNone() ? other : this;
    }
    int most = measures.length + other.measures.length;
    String[] names = new String[most];
    long[] sums = new long[most];
    int size = 0;
    int own = 0;
    int its = 0;
    while (own < measures.length || its < other.measures.length) {
      int order = order(own, other, its);
      names[size] = order <= 0 ? measures[own] : other.measures[its];
      sums[size] =
          Math.addExact(order <= 0 ? counts[own++] : 0, order >= 0 ? other.counts[its++] : 0);
      if (sums[size] != 0) {
        size++;
      }
    }
    return size == most
        ? new Counts(names, sums)
        : new Counts(Arrays.copyOf(names, size), Arrays.copyOf(sums, size));
  }

  /** Which of two places has the smaller measure; one behind the last has the greatest. */
  private int order(int own, Counts other, int its) {
    if (own == measures.length || its == other.measures.length) {
      return own == measures.length ? 1 : -1;
    }
    return measures[own].compareTo(other.measures[its]);
  }

  public Counts negated() {
    long[] negated = new long[counts.length];
    for (int at = 0; at < negated.length; at++) {
      negated[at] = Math.negateExact(counts[at]);
    }
    return new Counts(measures, negated);
  }

  /** The measures with their counts, in the order of their names. */
  public NavigableMap<String, Long> byMeasure() {
    NavigableMap<String, Long> byMeasure = new TreeMap<>();
    forEach(byMeasure::put);
    return Collections.unmodifiableNavigableMap(byMeasure);
  }

  /** Tells each measure with its count, in the order of their names. */
  public void forEach(BiConsumer<String, Long> reader) {
    for (int at = 0; at < measures.length; at++) {
      reader.accept(measures[at], counts[at]);
    }
  }

  /** How many measures are not zero. */
  public int size() {
    return measures.length;
  }

  /** The count of a measure; 0 when it is absent. */
  public long get(String measure) {
    int at = Arrays.binarySearch(measures, measure);
    return at < 0 ? 0 : counts[at];
  }

  public boolean isNone() {
    return measures.length == 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Counts same
            && Arrays.equals(counts, same.counts)
            && Arrays.equals(measures, same.measures));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(measures) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Counts" + byMeasure();
  }
}
