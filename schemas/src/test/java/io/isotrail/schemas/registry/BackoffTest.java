package io.isotrail.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {

  @ParameterizedTest
  @CsvSource({
    // retry, chance, millis
    "0, 0.0, 50",
    "0, 0.999, 99",
    "1, 0.0, 100",
    "2, 0.5, 300",
    "3, 0.0, 400",
    "4, 0.0, 500",
    "4, 0.999, 999",
    "60, 0.0, 500",
    "2000000000, 0.5, 750",
  })
  void theWaitDoublesUpToTheCapAndHalfOfItIsChance(int retry, double chance, long millis) {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1000));

    assertThat(backoff.before(retry, chance)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "100, 0", "0, 0"})
  void aWaitOfNothingEndsAtOnce(long first, long most) {
    Backoff backoff = new Backoff(Duration.ofMillis(first), Duration.ofMillis(most));

    assertThat(backoff.before(2_000_000_000, 0.9)).isEqualTo(Duration.ZERO);
  }
}
