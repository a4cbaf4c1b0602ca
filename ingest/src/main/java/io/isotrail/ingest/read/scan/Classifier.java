package io.isotrail.ingest.read.scan;

/**
 * Tells which bytes of a text are of the few that give JSON its shape, in bit masks. Knows nothing
 * of strings or nesting: what it says of a block depends on that block alone, so that
 * implementations can be compared bit by bit.
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

  /**
   * For each name that may matter its opening quote; or its capital letter, which is one of A, R,
   * S, and T behind an s or t. The more others, the slower.
   */
  int NAMES = 3;

  /** Whether a byte belongs to {@link #BRACES}: one of {}[], or of Y_y and delete. */
  static boolean isBrace(byte character) {
    return (character | 0x26) == 0x7f;
  }

  /** Whether a byte belongs to {@link #NAMES} when the one before it is an s or t. */
  static boolean isName(byte character) {
    return character == 'A' || character == 'R' || character == 'S' || character == 'T';
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
