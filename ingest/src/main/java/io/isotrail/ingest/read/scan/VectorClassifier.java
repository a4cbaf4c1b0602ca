package io.isotrail.ingest.read.scan;

import jdk.incubator.vector.ByteVector;
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
  public void classify(byte[] text, int from, int blocks, long[] masks, int into) {
    int at = from;
    int to = into;
    for (int block = 0; block < blocks; block++) {
      long quotes = 0;
      long backslashes = 0;
      long braces = 0;
      long before = 0;
      long names = 0;
      for (int shift = 0; shift < BLOCK; shift += LANES) {
        ByteVector bytes = ByteVector.fromArray(SPECIES, text, at + shift);
        quotes |= bytes.compare(VectorOperators.EQ, (byte) '"').toLong() << shift;
        backslashes |= bytes.compare(VectorOperators.EQ, (byte) '\\').toLong() << shift;
        braces |= bytes.or((byte) 0x26).compare(VectorOperators.EQ, (byte) 0x7f).toLong() << shift;
        // One of p to w, which s and t are among.
        before |= bytes.or((byte) 0x07).compare(VectorOperators.EQ, (byte) 0x77).toLong() << shift;
        names |=
            bytes
                    .or((byte) 0x01)
                    .compare(VectorOperators.EQ, (byte) 'S')
                    .or(bytes.compare(VectorOperators.EQ, (byte) 'T'))
                    .or(bytes.compare(VectorOperators.EQ, (byte) 'A'))
                    .toLong()
                << shift;
      }
      masks[to + QUOTES] = quotes;
      masks[to + BACKSLASHES] = backslashes;
      masks[to + BRACES] = braces;
      masks[to + NAMES] = names & ((before << 1) | 1);
      at += BLOCK;
      to += MASKS;
    }
  }
}
