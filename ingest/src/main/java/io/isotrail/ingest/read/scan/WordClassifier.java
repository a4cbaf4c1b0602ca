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

  @Override
  public String name() {
    return "words";
  }

  @Override
  public void classify(byte[] text, int from, int blocks, long[] masks, int into) {
    int at = from;
    int to = into;
    for (int block = 0; block < blocks; block++) {
      long quotes = 0;
      long backslashes = 0;
      long braces = 0;
      for (int word = 0; word < 8; word++) {
        long bytes = (long) LONG.get(text, at);
        at += 8;
        // Bytes beyond ASCII are none of those looked for; 0 is none either.
        long low = bytes & LOW_SEVEN;
        long ascii = ~bytes & HIGHEST;
        int shift = 7 - word;
        quotes |= (equal(low, '"') & ascii) >>> shift;
        backslashes |= (equal(low, '\\') & ascii) >>> shift;
        braces |= (equal(low | (LANES * 0x26), 0x7f) & ascii) >>> shift;
      }
      long places = transpose(quotes);
      masks[to + QUOTES] = places;
      masks[to + BACKSLASHES] = backslashes == 0 ? 0 : transpose(backslashes);
      masks[to + BRACES] = transpose(braces);
      // Looking at every text costs less than a fourth mask.
      masks[to + NAMES] = places;
      to += MASKS;
    }
  }

  /** Sets the highest bit of each lane, below 0x80 each, that is the character; others vary. */
  private static long equal(long low, int character) {
    return ~((low ^ (LANES * character)) + LOW_SEVEN);
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
