package io.isotrail.streams.topology;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The bounds of one step: so many entries, and a time, because a transaction has a time-out and one
 * entry may take as long as a thousand others. The clock decides when the rest is done, and nothing
 * else.
 */
final class Slice {

  private static final long LONGEST = Duration.ofMillis(200).toNanos();

  private final LongSupplier nanos;
  private final long begun;
  private boolean first = true;
  private int left;

  /**
   * @param most entries
   * @param nanos a clock as {@link System#nanoTime}
   */
  Slice(int most, LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.left = most;
  }

  /** Takes one entry more; false when the step is at its end. The first one is always given. */
  boolean takesOneMore() {
    if (left == 0 || (!first && nanos.getAsLong() - begun >= LONGEST)) {
      return false;
    }
    first = false;
    left--;
    return true;
  }
}
