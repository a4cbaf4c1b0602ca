package io.isotrail.ingest.backfill;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Holds objects back so that no more than so many, and so many bytes, begin in a second. What was
 * not used of the last second may be used at once. An object of more bytes than a second allows
 * goes when its turn comes, and those after it wait the longer. Used by one thread.
 */
public final class Pace {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final double objectNanos;
  private final double byteNanos;
  private final LongSupplier clock;
  private final Sleeper sleeper;
  private long objectsPaidUntil;
  private long bytesPaidUntil;

  /** Lets time pass. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * @param objects in a second; 0 for no limit
   * @param bytes in a second, as stored; 0 for no limit
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public Pace(int objects, long bytes, LongSupplier clock, Sleeper sleeper) {
    this.objectNanos = objects == 0 ? 0 : (double) SECOND / objects;
    this.byteNanos = bytes == 0 ? 0 : (double) SECOND / bytes;
    this.clock = clock;
    this.sleeper = sleeper;
    long now = clock.getAsLong();
    this.objectsPaidUntil = now - SECOND;
    this.bytesPaidUntil = now - SECOND;
  }

  /** Waits for the turn of an object. */
  void await(long bytes) throws InterruptedException {
    long wait = Math.max(objectsPaidUntil, bytesPaidUntil) - clock.getAsLong();
    if (wait > 0) {
      sleeper.sleep(Duration.ofNanos(wait));
    }
    long unusedFrom = clock.getAsLong() - SECOND;
    objectsPaidUntil = Math.max(objectsPaidUntil, unusedFrom) + Math.round(objectNanos);
    bytesPaidUntil =
        Math.max(bytesPaidUntil, unusedFrom) + Math.round(byteNanos * Math.max(0, bytes));
  }
}
