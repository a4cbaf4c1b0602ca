package io.isotrail.ingest.read.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;

/**
 * Finds the elements of a JSON array of objects by the shape of the text: strings, escapes, and the
 * nesting of braces and brackets, from the array's beginning, so that neither a string nor a nested
 * object can pass for a record. Of each object it tells where the values lie that decide about it.
 *
 * <p>It does not check what lies between: literals, numbers, commas within a record, or UTF-8. It
 * stops, and says so, at everything that it does not expect: an element that is no object, brackets
 * that do not match, an escape outside a string, nesting beyond {@value #MOST_DEPTH} levels. Not
 * safe for use by several threads at once.
 */
public final class RecordScanner {

  /** Takes the records, in the order of the text. */
  public interface Records {

    /**
     * Takes one record.
     *
     * @param record valid during the call only
     * @return false when the scan must not go beyond what was taken before this record
     */
    boolean record(byte[] text, FoundRecord record);
  }

  /** How a scan came to an end. */
  public enum End {
    /** The text ended before the array did. */
    OPEN,
    /** The array was closed; the scanner stands at its bracket. */
    CLOSED,
    /** Something that only a parser can judge comes next. */
    UNEXPECTED
  }

  /** Levels within a record that fit the stack of kinds. */
  static final int MOST_DEPTH = 62;

  private static final long EVEN_BITS = 0x5555_5555_5555_5555L;
  private static final int CHUNK_BLOCKS = 64;

  /** Two bits in which the kinds of braces and brackets differ, and no other of the BRACES. */
  private static final int OPENING = 2;

  private static final int CLOSING = 4;

  private static final int NO_TEXT = -1;
  private static final int NO_NAME = -2;

  private static final byte[] EVENT_SOURCE = quoted("eventSource");
  private static final byte[] EVENT_TIME = quoted("eventTime");
  private static final byte[] REGION = quoted("awsRegion");
  private static final byte[] ACCOUNT = quoted("recipientAccountId");

  private final Classifier classifier;
  private final byte[][] wantedSources;
  private final long[] masks = new long[CHUNK_BLOCKS * Classifier.MASKS];
  private final byte[] lastBlock = new byte[Classifier.BLOCK];
  private final FoundRecord found = new FoundRecord();
  private int position;
  private boolean any;

  RecordScanner(Classifier classifier, Set<String> eventSources) {
    this.classifier = classifier;
    this.wantedSources = eventSources.stream().map(RecordScanner::quoted).toArray(byte[][]::new);
  }

  private static byte[] quoted(String text) {
    return ('"' + text + '"').getBytes(UTF_8);
  }

  /** Forgets the array before. */
  public void start() {
    any = false;
  }

  /** Whether a record was taken since the start; a comma must then stand before the next. */
  public boolean any() {
    return any;
  }

  /**
   * Where the scan stopped: behind the last record that was taken, or where it began when there was
   * none; at the closing bracket when the array was closed.
   */
  public int position() {
    return position;
  }

  /**
   * Scans on.
   *
   * @param from behind the array's opening bracket or behind the last record taken
   * @param to end of the text at hand
   */
  public End scan(byte[] text, int from, int to, Records records) {
    position = from;
    long inString = 0;
    long escapes = 0;
    long ended = 0;
    long kinds = 0;
    int depth = 0;
    for (int chunk = from; chunk < to; chunk += CHUNK_BLOCKS * Classifier.BLOCK) {
      int blocks = classify(text, chunk, to);
      for (int block = 0; block < blocks; block++) {
        int base = chunk + block * Classifier.BLOCK;
        int mask = block * Classifier.MASKS;
        long quotes = masks[mask + Classifier.QUOTES];
        long backslashes = masks[mask + Classifier.BACKSLASHES];
        if ((backslashes | escapes) != 0) {
          // After simdjson: a byte is escaped when a run of backslashes of odd length ends at it.
          long starters = backslashes & ~escapes;
          long follows = starters << 1 | escapes;
          long oddStarts = starters & ~EVEN_BITS & ~follows;
          long sum = oddStarts + starters;
          escapes = Long.compareUnsigned(sum, starters) < 0 ? 1 : 0;
          quotes &= ~((EVEN_BITS ^ (sum << 1)) & follows);
        }
        // From each opening quote to before its closing one.
        long strings = prefixXor(quotes) ^ inString;
        inString = strings >> 63;
        if ((backslashes & ~strings) != 0) {
          return End.UNEXPECTED;
        }
        long ends = masks[mask + Classifier.ENDS];
        long names = quotes & ~strings & (ends << 1 | ended);
        ended = ends >>> 63;
        long braces = masks[mask + Classifier.BRACES] & ~strings;
        // The part of the block that belongs to a record itself, not to an object within it.
        long own = depth == 1 ? -1L : 0;
        while (braces != 0) {
          long brace = braces & -braces;
          braces ^= brace;
          int at = base + Long.numberOfTrailingZeros(brace);
          int character = text[at];
          // Braces have this bit, brackets have not.
          long kind = (character >> 5) & 1;
          if ((character & 6) == OPENING) {
            kinds = kinds << 1 | kind;
            depth++;
            if (depth <= 2) {
              if (depth == 2) {
                own &= brace - 1;
              } else if (kind == 1 && separates(text, at)) {
                found.start(at);
                own = -brace << 1;
              } else {
                return End.UNEXPECTED;
              }
            } else if (depth > MOST_DEPTH) {
              return End.UNEXPECTED;
            }
          } else {
            if ((character & 6) != CLOSING) {
              return End.UNEXPECTED;
            }
            if (depth == 0) {
              return kind == 0 && isBlank(text, position, at) ? closed(at) : End.UNEXPECTED;
            }
            if ((kinds & 1) != kind) {
              return End.UNEXPECTED;
            }
            kinds >>>= 1;
            depth--;
            if (depth == 1) {
              own |= -brace << 1;
            } else if (depth == 0) {
              fields(text, base, names & own & (brace - 1), backslashes & own & (brace - 1), to);
              own = 0;
              if (!take(text, at + 1, records)) {
                return End.UNEXPECTED;
              }
            }
          }
        }
        if (((names | backslashes) & own) != 0) {
          fields(text, base, names & own, backslashes & own, to);
        }
      }
    }
    return End.OPEN;
  }

