package io.isotrail.streams.proof;

import io.isotrail.streams.oracle.Histories;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;

/**
 * Tries a claim on any number of generated histories. Each of them, and whatever else is random, is
 * made from a seed of its own, so that a failure after hours comes back at once.
 */
final class Trials {

  private static final int GENERATION_SIZE = 1_000;
  private static final int TIMES_AGAIN = 20;
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
      Histories.Sample sample = generator.next(random(seed)).value();
      Optional<Throwable> failure = failure(claim, sample, seed);
      if (failure.isPresent()) {
        System.out.println(name + " fails with seed " + seed);
        Histories.Sample shortest =
            Shrinking.shortest(
                sample, shorter -> again(claim, shorter, seed, failure.get()).isPresent());
        throw new AssertionError(
            name
                + " fails; again with isotrail.proof.seed="
                + seed
                + " and isotrail.proof.tries=1; shrunk to\n"
                + Shrinking.told(shortest),
            again(claim, shortest, seed, failure.get()).orElse(failure.get()));
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

  private static Optional<Throwable> failure(Claim claim, Histories.Sample sample, long seed) {
    try {
      claim.holds(sample, random(~seed));
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** Whatever else is random falls otherwise where facts are missing, so that it is tried anew. */
  private static Optional<Throwable> again(
      Claim claim, Histories.Sample shorter, long seed, Throwable first) {
    for (int time = 0; time < TIMES_AGAIN; time++) {
      Optional<Throwable> failure =
          failure(claim, shorter, seed + time)
              .filter(again -> again.getClass().equals(first.getClass()));
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }
}
