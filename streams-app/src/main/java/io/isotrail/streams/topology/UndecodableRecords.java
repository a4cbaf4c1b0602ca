package io.isotrail.streams.topology;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * How many undecodable records may be put aside within an hour. A few are poison; many are a bad
 * deployment, and going on would drain the topic.
 */
final class UndecodableRecords {

  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final int limit;
  private final LongSupplier nanos;
  private final ArrayDeque<Long> seen = new ArrayDeque<>();

  UndecodableRecords(int limit, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
  }

  /** Counts one more; false when it is one too many. */
  synchronized boolean oneMore() {
    long now = nanos.getAsLong();
    while (!seen.isEmpty() && now - seen.getFirst() > HOUR) {
      seen.removeFirst();
    }
    if (seen.size() >= limit) {
      return false;
    }
    seen.addLast(now);
    return true;
  }

  int limit() {
    return limit;
  }
}
