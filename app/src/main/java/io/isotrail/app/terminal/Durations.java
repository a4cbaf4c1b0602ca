package io.isotrail.app.terminal;

/** Seconds for people: the two largest units. */
public final class Durations {

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Durations() {}

  /** E.g. {@code 41 d 3 h}, {@code 2 h 5 min}, {@code 40 s}. */
  public static String of(long seconds) {
    if (seconds >= DAY) {
      return pair(seconds / DAY, "d", seconds % DAY / HOUR, "h");
    }
    if (seconds >= HOUR) {
      return pair(seconds / HOUR, "h", seconds % HOUR / MINUTE, "min");
    }
    if (seconds >= MINUTE) {
      return pair(seconds / MINUTE, "min", seconds % MINUTE, "s");
    }
    return seconds + " s";
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return small == 0
        ? large + " " + largeUnit
        : large + " " + largeUnit + " " + small + " " + smallUnit;
  }
}
