package io.isotrail.ingest.read.scan;

/** Tells which bytes of a text are of the few that matter, and how they nest, in bit masks. */
interface Classifier {

  /** Bytes that one mask covers; bit 0 is the first of them. */
  int BLOCK = 64;

  /** Whether a byte belongs to {@link #names} when the one before it is an s or t. */
  static boolean isName(byte character) {
    return character == 'A' || character == 'R' || character == 'T';
  }

  /** The name in logs and benchmarks. */
  String name();

  /**
   * Classifies whole blocks, and follows them.
   *
   * @param text holds {@code blocks * BLOCK} bytes from {@code from} on; what stands before belongs
   *     to the same text
   * @param nest has room for the blocks
   */
  void classify(byte[] text, int from, int blocks, Sources wanted, Nest nest);

  /**
   * Marks the names of fields that matter: for each its opening quote, or else its capital letter,
   * which is an A, R, or T behind an s or t. The more others, the slower.
   *
   * @param names takes one mask for each block
   * @param into where in the names that of the first block goes
   */
  void names(byte[] text, int from, int blocks, long[] names, int into);
}
