package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.OffsetDateTime;
import java.time.Year;
import java.time.format.DateTimeParseException;
import java.util.Arrays;

/** CloudTrail's eventTime as epoch seconds. */
public final class EventTime {

  /** The answer for a text that is no point in time. */
  public static final long UNREADABLE = Long.MIN_VALUE;

  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };
  private static final int[] DAYS_OF_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private EventTime() {}

  /**
   * Reads ISO-8601 with {@code Z}, an offset, or a fraction of a second, which is dropped (towards
   * the past).
   *
   * @return epoch seconds, or {@link #UNREADABLE}
   */
  public static long parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /** As {@link #parse(String)}, without allocating for CloudTrail's own form. */
  static long parse(char[] text, int from, int length) {
    if (length == 20
        && text[from + 4] == '-'
        && text[from + 7] == '-'
        && text[from + 10] == 'T'
        && text[from + 13] == ':'
        && text[from + 16] == ':'
        && text[from + 19] == 'Z') {
      int year = digits(text, from, 4);
      int month = digits(text, from + 5, 2);
      int day = digits(text, from + 8, 2);
      int hour = digits(text, from + 11, 2);
      int minute = digits(text, from + 14, 2);
      int second = digits(text, from + 17, 2);
      if ((year | month | day | hour | minute | second) < 0
          || year == 0
          || month < 1
          || month > 12
          || day < 1
          || day > lengthOf(year, month)
          || hour > 23
          || minute > 59
          || second > 59) {
        return UNREADABLE;
      }
      return daysSinceEpoch(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second;
    }
    return parseAnyForm(text, from, length);
  }

  /**
   * Reads CloudTrail's own form from bytes, e.g. 2026-03-01T10:00:00Z, which a quote must follow.
   * Remembers the day: the records of a file share few.
   */
  static final class Days {

    private static final int DAY_CHARACTERS = 11;
    private static final int CHARACTERS = 20;

    private ShortText day = new ShortText(new byte[0]);
    private long startOfDay = UNREADABLE;

    /**
     * Reads one.
     *
     * @param text holds more than these 21 bytes
     * @return epoch seconds, or {@link #UNREADABLE} for every other form, right or wrong
     */
    long parseQuoted(byte[] text, int from) {
      if (text[from + CHARACTERS] != '"' || text[from + CHARACTERS - 1] != 'Z') {
        return UNREADABLE;
      }
      if (startOfDay != UNREADABLE && day.isAt(text, from, from + CHARACTERS)) {
        int hour = digits(text, from + 11);
        int minute = digits(text, from + 14);
        int second = digits(text, from + 17);
        return text[from + 13] == ':'
                && text[from + 16] == ':'
                && (hour | minute | second) >= 0
                && hour < 24
                && minute < 60
                && second < 60
            ? startOfDay + hour * 3_600L + minute * 60L + second
            : UNREADABLE;
      }
      long at = parse(new String(text, from, CHARACTERS, ISO_8859_1));
      if (at != UNREADABLE && text[from + DAY_CHARACTERS - 1] == 'T') {
        day = new ShortText(Arrays.copyOfRange(text, from, from + DAY_CHARACTERS));
        startOfDay = at - Math.floorMod(at, 86_400);
      }
      return at;
    }

    private static int digits(byte[] text, int at) {
      int tens = text[at] - '0';
      int ones = text[at + 1] - '0';
      return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
  }

  private static long parseAnyForm(char[] text, int from, int length) {
    if (length > 40) {
      return UNREADABLE;
    }
    try {
      return OffsetDateTime.parse(new String(text, from, length)).toEpochSecond();
    } catch (DateTimeParseException e) {
      return UNREADABLE;
    }
  }

  private static int lengthOf(int year, int month) {
    return month == 2 && Year.isLeap(year) ? 29 : DAYS_OF_MONTH[month - 1];
  }

  private static long daysSinceEpoch(int year, int month, int day) {
    long before = year - 1L;
    long days = before * 365 + before / 4 - before / 100 + before / 400 - 719_162;
    days += DAYS_BEFORE_MONTH[month - 1] + day - 1L;
    return month > 2 && Year.isLeap(year) ? days + 1 : days;
  }

  /** The number, or a negative one when a character is no digit. */
  private static int digits(char[] text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
