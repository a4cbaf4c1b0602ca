package io.isotrail.ingest.read.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the fastest way to look at bytes on this machine, by trying. Which one it is changes no
 * result: each is compared with the reference first, bit by bit.
 */
public final class Classifiers {

  private static final Logger LOG = LoggerFactory.getLogger(Classifiers.class);
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final int SAMPLE_BLOCKS = 1024;

  /** The compiler needs this long for the slowest of them, and no start waits for it. */
  private static final long PATIENCE_NANOS = 1_500_000_000L;

  private static volatile Classifier chosen = new PlainClassifier();

  private Classifiers() {}

  /** Begins to choose, once for the process, on a thread of its own; returns at once. */
  public static void choose() {
    Choice.start();
  }

  /** Waits until the choice is made; for benchmarks. */
  public static void awaitChoice() throws InterruptedException {
    Choice.THREAD.join();
  }

  /** The name of what is in use now. */
  public static String inUse() {
    return chosen.name();
  }

  /**
   * A scanner with what is fastest as far as is known now.
   *
   * @param eventSources the services whose records are wanted
   */
  public static RecordScanner scanner(Set<String> eventSources) {
    return new RecordScanner(chosen, eventSources);
  }

  /** A scanner that uses vectors; empty where there are none. For tests and benchmarks. */
  public static Optional<RecordScanner> vectorScanner(Set<String> eventSources) {
    return vectors().map(it -> new RecordScanner(it, eventSources));
  }

  /** A scanner without vectors; for tests and benchmarks. */
  public static RecordScanner wordScanner(Set<String> eventSources) {
    return new RecordScanner(new WordClassifier(), eventSources);
  }

  /** A scanner of the reference; for tests and benchmarks. */
  public static RecordScanner plainScanner(Set<String> eventSources) {
    return new RecordScanner(new PlainClassifier(), eventSources);
  }

  /** What can be had here. */
  static List<Classifier> all() {
    List<Classifier> all = new ArrayList<>(List.of(new PlainClassifier(), new WordClassifier()));
    vectors().ifPresent(all::add);
    return all;
  }

  static Optional<Classifier> vectors() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.empty();
    }
    try {
      // By name: the class cannot even be linked without the module.
      return Optional.of(
          (Classifier)
              Class.forName(Classifiers.class.getPackageName() + ".VectorClassifier")
                  .getDeclaredConstructor()
                  .newInstance());
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.debug("vectors are not used", e);
      return Optional.empty();
    }
  }

  /** One sample of every byte, one like a log. */
  static byte[] sample() {
    byte[] sample = new byte[SAMPLE_BLOCKS * Classifier.BLOCK];
    new Random(1).nextBytes(sample);
    byte[] like =
        "{\"eventVersion\":\"1.08\",\"a\":{\"b\":[\"\\\\x\",1]},\"eventSource\":\"x\"},"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int i = sample.length / 4; i < sample.length; i++) {
      sample[i] = like[i % like.length];
    }
    return sample;
  }

  /** The fastest of those that agree with the reference. */
  static Classifier fastest(List<Classifier> candidates, long patienceNanos) {
    byte[] sample = sample();
    long[] expected = masks(new PlainClassifier(), sample);
    List<Classifier> right =
        candidates.stream()
            .filter(
                it -> {
                  boolean agrees = Arrays.equals(expected, masks(it, sample));
                  if (!agrees) {
                    LOG.error("{} see other bytes than the reference; not used", it.name());
                  }
                  return agrees;
                })
            .toList();
    long[] least = new long[right.size()];
    Arrays.fill(least, Long.MAX_VALUE);
    long[] masks = new long[SAMPLE_BLOCKS * Classifier.MASKS];
    long end = System.nanoTime() + patienceNanos;
    int sinceBetter = 0;
    while (System.nanoTime() < end && sinceBetter < 400) {
      sinceBetter++;
      for (int i = 0; i < least.length; i++) {
        long start = System.nanoTime();
        right.get(i).classify(sample, 0, SAMPLE_BLOCKS, masks, 0);
        long took = System.nanoTime() - start;
        if (took < least[i] - least[i] / 20) {
          sinceBetter = 0;
        }
        least[i] = Math.min(least[i], took);
      }
    }
    int best = 0;
    for (int i = 1; i < least.length; i++) {
      if (least[i] < least[best]) {
        best = i;
      }
    }
    return right.get(best);
  }

  private static long[] masks(Classifier classifier, byte[] sample) {
    long[] masks = new long[SAMPLE_BLOCKS * Classifier.MASKS];
    classifier.classify(sample, 0, SAMPLE_BLOCKS, masks, 0);
    return masks;
  }

  private static final class Choice {
    static final Thread THREAD =
        Thread.ofPlatform()
            .daemon()
            .name("ingest-self-test")
            .start(
                () -> {
                  chosen = fastest(all(), PATIENCE_NANOS);
                  LOG.info("records are found with {}", chosen.name());
                });

    static void start() {
      // Initialising the class starts the thread.
    }
  }
}
