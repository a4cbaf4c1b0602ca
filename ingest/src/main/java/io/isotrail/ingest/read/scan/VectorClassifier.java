package io.isotrail.ingest.read.scan;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A whole vector at a time. Needs the module jdk.incubator.vector: the class must not be touched
 * before it is known to be there, and where a species is wider than the processor's registers it is
 * a hundred times slower than any other; see {@link Classifiers}.
 */
final class VectorClassifier implements Classifier {

  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Long> WIDE = LongVector.SPECIES_PREFERRED;
  private static final int LONGS = WIDE.length();
  private static final long ALL_LONGS = (1L << LONGS) - 1;

  /**
   * @throws IllegalStateException where vectors do not divide a block or are too short to pay
   */
  VectorClassifier() {
    if (LANES < 32 || LANES > BLOCK) {
      throw new IllegalStateException("vectors of " + LANES + " bytes");
    }
  }

  @Override
  public String name() {
    return "vectors of " + LANES + " bytes";
  }

  @Override
  public void classify(byte[] text, int from, int blocks, Sources wanted, Nest nest) {
    int first = nest.count;
    long backslashes = look(text, from, blocks, wanted, nest, first);
    if (backslashes != 0) {
      dropBars(text, from, blocks, nest, first);
    }
    if ((backslashes | nest.escapes) != 0) {
      nest.unescape(blocks);
    }
    if (blocks % LONGS != 0) {
      nest.follow(blocks);
      return;
    }
    for (int block = first; block < first + blocks; block += LONGS) {
      follow(nest, block);
    }
    nest.count += blocks;
  }

  /**
   * Fills the nest's masks.
   *
   * @return 0 when there is neither a backslash nor a bar
   */
  private long look(byte[] text, int from, int blocks, Sources wanted, Nest nest, int into) {
    byte first = wanted.first;
    byte second = wanted.second;
    byte otherFirst = wanted.otherFirst;
    byte otherSecond = wanted.otherSecond;
    long[] allQuotes = nest.quotes;
    long[] allBackslashes = nest.backslashes;
    long[] allOpens = nest.opens;
    long[] allCloses = nest.closes;
    long[] allSources = nest.sources;
    long any = 0;
    int begin = 0;
    if (from < Sources.DISTANCE) {
      // The loop reads what stands before each block.
      PlainClassifier.look(text, from, wanted, nest, into);
      any = nest.backslashes[into];
      begin = 1;
    }
    for (int block = begin; block < blocks; block++) {
      int at = from + block * BLOCK;
      long quotes = 0;
      long low = 0;
      long high = 0;
      long sources = 0;
      for (int shift = 0; shift < BLOCK; shift += LANES) {
        ByteVector bytes = ByteVector.fromArray(SPECIES, text, at + shift);
        quotes |= bytes.compare(VectorOperators.EQ, (byte) '"').toLong() << shift;
        // A brace and its bracket differ in one bit, and the backslash lies between each two.
        ByteVector shapes = bytes.or((byte) 0x20);
        low |= shapes.sub((byte) '{').compare(VectorOperators.ULT, (byte) 2).toLong() << shift;
        high |= shapes.sub((byte) '|').compare(VectorOperators.ULT, (byte) 2).toLong() << shift;
        // Two bytes that both are what they should be, told by one comparison.
        ByteVector before = ByteVector.fromArray(SPECIES, text, at + shift - Sources.DISTANCE);
        ByteVector one =
            bytes
                .lanewise(VectorOperators.XOR, second)
                .or(before.lanewise(VectorOperators.XOR, first));
        ByteVector other =
            bytes
                .lanewise(VectorOperators.XOR, otherSecond)
                .or(before.lanewise(VectorOperators.XOR, otherFirst));
        sources |=
            one.lanewise(VectorOperators.UMIN, other).compare(VectorOperators.EQ, (byte) 0).toLong()
                << shift;
      }
      long backslashes = low & high;
      any |= backslashes;
      allQuotes[into + block] = quotes;
      allBackslashes[into + block] = backslashes;
      allOpens[into + block] = low & ~high;
      allCloses[into + block] = high & ~low;
      allSources[into + block] = sources;
    }
    return any;
  }

