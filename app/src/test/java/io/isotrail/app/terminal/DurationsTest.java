package io.isotrail.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "3599, 59 min 59 s",
    "3600, 1 h",
    "86399, 23 h 59 min",
    "86400, 1 d",
    "3552999, 41 d 2 h"
  })
  void namesTheTwoLargestUnits(long seconds, String expected) {
    assertThat(Durations.of(seconds)).isEqualTo(expected);
  }
}
