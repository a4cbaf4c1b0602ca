package io.isotrail.streams.codec;

import java.util.List;
import java.util.stream.Stream;

/** Keys made of several parts, each escaped, so that two different lists never give one key. */
public final class Keys {

  /** Digits of the largest long. */
  private static final int MOST_DIGITS = 19;

  private Keys() {}

  /** The parts joined by slashes; a slash or a per cent sign inside a part is escaped. */
  public static String of(Object... parts) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        key.append('/');
      }
      escape(parts[i].toString(), '/', key);
    }
    return key.toString();
  }

  /** The parts that {@link #of} joined. */
  static List<String> parts(String key) {
    return Stream.of(key.split("/", -1))
        .map(part -> part.replace("%2F", "/").replace("%25", "%"))
        .toList();
  }

  /** As {@link #of}, joined by number signs; slashes stay as they are. */
  static String ofHashed(Object... parts) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        key.append('#');
      }
      escape(parts[i].toString(), '#', key);
    }
    return key.toString();
  }

  private static void escape(String part, char separator, StringBuilder into) {
    if (part.indexOf('%') < 0 && part.indexOf(separator) < 0) {
      into.append(part);
      return;
    }
    for (int i = 0; i < part.length(); i++) {
      char character = part.charAt(i);
      if (character == '%') {
        into.append("%25");
      } else if (character == separator) {
        into.append(separator == '/' ? "%2F" : "%23");
      } else {
        into.append(character);
      }
    }
  }

  /** An instant or a number whose text sorts as the number does; not negative. */
  public static String sortable(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("a negative number does not sort: " + number);
    }
    String digits = Long.toString(number);
    return "0".repeat(MOST_DIGITS - digits.length()) + digits;
  }
}
