package io.isotrail.ingest.read.scan;

/** One byte after the other: the reference, and the fastest where only simple code is compiled. */
final class PlainClassifier implements Classifier {

  /** Number of the mask to which a byte belongs; {@link #MASKS} for all others. */
  private static final byte[] MASK = new byte[256];

  static {
    for (int character = 0; character < MASK.length; character++) {
      MASK[character] = MASKS;
      if (Classifier.isBrace((byte) character)) {
        MASK[character] = BRACES;
      } else if (Classifier.isName((byte) character)) {
        MASK[character] = NAMES;
      }
    }
    MASK['"'] = QUOTES;
    MASK['\\'] = BACKSLASHES;
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void classify(byte[] text, int from, int blocks, long[] masks, int into) {
    int at = from;
    for (int block = 0; block < blocks; block++) {
      int first = into + block * MASKS;
      for (int mask = 0; mask < MASKS; mask++) {
        masks[first + mask] = 0;
      }
      int before = 's';
      for (int bit = 0; bit < BLOCK; bit++) {
        int character = text[at++] & 0xff;
        int mask = MASK[character];
        if (mask < NAMES || (mask == NAMES && (before == 's' || before == 't'))) {
          masks[first + mask] |= 1L << bit;
        }
        before = character;
      }
    }
  }
}
