package io.isotrail.schemas.registry;

import java.time.Duration;

/**
 * Capped exponential back-off with jitter: the wait doubles up to the cap, and half of it is left
 * to chance, so that many clients do not come back at once.
 *
 * @param first the whole wait before the first retry
 * @param most the cap
 */
record Backoff(Duration first, Duration most) {

  /**
   * The wait before a retry.
   *
   * @param retry counts from 0
   * @param chance within 0 (inclusive) and 1 (exclusive)
   */
  Duration before(int retry, double chance) {
    long whole = first.toMillis();
    for (int i = 0; i < retry && whole > 0 && whole < most.toMillis(); i++) {
      whole *= 2;
    }
    whole = Math.min(whole, most.toMillis());
    return Duration.ofMillis(whole / 2 + (long) (chance * (whole - whole / 2)));
  }
}
