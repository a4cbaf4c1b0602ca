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

  /** Gathers the lowest bit of each lane into the top byte; no two products meet. */
  private static final long GATHER = 0x0102_0408_1020_4080L;

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
      long openings = 0;
      long closings = 0;
      long colons = 0;
      for (int shift = 0; shift < BLOCK; shift += 8) {
        long word = (long) LONG.get(text, at);
        at += 8;
        // '[' and '{' differ in this bit only, and so do ']' and '}'.
        long folded = word | (LANES * 0x20);
        quotes |= equal(word, '"') << shift;
        backslashes |= equal(word, '\\') << shift;
        openings |= equal(folded, '{') << shift;
        closings |= equal(folded, '}') << shift;
        colons |= equal(word, ':') << shift;
      }
      masks[to + QUOTES] = quotes;
      masks[to + BACKSLASHES] = backslashes;
      masks[to + OPENINGS] = openings;
      masks[to + CLOSINGS] = closings;
      masks[to + COLONS] = colons;
      to += MASKS;
    }
  }

  /** Bit i is set when byte i of the word is the character; exact, no carry between lanes. */
  private static long equal(long word, char character) {
    long difference = word ^ (LANES * character);
    long zero = ~(((difference & LOW_SEVEN) + LOW_SEVEN) | difference | LOW_SEVEN);
    return ((zero >>> 7) * GATHER) >>> 56;
  }
}
