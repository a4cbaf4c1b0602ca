package io.isotrail.ingest.read.scan;

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

  private static final int CHUNK_BLOCKS = 64;
  private static final long EVEN_BITS = 0x5555_5555_5555_5555L;

  private final Classifier classifier;
  private final long[] masks = new long[CHUNK_BLOCKS * Classifier.MASKS];
  private final byte[] lastBlock = new byte[Classifier.BLOCK];
  private final FieldNames names;
  private final FoundRecord found = new FoundRecord();
  private int position;
  private boolean any;

  RecordScanner(Classifier classifier, Set<String> eventSources) {
    this.classifier = classifier;
    this.names = new FieldNames(eventSources);
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
    int depth = 0;
    // One bit for each level, the innermost lowest: whether a brace opened it, or a bracket.
    long kinds = 0;
    // Known to matter only where a record ends, which spares a branch for each brace.
    int wrong = 0;
    for (int chunk = from; chunk < to; chunk += CHUNK_BLOCKS * Classifier.BLOCK) {
      int blocks = classify(text, chunk, to);
      for (int block = 0; block < blocks; block++) {
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
        long marks = (masks[mask + Classifier.NAMES] & strings) | backslashes;
        long braces = masks[mask + Classifier.BRACES] & ~strings;
        // The part of the block that belongs to a record itself, not to an object within it.
        long own = depth == 1 ? -1L : 0;
        int base = chunk + block * Classifier.BLOCK;
        while (braces != 0) {
          long brace = braces & -braces;
          int at = base + Long.numberOfTrailingZeros(braces);
          braces ^= brace;
          int character = text[at];
          // Of the braces and brackets those that open have one of two bits and those that close
          // the other; what else is taken for one has both or none. Braces have a third bit.
          int opens = (character >> 1) & 1;
          int kind = (character >> 5) & 1;
          wrong |= ~(opens ^ (character >> 2)) & 1;
          wrong |= ~opens & ((int) kinds ^ kind) & 1;
          kinds = opens != 0 ? kinds << 1 | kind : kinds >>> 1;
          int outer = depth - 1 + opens;
          depth += 2 * opens - 1;
          wrong |= (MOST_DEPTH - depth) >>> 31;
          if (outer == 1) {
            own ^= -brace;
          } else if (outer <= 0) {
            if (outer == 0 && opens == 0) {
              fields(text, base, marks & own & (brace - 1), to);
            }
            End end =
                wrong != 0
                    ? End.UNEXPECTED
                    : opens != 0 ? begin(text, at, kind) : end(text, at, depth, kind, records);
            if (end != End.OPEN) {
              return end;
            }
            own = opens != 0 ? -brace : 0;
          }
        }
        if ((marks & own) != 0) {
          fields(text, base, marks & own, to);
        }
      }
    }
    return wrong == 0 ? End.OPEN : End.UNEXPECTED;
  }

  /** Looks at what may matter of the record itself in one block. */
  private void fields(byte[] text, int base, long marks, int to) {
    for (long left = marks; left != 0; left &= left - 1) {
      int at = base + Long.numberOfTrailingZeros(left);
      if (text[at] == '\\') {
        found.unsure |= FieldNames.maySpell(text, at, to);
      } else {
        names.look(text, at, to, found);
      }
    }
  }

  /** A brace or bracket opens between records. */
  private End begin(byte[] text, int at, int kind) {
    if (kind == 0 || !separates(text, at)) {
      return End.UNEXPECTED;
    }
    found.start(at);
    return End.OPEN;
  }

  /** A record is closed, or else the array. */
  private End end(byte[] text, int at, int depth, int kind, Records records) {
    if (depth < 0) {
      if (kind != 0 || !isBlank(text, position, at)) {
        return End.UNEXPECTED;
      }
      position = at;
      return End.CLOSED;
    }
    found.to = at + 1;
    found.unsure |= found.eventSource < 0;
    if (!records.record(text, found)) {
      return End.UNEXPECTED;
    }
    any = true;
    position = at + 1;
    return End.OPEN;
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

  static boolean isSpace(byte character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
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
}
