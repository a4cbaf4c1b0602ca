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
          long escaped = escapes;
          if (backslashes == 0) {
            escapes = 0;
          } else {
            // After simdjson: a byte is escaped when a run of backslashes of odd length ends at it.
            long starters = backslashes & ~escapes;
            long follows = starters << 1 | escapes;
            long oddStarts = starters & ~EVEN_BITS & ~follows;
            long sum = oddStarts + starters;
            escapes = Long.compareUnsigned(sum, starters) < 0 ? 1 : 0;
            escaped = (EVEN_BITS ^ (sum << 1)) & follows;
          }
          quotes &= ~escaped;
        }
        long strings = prefixXor(quotes) ^ inString;
        inString = strings >> 63;
        if ((backslashes & ~strings) != 0) {
          return End.UNEXPECTED;
        }
        long openings = masks[mask + Classifier.OPENINGS] & ~strings;
        long braces = openings | masks[mask + Classifier.CLOSINGS] & ~strings;
        long colons = masks[mask + Classifier.COLONS] & ~strings;
        long done = 0;
        while (braces != 0) {
          long brace = braces & -braces;
          braces ^= brace;
          if (depth == 1) {
            fields(text, base, colons, backslashes, (brace - 1) & ~done, to);
          }
          done = brace | (brace - 1);
          int at = base + Long.numberOfTrailingZeros(brace);
          // Braces have this bit, brackets have not.
          long kind = (text[at] >> 5) & 1;
          if ((openings & brace) != 0) {
            if (depth == 0) {
              if (kind == 0 || !separates(text, at)) {
                return End.UNEXPECTED;
              }
              found.start(at);
            } else if (depth == MOST_DEPTH) {
              return End.UNEXPECTED;
            }
            kinds = kinds << 1 | kind;
            depth++;
          } else {
            if (depth == 0) {
              return kind == 0 && isBlank(text, position, at) ? closed(at) : End.UNEXPECTED;
            }
            if ((kinds & 1) != kind) {
              return End.UNEXPECTED;
            }
            kinds >>>= 1;
            depth--;
            if (depth == 0) {
              found.to = at + 1;
              found.unsure |= found.eventSource < 0;
              if (!records.record(text, found)) {
                return End.UNEXPECTED;
              }
              any = true;
              position = at + 1;
            }
          }
        }
        if (depth == 1) {
          fields(text, base, colons, backslashes, ~done, to);
        }
      }
    }
    return End.OPEN;
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

  /** Looks at the fields of the record itself that begin in a part of a block. */
  private void fields(byte[] text, int base, long colons, long backslashes, long part, int to) {
    for (long left = backslashes & part; left != 0; left &= left - 1) {
      int at = base + Long.numberOfTrailingZeros(left);
      // What matters is all ASCII, and no other kind of escape spells a letter, digit or dot.
      if (at + 3 < to && text[at + 1] == 'u' && text[at + 2] == '0' && text[at + 3] == '0') {
        found.unsure = true;
      }
    }
    for (long left = colons & part; left != 0; left &= left - 1) {
      field(text, base + Long.numberOfTrailingZeros(left), to);
    }
  }

  private void field(byte[] text, int colon, int to) {
    int quote = colon - 1;
    while (quote > found.from && isSpace(text[quote])) {
      quote--;
    }
    if (quote - found.from < EVENT_TIME.length) {
      return;
    }
    // Two letters tell nearly all names apart from those that matter.
    switch (text[quote - 2]) {
      case 'c' -> {
        if (named(text, quote, EVENT_SOURCE)) {
          found.eventSource = value(text, colon, to);
          found.unsure |= found.eventSource < 0;
          found.wanted = found.eventSource >= 0 && isWanted(text, found.eventSource, to);
        }
      }
      case 'm' -> {
        if (named(text, quote, EVENT_TIME)) {
          found.eventTime = latest(found.eventTime, value(text, colon, to));
        }
      }
      case 'o' -> {
        if (named(text, quote, REGION)) {
          found.region = latest(found.region, value(text, colon, to));
        }
      }
      case 'I' -> {
        if (named(text, quote, ACCOUNT)) {
          found.account = latest(found.account, value(text, colon, to));
        }
      }
      default -> {}
    }
  }

  /** Of duplicate names the last that has a text counts. */
  private static int latest(int before, int value) {
    return value < 0 ? before : value;
  }

  /** Whether exactly this name, in quotes, ends at the quote. */
  private boolean named(byte[] text, int quote, byte[] name) {
    int start = quote + 1 - name.length;
    return text[quote - 1] == name[name.length - 2]
        && start > found.from
        // A quote after a backslash is part of a longer name.
        && text[start - 1] != '\\'
        && Arrays.equals(text, start, quote + 1, name, 0, name.length);
  }

  /** Where the text behind a colon begins, its quote included; -1 when there is no text. */
  private static int value(byte[] text, int colon, int to) {
    int at = colon + 1;
    while (at < to && isSpace(text[at])) {
      at++;
    }
    return at < to && text[at] == '"' ? at : -1;
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
