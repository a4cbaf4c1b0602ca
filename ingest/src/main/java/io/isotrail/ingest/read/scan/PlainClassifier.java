package io.isotrail.ingest.read.scan;

/** One byte after the other: the reference, and the fastest where only simple code is compiled. */
final class PlainClassifier implements Classifier {

  private static final int QUOTE = 1;
  private static final int BACKSLASH = 2;
  private static final int OPEN = 3;
  private static final int CLOSE = 4;

  /** What a byte is; 0 for most. */
  private static final byte[] KIND = new byte[256];

  static {
    KIND['"'] = QUOTE;
    KIND['\\'] = BACKSLASH;
    KIND['{'] = OPEN;
    KIND['['] = OPEN;
    KIND['}'] = CLOSE;
    KIND[']'] = CLOSE;
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void classify(byte[] text, int from, int blocks, Sources wanted, Nest nest) {
    for (int block = 0; block < blocks; block++) {
      look(text, from + block * BLOCK, wanted, nest, nest.count + block);
    }
    nest.unescape(blocks);
    nest.follow(blocks);
  }

  /** Fills the masks of one block. */
  static void look(byte[] text, int from, Sources wanted, Nest nest, int block) {
    long quotes = 0;
    long backslashes = 0;
    long opens = 0;
    long closes = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte character = text[from + i];
      long bit = 1L << i;
      switch (KIND[character & 0xff]) {
        case QUOTE -> quotes |= bit;
        case BACKSLASH -> backslashes |= bit;
        case OPEN -> opens |= bit;
        case CLOSE -> closes |= bit;
        default -> {}
      }
    }
    nest.quotes[block] = quotes;
    nest.backslashes[block] = backslashes;
    nest.opens[block] = opens;
    nest.closes[block] = closes;
    nest.sources[block] = wanted.marks(text, from);
  }

  @Override
  public void names(byte[] text, int from, int blocks, long[] names, int into) {
    int at = from;
    for (int block = 0; block < blocks; block++) {
      long found = 0;
      int before = 's';
      for (int bit = 0; bit < BLOCK; bit++) {
        byte character = text[at++];
        if (Classifier.isName(character) && (before == 's' || before == 't')) {
          found |= 1L << bit;
        }
        before = character;
      }
      names[into + block] = found;
    }
  }
}
