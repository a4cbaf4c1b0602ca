package io.isotrail.ingest.read.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The three names of a record's own fields that tell when and where, found by their capital letter,
 * and what their values are.
 */
final class FieldNames {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int NO_TEXT = -1;
  private static final int NO_NAME = -2;

  private static final Name EVENT_TIME = new Name("eventTime");
  private static final Name REGION = new Name("awsRegion");
  private static final Name ACCOUNT = new Name("recipientAccountId");

  private FieldNames() {}

  private static byte[] quoted(String text) {
    return ('"' + text + '"').getBytes(UTF_8);
  }

  /**
   * A name in its quotes, of 10 to 24 characters with them.
   *
   * @param first its first eight bytes
   * @param middle eight bytes that end where the last eight begin, or overlap with both
   * @param last its last eight bytes
   * @param capital position of the capital letter, by which it is found
   */
  private record Name(long first, long middle, long last, int length, int capital) {

    Name(String name) {
      this(
          word(name, 0),
          word(name, (name.length() - 6) / 2),
          word(name, name.length() - 6),
          name.length() + 2,
          1 + capital(name));
    }

    private static long word(String name, int from) {
      return (long) LONG.get(quoted(name), from);
    }

    private static int capital(String name) {
      int at = 0;
      while (!Classifier.isName((byte) name.charAt(at))) {
        at++;
      }
      return at;
    }

    /**
     * The closing quote when this name stands around a capital letter in a string of the record;
     * else -1.
     */
    int at(byte[] text, int letter, int record, int to) {
      int start = letter - capital;
      int end = start + length;
      return start > record
              && end <= to
              && (long) LONG.get(text, start) == first
              && (long) LONG.get(text, end - 8) == last
              && (long) LONG.get(text, start + (length - 8) / 2) == middle
              // A quote after a backslash is part of a longer text.
              && text[start - 1] != '\\'
          ? end - 1
          : -1;
    }
  }

  /**
   * Looks at a name that may be here.
   *
   * @param mark its capital letter, in a string of the record, or its opening quote
   */
  static void look(byte[] text, int mark, int to, FoundRecord found) {
    int letter = text[mark] == '"' ? capital(text, mark, to) : mark;
    switch (text[letter]) {
      case 'T' -> {
        int quote = EVENT_TIME.at(text, letter, found.from, to);
        if (quote >= 0) {
          found.eventTime = latest(found.eventTime, value(text, quote, to));
        }
      }
      case 'R' -> {
        int quote = REGION.at(text, letter, found.from, to);
        if (quote >= 0) {
          found.region = latest(found.region, value(text, quote, to));
        }
      }
      case 'A' -> {
        int quote = ACCOUNT.at(text, letter, found.from, to);
        if (quote >= 0) {
          found.account = latest(found.account, value(text, quote, to));
        }
      }
      default -> {}
    }
  }

  /** Where the capital letter must be if one of the names begins here. */
  private static int capital(byte[] text, int quote, int to) {
    if (quote + ACCOUNT.capital >= to) {
      // Too near the end for any of them and its value.
      return quote;
    }
    return switch (text[quote + 1]) {
      case 'e' -> quote + EVENT_TIME.capital;
      case 'a' -> quote + REGION.capital;
      case 'r' -> quote + ACCOUNT.capital;
      default -> quote;
    };
  }

  /**
   * Whether the backslash begins an escape that may be part of a name or of a source, which are
   * letters and dots.
   */
  static boolean maySpell(byte[] text, int backslash, int to) {
    if (backslash + 5 >= to
        || text[backslash + 1] != 'u'
        || text[backslash + 2] != '0'
        || text[backslash + 3] != '0') {
      return false;
    }
    int high = text[backslash + 4];
    return (high >= '4' && high <= '7') || (high == '2' && (text[backslash + 5] | 0x20) == 'e');
  }

  /** Of duplicate names the last that has a text counts. */
  private static int latest(int before, int value) {
    return value < 0 ? before : value;
  }

  /**
   * Where the value begins that belongs to the name that ends at the quote: its own quote; {@link
   * #NO_TEXT} when it is something else, {@link #NO_NAME} when no colon follows the name.
   */
  private static int value(byte[] text, int quote, int to) {
    if (quote + 2 < to && text[quote + 1] == ':' && text[quote + 2] == '"') {
      return quote + 2;
    }
    int at = afterSpace(text, quote + 1, to);
    if (at == to || text[at] != ':') {
      return NO_NAME;
    }
    at = afterSpace(text, at + 1, to);
    return at < to && text[at] == '"' ? at : NO_TEXT;
  }

  private static int afterSpace(byte[] text, int from, int to) {
    int at = from;
    while (at < to && RecordScanner.isSpace(text[at])) {
      at++;
    }
    return at;
  }
}
