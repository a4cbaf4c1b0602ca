package io.isotrail.ingest.read.scan;

/** One byte after the other: the reference, and the fastest where only simple code is compiled. */
final class PlainClassifier implements Classifier {

  /** 1 + number of the mask to which a byte belongs; 0 for all others. */
  private static final byte[] MASK = new byte[256];

  static {
    MASK['"'] = 1 + QUOTES;
    MASK['\\'] = 1 + BACKSLASHES;
    MASK['{'] = 1 + OPENINGS;
    MASK['['] = 1 + OPENINGS;
    MASK['}'] = 1 + CLOSINGS;
    MASK[']'] = 1 + CLOSINGS;
    MASK[':'] = 1 + COLONS;
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
      for (int bit = 0; bit < BLOCK; bit++) {
        int mask = MASK[text[at++] & 0xff];
        if (mask != 0) {
          masks[first + mask - 1] |= 1L << bit;
        }
      }
    }
  }
}
