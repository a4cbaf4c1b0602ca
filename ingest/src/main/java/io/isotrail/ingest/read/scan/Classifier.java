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
  int MASKS = 5;

  int QUOTES = 0;
  int BACKSLASHES = 1;

  /** Opening braces and brackets. */
  int OPENINGS = 2;

  /** Closing braces and brackets. */
  int CLOSINGS = 3;

  int COLONS = 4;

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
