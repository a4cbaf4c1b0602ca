package io.isotrail.streams.kpi;

import java.util.Arrays;

/** How many violations are overdue and which one is the oldest, at each of some instants. */
final class OpenViolations {

  private static final long NONE = Long.MAX_VALUE;

  private final long[] instants;

  /** Changes from one instant to the next. */
  private final long[] overdue;

  private final long[] oldest;

  /**
   * Nothing is open yet.
   *
   * @param instants ascending; not to be changed
   */
  OpenViolations(long[] instants) {
    this.instants = instants;
    this.overdue = new long[instants.length + 1];
    this.oldest = new long[instants.length];
    Arrays.fill(oldest, NONE);
  }

  void add(KpiSource.Stretch stretch) {
    int first = firstAt(stretch.from());
    int end = stretch.to() == null ? instants.length : firstAt(stretch.to());
    for (int at = first; at < end; at++) {
      oldest[at] = Math.min(oldest[at], stretch.openedAt());
    }
    if (stretch.dueAt() != null) {
      // From the second after the one in which it is due.
      int due = Math.max(first, firstAt(stretch.dueAt() + 1));
      if (due < end) {
        overdue[due]++;
        overdue[end]--;
      }
    }
  }

  long instant(int at) {
    return instants[at];
  }

  /** Violations that are overdue at the instant with this number. */
  long overdue(int at) {
    long sum = 0;
    for (int before = 0; before <= at; before++) {
      sum += overdue[before];
    }
    return sum;
  }

  /** Age in seconds of the oldest one at the instant with this number; 0 when none is open. */
  long oldestSeconds(int at) {
    return oldest[at] == NONE ? 0 : instants[at] - oldest[at];
  }

  private int firstAt(long instant) {
    int found = Arrays.binarySearch(instants, instant);
    return found >= 0 ? found : -found - 1;
  }
}
