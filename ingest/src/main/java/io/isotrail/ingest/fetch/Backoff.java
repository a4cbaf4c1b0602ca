package io.isotrail.ingest.fetch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting between attempts: a ceiling doubles up to a cap, and any wait below it is as likely as
 * another ("full jitter", AWS Architecture Blog, "Exponential Backoff And Jitter"), so that many
 * who failed together do not come back together.
 *
 * @param attempts how often at most, the first included
 * @param first ceiling of the wait before the second attempt
 * @param cap no wait is longer
 * @param random where the jitter comes from
 */
public record Backoff(int attempts, Duration first, Duration cap, RandomGenerator random) {

  public Backoff {
    if (attempts < 1 || first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "back-off needs an attempt, a first wait above zero and a cap not below it");
    }
  }

  /**
   * How long to wait before an attempt.
   *
   * @param attempt 2 for the first repetition
   */
  public Duration before(int attempt) {
    long full = first.toMillis();
    for (int i = 2; i < attempt && full < cap.toMillis(); i++) {
      full *= 2;
    }
    full = Math.max(1, Math.min(cap.toMillis(), full));
    return Duration.ofMillis(1 + random.nextLong(full));
  }
}