  /** As {@link Nest#follow}, several blocks at once. */
  private void follow(Nest nest, int block) {
    LongVector text = LongVector.fromArray(WIDE, nest.quotes, block);
    text = text.lanewise(VectorOperators.XOR, text.lanewise(VectorOperators.LSHL, 1));
    text = text.lanewise(VectorOperators.XOR, text.lanewise(VectorOperators.LSHL, 2));
    text = text.lanewise(VectorOperators.XOR, text.lanewise(VectorOperators.LSHL, 4));
    text = text.lanewise(VectorOperators.XOR, text.lanewise(VectorOperators.LSHL, 8));
    text = text.lanewise(VectorOperators.XOR, text.lanewise(VectorOperators.LSHL, 16));
    text = text.lanewise(VectorOperators.XOR, text.lanewise(VectorOperators.LSHL, 32));
    // Now the same over the blocks, by what each one's last bit is: of eight at most.
    long ends = text.compare(VectorOperators.LT, 0).toLong();
    ends ^= ends << 1;
    ends ^= ends << 2;
    ends ^= ends << 4;
    long begins = ends << 1 ^ nest.inString;
    nest.inString ^= -(ends >>> (LONGS - 1) & 1);
    text = text.lanewise(VectorOperators.NOT, VectorMask.fromLong(WIDE, begins & ALL_LONGS));
    LongVector outside = text.not();
    LongVector opens = LongVector.fromArray(WIDE, nest.opens, block).and(outside);
    LongVector closes = LongVector.fromArray(WIDE, nest.closes, block).and(outside);
    text.intoArray(nest.strings, block);
    opens.intoArray(nest.opens, block);
    closes.intoArray(nest.closes, block);
    LongVector closed = closes.lanewise(VectorOperators.BIT_COUNT);
    LongVector rises = opens.lanewise(VectorOperators.BIT_COUNT).sub(closed);
    // Levels behind each block: the sum of all rises up to it, of eight blocks at most.
    LongVector behind = rises.add(rises.unslice(1));
    behind = behind.add(behind.unslice(2));
    behind = behind.add(behind.unslice(4)).add(nest.level);
    LongVector levels = behind.sub(rises);
    levels.intoArray(nest.levels, block);
    LongVector marks =
        LongVector.fromArray(WIDE, nest.sources, block)
            .or(LongVector.fromArray(WIDE, nest.backslashes, block));
    long noted =
        levels
            .compare(VectorOperators.LE, closed)
            .or(levels.compare(VectorOperators.GT, Nest.MOST_DEPTH))
            .or(marks.compare(VectorOperators.NE, 0))
            .toLong();
    nest.noted |= noted << block;
    nest.level = behind.lane(LONGS - 1);
  }

  /**
   * Drops the bars, which share all bits but one with backslashes. Apart from the loop that finds
   * them, for that one is compiled best without another in it.
   */
  private static void dropBars(byte[] text, int from, int blocks, Nest nest, int into) {
    for (int block = 0; block < blocks; block++) {
      long backslashes = nest.backslashes[into + block];
      for (long left = backslashes; left != 0; left &= left - 1) {
        if (text[from + block * BLOCK + Long.numberOfTrailingZeros(left)] != '\\') {
          backslashes ^= left & -left;
        }
      }
      nest.backslashes[into + block] = backslashes;
    }
  }

  @Override
  public void names(byte[] text, int from, int blocks, long[] names, int into) {
    int at = from;
    for (int block = 0; block < blocks; block++) {
      long before = 0;
      long capitals = 0;
      for (int shift = 0; shift < BLOCK; shift += LANES) {
        ByteVector bytes = ByteVector.fromArray(SPECIES, text, at + shift);
        before |=
            bytes
                    .compare(VectorOperators.EQ, (byte) 's')
                    .or(bytes.compare(VectorOperators.EQ, (byte) 't'))
                    .toLong()
                << shift;
        capitals |=
            bytes
                    .compare(VectorOperators.EQ, (byte) 'T')
                    .or(bytes.compare(VectorOperators.EQ, (byte) 'A'))
                    .or(bytes.compare(VectorOperators.EQ, (byte) 'R'))
                    .toLong()
                << shift;
      }
      names[into + block] = capitals & ((before << 1) | 1);
      at += BLOCK;
    }
  }
}
