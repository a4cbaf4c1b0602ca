package io.isotrail.ingest.read.scan;

import java.util.Arrays;
import java.util.Set;

/**
 * Finds the elements of a JSON array of objects by the shape of the text: strings, escapes, and the
 * nesting of braces and brackets, from the array's beginning, so that neither a string nor a nested
 * object can pass for a record. Of each it tells whether it may be a wanted one.
 *
 * <p>It does not check what lies between: literals, numbers, commas within a record, which bracket
 * closes which, or UTF-8. It stops, and says so, at everything that it does not expect: an element
 * that is no object, more brackets closed than opened, an escape outside a string, nesting beyond
 * {@value Nest#MOST_DEPTH} levels. Not safe for use by several threads at once.
 *
 * <p>When and where a record happened is looked for in every record of the first {@value
 * #ALL_BYTES} bytes, and behind them in those that lie within the first {@value #SAMPLE_BYTES} of
 * each {@value #SAMPLED_BYTES}: looking at all would take a third of the time of the whole scan.
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

  static final int ALL_BYTES = 1 << 18;
  static final int SAMPLE_BYTES = 1 << 12;
  static final int SAMPLED_BYTES = 1 << 18;

  private static final int CHUNK_BYTES = Nest.BLOCKS * Classifier.BLOCK;
  private static final int NOWHERE = Integer.MAX_VALUE;

  private final Classifier classifier;
  private final Sources sources;
  private final Nest nest = new Nest();

  /** Possible names where it is looked for them; nothing elsewhere. */
  private final long[] names = new long[Nest.BLOCKS];

  /** The last bytes of a text, padded, behind those before them. */
  private final byte[] lastBlock = new byte[2 * Classifier.BLOCK];

  private final FoundRecord found = new FoundRecord();
  private int position;
  private boolean any;

  private boolean lookAtAll;

  /** Bytes of the array before what is scanned now. */
  private long passed;

  /** Where the stretch begins in which it is looked for names; nowhere outside of one. */
  private int lookedFrom = NOWHERE;

  RecordScanner(Classifier classifier, Set<String> eventSources) {
    this.classifier = classifier;
    this.sources = Sources.of(eventSources);
  }

  /** Forgets the array before. */
  public void start() {
    any = false;
    lookAtAll = false;
    passed = 0;
  }

  /** Looks for time, region and account of every record from here on. */
  public void lookAtAll() {
    lookAtAll = true;
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
    endLook();
    nest.start();
    End end = End.OPEN;
    for (int chunk = from; chunk < to && end == End.OPEN; chunk += CHUNK_BYTES) {
      nest.next();
      classify(text, chunk, to);
      if (looks(passed + chunk - from)) {
        look(text, chunk, to);
      } else {
        endLook();
      }
      end = goThrough(text, chunk, to, records);
    }
    passed += position - from;
    return end;
  }

  /** Whether time and place are looked for so far behind the array's beginning. */
  private boolean looks(long offset) {
    return lookAtAll || offset < ALL_BYTES || offset % SAMPLED_BYTES < SAMPLE_BYTES;
  }

  /** Goes through the blocks that are worth it. */
  private End goThrough(byte[] text, int chunk, int to, Records records) {
    for (long left = nest.noted; left != 0; left &= left - 1) {
      int block = Long.numberOfTrailingZeros(left);
      End end = goThrough(text, chunk + block * Classifier.BLOCK, block, to, records);
      if (end != End.OPEN) {
        return end;
      }
    }
    return End.OPEN;
  }

  /** Goes from edge to edge in one block, and looks at what may matter between them. */
  private End goThrough(byte[] text, int base, int block, int to, Records records) {
    long opens = nest.opens[block];
    long closes = nest.closes[block];
    long suspects = nest.sources[block] | nest.backslashes[block];
    long marks = names[block];
    long level = nest.levels[block];
    if (level > Nest.MOST_DEPTH || (nest.backslashes[block] & ~nest.strings[block]) != 0) {
      return End.UNEXPECTED;
    }
    while (true) {
      if (level > 0) {
        long last = last(opens, closes, level);
        long before = last - 1;
        if (((suspects | marks) & before) != 0) {
          found.suspect = found.suspect || isSuspect(text, base, suspects & before, to);
          fields(text, base, block, marks & before, to);
        }
        if (last == 0) {
          return End.OPEN;
        }
        if (!end(text, base + Long.numberOfTrailingZeros(last), records)) {
          return End.UNEXPECTED;
        }
        long behind = -last ^ last;
        opens &= behind;
        closes &= behind;
        suspects &= behind;
        marks &= behind;
      }
      long next = (opens | closes) & -(opens | closes);
      if (next == 0) {
        return End.OPEN;
      }
      int at = base + Long.numberOfTrailingZeros(next);
      if ((closes & next) != 0) {
        return close(text, at);
      }
      if (!begin(text, at)) {
        return End.UNEXPECTED;
      }
      opens ^= next;
      level = 1;
    }
  }

  /**
   * The bit of the brace that closes the record, 0 when none of these does.
   *
   * @param depth that before these, at least 1
   */
  private static long last(long opens, long closes, long depth) {
    int closed = Long.bitCount(closes);
    int opened = 0;
    while (depth + opened <= closed) {
      // Were no further ones opened before it, this would be the one.
      long last = Long.expand(1L << (depth + opened - 1), closes);
      int before = Long.bitCount(opens & (last - 1));
      if (before == opened) {
        return last;
      }
      opened = before;
    }
    return 0;
  }

  /** Whether any of these is part of a wanted source, or an escape that may spell one. */
  private boolean isSuspect(byte[] text, int base, long suspects, int to) {
    for (long left = suspects; left != 0; left &= left - 1) {
      int at = base + Long.numberOfTrailingZeros(left);
      if (text[at] == '\\'
          ? FieldNames.maySpell(text, at, to)
          : sources.isWantedAround(text, at, found.from, to)) {
        return true;
      }
    }
    return false;
  }

  /** Looks at what may be a name; what is nested deeper than the record's own is passed over. */
  private void fields(byte[] text, int base, int block, long marks, int to) {
    for (long left = marks; left != 0; left &= left - 1) {
      long inside = (left & -left) - 1;
      int opened = Long.bitCount(nest.opens[block] & inside);
      int closed = Long.bitCount(nest.closes[block] & inside);
      if (nest.levels[block] + opened - closed == 1) {
        FieldNames.look(text, base + Long.numberOfTrailingZeros(left), to, found);
      }
    }
  }

  /** A brace or bracket opens between records. */
  private boolean begin(byte[] text, int at) {
    if (text[at] != '{' || !separates(text, at)) {
      return false;
    }
    found.start(at);
    return true;
  }

  /** A brace or bracket closes a record. */
  private boolean end(byte[] text, int at, Records records) {
    if (text[at] != '}') {
      return false;
    }
    found.to = at + 1;
    found.looked = found.from >= lookedFrom;
    if (!records.record(text, found)) {
      return false;
    }
    any = true;
    position = at + 1;
    return true;
  }

  /** A brace or bracket closes between records. */
  private End close(byte[] text, int at) {
    if (text[at] != ']' || !isBlank(text, position, at)) {
      return End.UNEXPECTED;
    }
    position = at;
    return End.CLOSED;
  }

  /** Whether only what separates two elements stands before this one. */
  private boolean separates(byte[] text, int at) {
    int i = position;
    if (any && at == i + 1) {
      return text[i] == ',';
    }
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

  private void classify(byte[] text, int from, int to) {
    int blocks = wholeBlocks(from, to);
    classifier.classify(text, from, blocks, sources, nest);
    int rest = to - from - blocks * Classifier.BLOCK;
    if (blocks < Nest.BLOCKS && rest > 0) {
      int before = Math.min(to - rest, Classifier.BLOCK);
      System.arraycopy(
          text, to - rest - before, lastBlock, Classifier.BLOCK - before, before + rest);
      Arrays.fill(lastBlock, Classifier.BLOCK + rest, lastBlock.length, (byte) ' ');
      classifier.classify(lastBlock, Classifier.BLOCK, 1, sources, nest);
    }
  }

  private static int wholeBlocks(int from, int to) {
    return Math.min(Nest.BLOCKS, (to - from) / Classifier.BLOCK);
  }

  /** Looks for names in the blocks that were classified. */
  private void look(byte[] text, int from, int to) {
    lookedFrom = Math.min(lookedFrom, from);
    int blocks = wholeBlocks(from, to);
    classifier.names(text, from, blocks, names, 0);
    if (blocks < nest.count) {
      classifier.names(lastBlock, Classifier.BLOCK, 1, names, blocks);
    }
    for (int block = 0; block < nest.count; block++) {
      long own = names[block] & nest.strings[block];
      names[block] = own;
      nest.noted |= (own | -own) >>> 63 << block;
    }
  }

  private void endLook() {
    if (lookedFrom != NOWHERE) {
      lookedFrom = NOWHERE;
      Arrays.fill(names, 0);
    }
  }
}
