package io.isotrail.ingest.read.scan;

/**
 * Where strings lie and how deep braces and brackets nest in the blocks of one chunk, and which
 * blocks are worth a look: those in which a record may begin or end, or something may matter. What
 * each block holds steers no branch, for the processor would guess wrong too often.
 *
 * <p>A classifier first puts masks of raw bytes there, bit 0 for a block's first byte; {@link
 * #follow} makes of them what they mean.
 */
final class Nest {

  /** Blocks of a chunk. */
  static final int BLOCKS = 64;

  /** Levels within the array, beyond which a parser decides. */
  static final int MOST_DEPTH = 64;

  private static final long EVEN_BITS = 0x5555_5555_5555_5555L;

  /** Double quotes: first all, then those that are not escaped. */
  final long[] quotes = new long[BLOCKS];

  final long[] backslashes = new long[BLOCKS];

  /** Opening braces and brackets: first all, then those that are not part of a string. */
  final long[] opens = new long[BLOCKS];

  /** Closing ones, likewise. */
  final long[] closes = new long[BLOCKS];

  /**
   * At least one byte of the first sixteen of each wanted source in its quotes; others may be
   * marked too, the fewer the better.
   */
  final long[] sources = new long[BLOCKS];

  /** From each opening quote to before its closing one. */
  final long[] strings = new long[BLOCKS];

  /** Levels within the array before the block; 1 are a record's own names and values. */
  final long[] levels = new long[BLOCKS];

  /** The blocks that are worth a look, a bit for each. */
  long noted;

  /** Blocks that were followed. */
  int count;

  long level;

  /** All bits set within a string, none outside. */
  long inString;

  /** 1 when the next byte is escaped. */
  long escapes;

  /** Begins at a place within the array that is no part of any element. */
  void start() {
    level = 0;
    inString = 0;
    escapes = 0;
    next();
  }

  /** Forgets the blocks, and goes on behind them. */
  void next() {
    count = 0;
    noted = 0;
  }

  /** Drops escaped quotes from the next blocks; after simdjson. */
  void unescape(int blocks) {
    long escape = escapes;
    for (int block = count; block < count + blocks; block++) {
      long slashes = backslashes[block];
      if ((slashes | escape) != 0) {
        // A byte is escaped when a run of backslashes of odd length ends at it.
        long starters = slashes & ~escape;
        long follows = starters << 1 | escape;
        long oddStarts = starters & ~EVEN_BITS & ~follows;
        long sum = oddStarts + starters;
        escape = Long.compareUnsigned(sum, starters) < 0 ? 1 : 0;
        quotes[block] &= ~((EVEN_BITS ^ (sum << 1)) & follows);
      }
    }
    escapes = escape;
  }

  /** Follows the next blocks, whose masks are there. */
  void follow(int blocks) {
    long string = inString;
    long depth = level;
    long notes = noted;
    for (int block = count; block < count + blocks; block++) {
      long text = prefixXor(quotes[block]) ^ string;
      string = text >> 63;
      long opened = opens[block] & ~text;
      long closed = closes[block] & ~text;
      strings[block] = text;
      opens[block] = opened;
      closes[block] = closed;
      long least = depth - Long.bitCount(closed);
      levels[block] = depth;
      long marks = backslashes[block] | sources[block];
      notes |= (least - 1 | MOST_DEPTH - depth | marks | -marks) >>> 63 << block;
      depth = least + Long.bitCount(opened);
    }
    inString = string;
    level = depth;
    noted = notes;
    count += blocks;
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
