package io.isotrail.ingest.read.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time in the lanes of a long, without any module of its own. */
final class WordClassifier implements Classifier {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LANES = 0x0101_0101_0101_0101L;
  private static final long LOW_SEVEN = 0x7f7f_7f7f_7f7f_7f7fL;
  private static final long HIGHEST = 0x8080_8080_8080_8080L;

  /** What a byte is: at most one of three bits. */
  private static final byte[] KIND = new byte[256];

  private static final int BACKSLASH = 1;
  private static final int OPEN = 2;
  private static final int CLOSE = 4;

  static {
    KIND['\\'] = BACKSLASH;
    KIND['{'] = OPEN;
    KIND['['] = OPEN;
    KIND['}'] = CLOSE;
    KIND[']'] = CLOSE;
  }

  @Override
  public String name() {
    return "words";
  }

  @Override
  public void classify(byte[] text, int from, int blocks, Sources wanted, Nest nest) {
    look(text, from, blocks, wanted, nest);
    if ((tellShapes(text, from, blocks, nest) | nest.escapes) != 0) {
      nest.unescape(blocks);
    }
    nest.follow(blocks);
  }

  /** Fills the masks of quotes and sources, and in that of backslashes marks all shapes. */
  private static void look(byte[] text, int from, int blocks, Sources wanted, Nest nest) {
    int into = nest.count;
    long[] allQuotes = nest.quotes;
    long[] allShapes = nest.backslashes;
    long[] allSources = nest.sources;
    for (int block = 0; block < blocks; block++) {
      int at = from + block * BLOCK;
      long a = (long) LONG.get(text, at);
      long b = (long) LONG.get(text, at + 8);
      long c = (long) LONG.get(text, at + 16);
      long d = (long) LONG.get(text, at + 24);
      long e = (long) LONG.get(text, at + 32);
      long f = (long) LONG.get(text, at + 40);
      long g = (long) LONG.get(text, at + 48);
      long h = (long) LONG.get(text, at + 56);
      allQuotes[into + block] =
          ~transpose(
              others(a) >>> 7
                  | others(b) >>> 6
                  | others(c) >>> 5
                  | others(d) >>> 4
                  | others(e) >>> 3
                  | others(f) >>> 2
                  | others(g) >>> 1
                  | others(h));
      allShapes[into + block] =
          transpose(
              shapes(a) >>> 7
                  | shapes(b) >>> 6
                  | shapes(c) >>> 5
                  | shapes(d) >>> 4
                  | shapes(e) >>> 3
                  | shapes(f) >>> 2
                  | shapes(g) >>> 1
                  | shapes(h));
    }
    for (int block = 0; block < blocks; block++) {
      int at = from + block * BLOCK;
      long sources = 0;
      if (wanted.isPart(text, at)) {
        sources |= 1;
      }
      if (wanted.isPart(text, at + 16)) {
        sources |= 1L << 16;
      }
      if (wanted.isPart(text, at + 32)) {
        sources |= 1L << 32;
      }
      if (wanted.isPart(text, at + 48)) {
        sources |= 1L << 48;
      }
      allSources[into + block] = sources;
    }
  }

  /** Sets the highest bit of each byte that is no quote: no sum reaches the next byte. */
  private static long others(long bytes) {
    return ((((bytes & LOW_SEVEN) ^ (LANES * '"')) + LOW_SEVEN) | bytes) & HIGHEST;
  }

  /** Sets that of braces, brackets and the backslash, and of some that are seldom: from 0x5b on. */
  private static long shapes(long bytes) {
    return (((bytes & LOW_SEVEN) | (LANES * 0x20)) + (LANES * 5)) & HIGHEST;
  }

  /**
   * Tells the shapes apart.
   *
   * @return 0 when there is no backslash
   */
  private static long tellShapes(byte[] text, int from, int blocks, Nest nest) {
    long any = 0;
    for (int block = 0; block < blocks; block++) {
      int into = nest.count + block;
      long backslashes = 0;
      long opens = 0;
      long closes = 0;
      for (long left = nest.backslashes[into]; left != 0; left &= left - 1) {
        long bit = left & -left;
        int kind = KIND[text[from + block * BLOCK + Long.numberOfTrailingZeros(left)] & 0xff];
        backslashes |= bit & -(kind & BACKSLASH);
        opens |= bit & -(kind >> 1 & 1);
        closes |= bit & -(kind >> 2);
      }
      nest.backslashes[into] = backslashes;
      nest.opens[into] = opens;
      nest.closes[into] = closes;
      any |= backslashes;
    }
    return any;
  }

  /** Looking at every text costs less than finding capital letters. */
  @Override
  public void names(byte[] text, int from, int blocks, long[] names, int into) {
    for (int block = 0; block < blocks; block++) {
      long others = 0;
      for (int word = 0; word < 8; word++) {
        long bytes = (long) LONG.get(text, from + block * BLOCK + 8 * word);
        long low = bytes & LOW_SEVEN;
        others |= ((((low ^ (LANES * '"')) + LOW_SEVEN) | bytes) & HIGHEST) >>> (7 - word);
      }
      names[into + block] = ~transpose(others);
    }
  }

  /** Swaps rows and columns of eight by eight bits. After Hacker's Delight, 7-3. */
  private static long transpose(long bits) {
    long x = bits;
    long swap = (x ^ (x >>> 7)) & 0x00aa_00aa_00aa_00aaL;
    x = x ^ swap ^ (swap << 7);
    swap = (x ^ (x >>> 14)) & 0x0000_cccc_0000_ccccL;
    x = x ^ swap ^ (swap << 14);
    swap = (x ^ (x >>> 28)) & 0x0000_0000_f0f0_f0f0L;
    return x ^ swap ^ (swap << 28);
  }
}
