package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CountsTest {

  private static final Counts TWO = new Counts(Map.of("a", 1L, "c", 3L));

  @Test
  void sumsAreByMeasure() {
    assertThat(TWO.plus(new Counts(Map.of("b", 2L, "c", 4L, "d", 5L))))
        .isEqualTo(new Counts(Map.of("a", 1L, "b", 2L, "c", 7L, "d", 5L)));
    assertThat(TWO.plus(Counts.of("c", -3))).isEqualTo(Counts.of("a", 1));
    assertThat(TWO.plus(TWO.negated())).isEqualTo(Counts.NONE);
    assertThat(TWO.plus(Counts.NONE)).isEqualTo(TWO);
    assertThat(Counts.NONE.plus(TWO)).isEqualTo(TWO);
  }

  @Test
  void aZeroIsNoCount() {
    assertThat(new Counts(Map.of("a", 0L))).isEqualTo(Counts.NONE);
    assertThat(Counts.of("a", 0)).isEqualTo(Counts.NONE);
    assertThat(Counts.NONE.isNone()).isTrue();
    assertThat(TWO.isNone()).isFalse();
    assertThat(TWO.size()).isEqualTo(2);
    assertThat(TWO.get("a")).isEqualTo(1);
    assertThat(TWO.get("b")).isZero();
    assertThat(TWO.get("c")).isEqualTo(3);
  }

  @Test
  void equalCountsAreEqualWhateverMadeThem() {
    assertThat(Counts.of("a", 1).plus(Counts.of("c", 3))).isEqualTo(TWO).hasSameHashCodeAs(TWO);
    assertThat(TWO).isNotEqualTo(new Counts(Map.of("a", 1L, "c", 4L)));
    assertThat(TWO).isNotEqualTo(new Counts(Map.of("a", 1L, "d", 3L)));
    assertThat(TWO).isNotEqualTo(Map.of("a", 1L, "c", 3L)).isNotEqualTo(null);
    assertThat(TWO).hasToString("Counts{a=1, c=3}");
  }

  @Test
  void aSumThatDoesNotFitIsAnError() {
    Counts most = Counts.of("a", Long.MAX_VALUE);

    assertThatThrownBy(() -> most.plus(Counts.of("a", 1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Counts.of("a", Long.MIN_VALUE).negated())
        .isInstanceOf(ArithmeticException.class);
  }
}
