package io.isotrail.streams.proof;

import io.isotrail.streams.oracle.Histories;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/**
 * Tries a claim on any number of generated histories. Each of them, and whatever else is random, is
 * made from a seed of its own, so that a failure after hours comes back at once.
 */
final class Trials {

  private static final int MOST_SHRINKS = 1_000;
  private static final int GENERATION_SIZE = 1_000;
  private static final int BETWEEN_REPORTS = 5_000;

  private Trials() {}

  /** What holds of every history; throws where it does not. */
  interface Claim {
    void holds(Histories.Sample sample, Random random);
  }

  /**
   * Tries it.
   *
   * @param firstSeed of the first history; the others have the seeds that follow
   * @throws AssertionError with the seed and the shrunk history of the first failure
   */
  static void of(
      String name, Arbitrary<Histories.Sample> histories, long firstSeed, int tries, Claim claim) {
    RandomGenerator<Histories.Sample> generator = histories.generator(GENERATION_SIZE);
    for (int tried = 0; tried < tries; tried++) {
      long seed = firstSeed + tried;
      Shrinkable<Histories.Sample> sample = generator.next(random(seed));
      Optional<Throwable> failure = failure(claim, sample, seed);
      if (failure.isPresent()) {
        System.out.println(name + " fails with seed " + seed + ": " + failure.get());
        Shrinkable<Histories.Sample> smallest = shrunk(claim, sample, seed);
        throw new AssertionError(
            name
                + " fails; again with isotrail.proof.seed="
                + seed
                + " and isotrail.proof.tries=1; shrunk to\n"
                + smallest.value(),
            failure(claim, smallest, seed).orElse(failure.get()));
      }
      if ((tried + 1) % BETWEEN_REPORTS == 0) {
        System.out.println(name + ": " + (tried + 1) + " histories, the last of seed " + seed);
      }
    }
  }

  /** Neighbouring seeds of {@link Random} begin alike. */
  private static Random random(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  private static Optional<Throwable> failure(
      Claim claim, Shrinkable<Histories.Sample> sample, long seed) {
    try {
      claim.holds(sample.value(), random(~seed));
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** The first smaller one that fails, again and again. */
  private static Shrinkable<Histories.Sample> shrunk(
      Claim claim, Shrinkable<Histories.Sample> failing, long seed) {
    Shrinkable<Histories.Sample> smallest = failing;
    int[] left = {MOST_SHRINKS};
    while (true) {
      Optional<Shrinkable<Histories.Sample>> smaller =
          smallest
              .shrink()
              .takeWhile(candidate -> left[0]-- > 0)
              .filter(candidate -> failure(claim, candidate, seed).isPresent())
              .findFirst();
      if (smaller.isEmpty()) {
        return smallest;
      }
      smallest = smaller.get();
    }
  }
}
