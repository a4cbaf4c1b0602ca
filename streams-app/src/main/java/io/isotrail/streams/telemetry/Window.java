package io.isotrail.streams.telemetry;

import java.util.List;

/**
 * A rolling window as a label.
 *
 * @param label e.g. {@code 30d}
 */
record Window(String label, int days) {

  static final List<Window> ALL =
      List.of(
          new Window("1d", 1), new Window("7d", 7), new Window("30d", 30), new Window("90d", 90));

  private static final long DAY_SECONDS = 86_400;

  /** Whether an instant lies in (asOf - window, asOf]. */
  boolean holds(long at, long asOf) {
    return at > asOf - seconds() && at <= asOf;
  }

  long seconds() {
    return days * DAY_SECONDS;
  }

  static Window longest() {
    return ALL.getLast();
  }
}