  private boolean take(byte[] text, int end, Records records) {
    found.to = end;
    found.unsure |= found.eventSource < 0;
    if (!records.record(text, found)) {
      return false;
    }
    any = true;
    position = end;
    return true;
  }

  private int classify(byte[] text, int from, int to) {
    int blocks = Math.min(CHUNK_BLOCKS, (to - from) / Classifier.BLOCK);
    classifier.classify(text, from, blocks, masks, 0);
    int rest = to - from - blocks * Classifier.BLOCK;
    if (blocks == CHUNK_BLOCKS || rest == 0) {
      return blocks;
    }
    System.arraycopy(text, to - rest, lastBlock, 0, rest);
    Arrays.fill(lastBlock, rest, Classifier.BLOCK, (byte) ' ');
    classifier.classify(lastBlock, 0, 1, masks, blocks * Classifier.MASKS);
    return blocks + 1;
  }

  /** Bit i of the result is the parity of bits 0 to i: set from each odd quote to the next. */
  private static long prefixXor(long bits) {
    long x = bits;
    x ^= x << 1;
    x ^= x << 2;
    x ^= x << 4;
    x ^= x << 8;
    x ^= x << 16;
    x ^= x << 32;
    return x;
  }

  /**
   * Looks at the fields of the record itself that stand in one block.
   *
   * @param names where texts end that may be names
   */
  private void fields(byte[] text, int base, long names, long backslashes, int to) {
    for (long left = backslashes; left != 0; left &= left - 1) {
      int at = base + Long.numberOfTrailingZeros(left);
      // What matters is all ASCII, and no other kind of escape spells a letter, digit or dot.
      if (at + 3 < to && text[at + 1] == 'u' && text[at + 2] == '0' && text[at + 3] == '0') {
        found.unsure = true;
      }
    }
    for (long left = names; left != 0; left &= left - 1) {
      field(text, base + Long.numberOfTrailingZeros(left), to);
    }
  }

  /** Looks at the text that ends at a quote. */
  private void field(byte[] text, int quote, int to) {
    if (quote - found.from < EVENT_TIME.length) {
      return;
    }
    // The last letter but three tells nearly all names apart from those that matter.
    switch (text[quote - 4]) {
      case 'u' -> {
        if (named(text, quote, EVENT_SOURCE)) {
          eventSource(text, quote, to);
        }
      }
      case 'T' -> {
        if (named(text, quote, EVENT_TIME)) {
          found.eventTime = latest(found.eventTime, value(text, quote, to));
        }
      }
      case 'g' -> {
        if (named(text, quote, REGION)) {
          found.region = latest(found.region, value(text, quote, to));
        }
      }
      case 'n' -> {
        if (named(text, quote, ACCOUNT)) {
          found.account = latest(found.account, value(text, quote, to));
        }
      }
      default -> {}
    }
  }

  private void eventSource(byte[] text, int quote, int to) {
    int value = value(text, quote, to);
    if (value == NO_NAME) {
      return;
    }
    found.eventSource = value;
    found.unsure |= value < 0;
    found.wanted = value >= 0 && isWanted(text, value, to);
  }

  /** Of duplicate names the last that has a text counts. */
  private static int latest(int before, int value) {
    return value < 0 ? before : value;
  }

  /** Whether exactly this text, in quotes, ends at the quote. */
  private boolean named(byte[] text, int quote, byte[] name) {
    int start = quote + 1 - name.length;
    return text[quote - 2] == name[name.length - 3]
        && start > found.from
        // A quote after a backslash is part of a longer text.
        && text[start - 1] != '\\'
        && Arrays.equals(text, start, quote + 1, name, 0, name.length);
  }

  /**
   * Where the value begins that belongs to the name that ends at the quote: its own quote; {@link
   * #NO_TEXT} when it is something else, {@link #NO_NAME} when no colon follows the name.
   */
  private static int value(byte[] text, int quote, int to) {
    int at = quote + 1;
    while (at < to && isSpace(text[at])) {
      at++;
    }
    if (at == to || text[at] != ':') {
      return NO_NAME;
    }
    at++;
    while (at < to && isSpace(text[at])) {
      at++;
    }
    return at < to && text[at] == '"' ? at : NO_TEXT;
  }

  private boolean isWanted(byte[] text, int value, int to) {
    for (byte[] source : wantedSources) {
      int end = value + source.length;
      if (end <= to && Arrays.equals(text, value, end, source, 0, source.length)) {
        return true;
      }
    }
    return false;
  }

  private End closed(int at) {
    position = at;
    return End.CLOSED;
  }

  /** Whether only what separates two elements stands before this one. */
  private boolean separates(byte[] text, int at) {
    int i = position;
    if (any) {
      while (i < at && isSpace(text[i])) {
        i++;
      }
      if (i == at || text[i] != ',') {
        return false;
      }
      i++;
    }
    return isBlank(text, i, at);
  }

  /** Whether nothing but JSON's white space stands there. */
  public static boolean isBlank(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSpace(text[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(byte character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }
}
