package io.isotrail.schemas.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text of a setting becomes a value. Every error says what is accepted. */
final class Values {

  private static final Pattern BYTES =
      Pattern.compile("(\\d+)\\s*(B|KiB|MiB|GiB)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  private Values() {}

  static long whole(String text, long least, long most) {
    long value;
    try {
      value = Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a whole number is needed, not '" + text + "'", e);
    }
    return within(value, least, most);
  }

  static long bytes(String text, long least, long most) {
    Matcher matcher = BYTES.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a number of bytes such as 1048576 or 64KiB is needed, not '" + text + "'");
    }
    String unit = matcher.group(2) == null ? "b" : matcher.group(2).toLowerCase(Locale.ROOT);
    int shift =
        switch (unit) {
          case "kib" -> 10;
          case "mib" -> 20;
          case "gib" -> 30;
          default -> 0;
        };
    return within(
        Math.multiplyExact(whole(matcher.group(1), 0, Long.MAX_VALUE), 1L << shift), least, most);
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (matcher.matches()) {
      long amount = whole(matcher.group(1), 0, Long.MAX_VALUE);
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "a duration such as 500ms, 30s, 5m, 12h or 7d is needed, not '" + text + "'", e);
    }
  }

  static Duration duration(String text, String least, String most) {
    Duration value = duration(text);
    if (value.compareTo(duration(least)) < 0 || value.compareTo(duration(most)) > 0) {
      throw new IllegalArgumentException(
          "must lie within " + least + " and " + most + ", and is " + text.strip());
    }
    return value;
  }

  static boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false is needed, not '" + text + "'");
    };
  }

  private static long within(long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "must lie within " + least + " and " + most + ", and is " + value);
    }
    return value;
  }
}
