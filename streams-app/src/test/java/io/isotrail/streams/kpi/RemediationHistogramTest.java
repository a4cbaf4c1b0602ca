package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RemediationHistogramTest {

  private static final Percentage TWO_PERCENT = Percentage.withPercentage(2);

  @Property(tries = 10_000)
  void aBucketIsAtMostTwoPercentOffAnyTimeInIt(
      @ForAll @LongRange(min = 0, max = 31_000_000_000L) long seconds) {
    assertThat(RemediationHistogram.seconds(RemediationHistogram.bucket(seconds)))
        .isCloseTo(seconds, TWO_PERCENT);
  }

  @Property
  void percentilesAreNearestRankWithinTwoPercent(
      @ForAll @NotEmpty @Size(max = 200) List<@LongRange(min = 0, max = 40_000_000) Long> times,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    RemediationHistogram histogram = of(times);
    List<Long> sorted = times.stream().sorted().toList();
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);

    assertThat(histogram.percentile(percent).orElseThrow())
        .isCloseTo(sorted.get(rank - 1), TWO_PERCENT);
  }

  @Property
  void histogramsMergeAndSubtract(
      @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 40_000_000) Long> one,
      @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 40_000_000) Long> other) {
    RemediationHistogram both = of(one).plus(of(other));

    assertThat(both.count()).isEqualTo(one.size() + other.size());
    assertThat(both.minus(of(other))).isEqualTo(of(one));
    assertThat(of(one).plus(RemediationHistogram.NONE)).isEqualTo(of(one));
  }

  @Test
  void shortTimesAreExact() {
    for (long seconds = 0; seconds < RemediationHistogram.EXACT_BELOW; seconds++) {
      assertThat(RemediationHistogram.seconds(RemediationHistogram.bucket(seconds)))
          .isEqualTo(seconds);
    }
    assertThat(RemediationHistogram.bucket(0)).isZero();
  }

  @Test
  void bucketsAscendAndTheLastHoldsTheRest() {
    int last = RemediationHistogram.bucket(Long.MAX_VALUE);

    for (int bucket = 1; bucket <= last; bucket++) {
      assertThat(RemediationHistogram.seconds(bucket))
          .isGreaterThan(RemediationHistogram.seconds(bucket - 1));
    }
    assertThat(last).isLessThan(1_024);
  }

  @Test
  void onlyItsOwnMeasuresAreRead() {
    Counts counts =
        Counts.of(Measures.remediationBucket(5), 2)
            .plus(Counts.of(Measures.OPENED, 9))
            .plus(Counts.of(Measures.REJECTIONS_DISTINCT, 9));

    assertThat(RemediationHistogram.of(counts).count()).isEqualTo(2);
    assertThat(RemediationHistogram.of(counts).percentile(50)).hasValue(5);
  }

  @Test
  void aBucketStandsForItsMiddle() {
    int bucket = RemediationHistogram.bucket(1_000_000);
    long lowest = 1_000_000;
    while (RemediationHistogram.bucket(lowest - 1) == bucket) {
      lowest--;
    }
    long highest = 1_000_000;
    while (RemediationHistogram.bucket(highest + 1) == bucket) {
      highest++;
    }

    assertThat(RemediationHistogram.seconds(bucket)).isEqualTo(lowest + (highest - lowest) / 2);
  }

  @Test
  void everyBucketHoldsWhatStandsForIt() {
    for (int bucket = 0; bucket < RemediationHistogram.buckets(); bucket++) {
      assertThat(RemediationHistogram.bucket(RemediationHistogram.seconds(bucket)))
          .isEqualTo(bucket);
    }
  }

  @Test
  void percentilesAreNearestRank() {
    RemediationHistogram ten = of(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));

    assertThat(ten.percentile(1)).hasValue(1);
    assertThat(ten.percentile(10)).hasValue(1);
    assertThat(ten.percentile(11)).hasValue(2);
    assertThat(ten.percentile(50)).hasValue(5);
    assertThat(ten.percentile(90)).hasValue(9);
    assertThat(ten.percentile(91)).hasValue(10);
    assertThat(ten.percentile(100)).hasValue(10);
    assertThat(of(List.of(7L)).percentile(1)).hasValue(7);
  }

  @Test
  void theSumOfTwoLessOneIsTheOther() {
    RemediationHistogram one = of(List.of(1L, 1L, 50L));
    RemediationHistogram other = of(List.of(1L, 9L));

    assertThat(one.plus(other)).isEqualTo(of(List.of(1L, 1L, 1L, 9L, 50L)));
    assertThat(one.plus(other).minus(one)).isEqualTo(other);
    assertThat(one.minus(one)).isEqualTo(RemediationHistogram.NONE);
    assertThat(one.count()).isEqualTo(3);
  }

  @Test
  void nothingHasNoPercentile() {
    assertThat(RemediationHistogram.NONE.percentile(90)).isEmpty();
  }

  @Test
  void aNegativeTimeIsAMistake() {
    assertThatThrownBy(() -> RemediationHistogram.bucket(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RemediationHistogram of(List<Long> times) {
    TreeMap<Integer, Long> byBucket = new TreeMap<>();
    times.forEach(time -> byBucket.merge(RemediationHistogram.bucket(time), 1L, Long::sum));
    return new RemediationHistogram(byBucket);
  }
}
