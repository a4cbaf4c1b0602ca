package io.isotrail.streams.kpi;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Times to remediate in logarithmic buckets. Buckets are integers computed from integers, so that
 * every machine gives the same ones; they only add up, so that histograms can be merged and
 * subtracted. A bucket's value is at most {@value #RELATIVE_ERROR_PERCENT} % off any time in it,
 * and exact below {@value #EXACT_BELOW} seconds.
 *
 * @param byBucket bucket to count, sparse; negative counts stand for what is to be taken away
 */
public record RemediationHistogram(SortedMap<Integer, Long> byBucket) {

  /** No time. */
  public static final RemediationHistogram NONE = new RemediationHistogram(new TreeMap<>());

  static final int RELATIVE_ERROR_PERCENT = 2;
  static final int EXACT_BELOW = 67;

  /** Each bucket is at most this much wider than its lowest value. */
  private static final int WIDTH_PERCENT = 3;

  /** The lowest seconds of each bucket; the last one holds everything above (1,000 years). */
  private static final long[] LOWEST = lowest();

  public RemediationHistogram {
    TreeMap<Integer, Long> kept = new TreeMap<>(byBucket);
    kept.values().removeIf(count -> count == 0);
    byBucket = Collections.unmodifiableSortedMap(kept);
  }

  private static long[] lowest() {
    long limit = 1_000L * 366 * 86_400;
    long[] bounds = new long[1_024];
    int size = 0;
    for (long low = 0; low < limit; low += Math.max(1, low * WIDTH_PERCENT / 100)) {
      bounds[size++] = low;
    }
    return Arrays.copyOf(bounds, size);
  }

  /**
   * The bucket of a time.
   *
   * @param seconds not negative; bucket 0 holds 0 seconds alone
   */
  public static int bucket(long seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("a time to remediate is never negative: " + seconds);
    }
    int found = Arrays.binarySearch(LOWEST, seconds);
    return found >= 0 ? found : -found - 2;
  }

  /** How many buckets there are. */
  static int buckets() {
    return LOWEST.length;
  }

  /** The seconds that stand for a bucket. */
  public static long seconds(int bucket) {
    long low = LOWEST[bucket];
    if (bucket == LOWEST.length - 1) {
      return low;
    }
    long high = LOWEST[bucket + 1] - 1;
    return low + (high - low) / 2;
  }

  /** The histogram in a vector of counts. */
  public static RemediationHistogram of(Counts counts) {
    TreeMap<Integer, Long> byBucket = new TreeMap<>();
    // '/' follows '.' in the order of characters, so that this is every key with the prefix.
    String prefix = Measures.REMEDIATION_BUCKET;
    String end = prefix.substring(0, prefix.length() - 1) + '/';
    for (Map.Entry<String, Long> entry : counts.byMeasure().subMap(prefix, end).entrySet()) {
      byBucket.put(Integer.parseInt(entry.getKey().substring(prefix.length())), entry.getValue());
    }
    return new RemediationHistogram(byBucket);
  }

  public RemediationHistogram plus(RemediationHistogram other) {
    TreeMap<Integer, Long> sum = new TreeMap<>(byBucket);
    other.byBucket.forEach((bucket, count) -> sum.merge(bucket, count, Math::addExact));
    return new RemediationHistogram(sum);
  }

  public RemediationHistogram minus(RemediationHistogram other) {
    TreeMap<Integer, Long> difference = new TreeMap<>(byBucket);
    other.byBucket.forEach(
        (bucket, count) -> difference.merge(bucket, Math.negateExact(count), Math::addExact));
    return new RemediationHistogram(difference);
  }

  /** How many times it holds. */
  public long count() {
    return byBucket.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The nearest-rank percentile in seconds.
   *
   * @param percent 1 to 100
   * @return empty when it holds nothing
   */
  public OptionalLong percentile(int percent) {
    long count = count();
    if (count <= 0) {
      return OptionalLong.empty();
    }
    long rank = (Math.multiplyExact(count, (long) percent) + 99) / 100;
    long below = 0;
    for (Map.Entry<Integer, Long> entry : byBucket.entrySet()) {
      below += entry.getValue();
      if (below >= rank) {
        return OptionalLong.of(seconds(entry.getKey()));
      }
    }
    return OptionalLong.of(seconds(byBucket.lastKey()));
  }
}
