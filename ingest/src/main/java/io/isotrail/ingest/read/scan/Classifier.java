package io.isotrail.ingest.read.scan;

/**
 * Tells which bytes of a text are of the few that give JSON its shape, in bit masks. Knows nothing
 * of strings or nesting: what it says of a byte depends on that byte alone, so that implementations
 * can be compared bit by bit.
 */
interface Classifier {

  /** Bytes that one mask covers; bit 0 is the first of them. */
  int BLOCK = 64;

  /** Masks for one block, in this order. */
  int MASKS = 4;

  int QUOTES = 0;
  int BACKSLASHES = 1;

  /** Braces and brackets, and four characters that stand nowhere in JSON outside of strings. */
  int BRACES = 2;

  /** At least the letters that end a name that matters: the more others, the slower. */
  int ENDS = 3;

  /** Whether a byte belongs to {@link #BRACES}: one of {}[], or of Y_y and delete. */
  static boolean isBrace(byte character) {
    return (character | 0x26) == 0x7f;
  }

  /** Whether a byte is one of d to g and l to o, which end all names that matter. */
  static boolean isEnd(byte character) {
    return (character | 0x0b) == 0x6f;
  }

  /** The name in logs and benchmarks. */
  String name();

  /**
   * Classifies whole blocks.
   *
   * @param text holds {@code blocks * BLOCK} bytes from {@code from} on
   * @param masks takes {@link #MASKS} masks for each block
   * @param into where in the masks those of the first block begin
   */
  void classify(byte[] text, int from, int blocks, long[] masks, int into);
}
