package io.isotrail.ingest.read.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
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
 * result: each is compared with the reference first, bit by bit. Until one is chosen it is words,
 * which are plain Java and ask nothing of the machine.
 */
public final class Classifiers {

  private static final Logger LOG = LoggerFactory.getLogger(Classifiers.class);
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final int SAMPLE_BLOCKS = 1024;
  private static final int CHUNK_BYTES = Nest.BLOCKS * Classifier.BLOCK;
  private static final Set<String> SAMPLE_SOURCES =
      Set.of("sagemaker.amazonaws.com", "cloudtrail.amazonaws.com");

  /**
   * Rounds without a better time after which a choice stands. The pauses between them leave the
   * processor to others, the compiler first of all: no start waits for the choice.
   */
  private static final int CALM_ROUNDS = 300;

  /** So that the first log has the processor, and the compiler, to itself. */
  private static final Duration HEAD_START = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static volatile Classifier chosen = new WordClassifier();

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
          Class.forName(Classifiers.class.getPackageName() + ".VectorClassifier")
              .asSubclass(Classifier.class)
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
        "{\"eventTime\":\"x\",\"a\":{\"b\":[\"\\\\x\",1]},\"eventSource\":\"%s\",\"awsRegion\":1},"
            .repeat(SAMPLE_SOURCES.size())
            .formatted(SAMPLE_SOURCES.toArray())
            .getBytes(UTF_8);
    for (int i = sample.length / 4; i < sample.length; i++) {
      sample[i] = like[i % like.length];
    }
    return sample;
  }

  /** The fastest of those that agree with the reference, once the compiler has done its work. */
  static Classifier fastest(List<Classifier> candidates) throws InterruptedException {
    byte[] sample = sample();
    Sources sources = Sources.of(SAMPLE_SOURCES);
    List<Classifier> right = candidates.stream().filter(it -> agrees(it, sample)).toList();
    long[] least = new long[right.size()];
    Arrays.fill(least, Long.MAX_VALUE);
    Nest nest = new Nest();
    long start = System.nanoTime();
    int calm = 0;
    while (calm < CALM_ROUNDS && System.nanoTime() - start < PATIENCE.toNanos()) {
      calm++;
      for (int i = 0; i < least.length; i++) {
        long before = System.nanoTime();
        nest.start();
        for (int from = 0; from < sample.length; from += CHUNK_BYTES) {
          nest.next();
          right.get(i).classify(sample, from, Nest.BLOCKS, sources, nest);
        }
        long took = System.nanoTime() - before;
        if (took < least[i] - least[i] / 10) {
          calm = 0;
        }
        least[i] = Math.min(least[i], took);
      }
      Thread.sleep(PAUSE);
    }
    int best = 0;
    for (int i = 1; i < least.length; i++) {
      if (least[i] < least[best]) {
        best = i;
      }
    }
    return right.get(best);
  }

  /**
   * Whether it sees the shape that the reference sees, every wanted source, and of the names at
   * least their capitals or their quotes.
   *
   * @param text a multiple of what a nest holds
   */
  static boolean agrees(Classifier classifier, byte[] text) {
    Sources sources = Sources.of(SAMPLE_SOURCES);
    Classifier reference = new PlainClassifier();
    Nest expected = new Nest();
    Nest actual = new Nest();
    expected.start();
    actual.start();
    List<Integer> wanted = wanted(text);
    boolean agrees = true;
    boolean capitals = true;
    boolean quotes = true;
    for (int from = 0; from < text.length; from += CHUNK_BYTES) {
      expected.next();
      actual.next();
      reference.classify(text, from, Nest.BLOCKS, sources, expected);
      classifier.classify(text, from, Nest.BLOCKS, sources, actual);
      agrees &=
          Arrays.equals(expected.strings, actual.strings)
              && Arrays.equals(expected.backslashes, actual.backslashes)
              && Arrays.equals(expected.opens, actual.opens)
              && Arrays.equals(expected.closes, actual.closes)
              && Arrays.equals(expected.levels, actual.levels);
      long[] names = new long[Nest.BLOCKS];
      long[] more = new long[Nest.BLOCKS];
      reference.names(text, from, Nest.BLOCKS, names, 0);
      classifier.names(text, from, Nest.BLOCKS, more, 0);
      for (int i = 0; i < CHUNK_BYTES; i++) {
        char character = (char) text[from + i];
        capitals &= !isSet(names, i) || isSet(more, i);
        quotes &= character != '"' || isSet(more, i);
        if (isSet(actual.sources, i)) {
          int mark = from + i;
          wanted.removeIf(at -> at <= mark && mark <= at + Sources.TELLING_BYTES);
        }
      }
    }
    if (agrees && wanted.isEmpty() && (capitals || quotes)) {
      return true;
    }
    LOG.error("not used, for it sees other bytes than the reference: {}", classifier.name());
    return false;
  }

  private static boolean isSet(long[] masks, int place) {
    return (masks[place / Classifier.BLOCK] >>> place & 1) != 0;
  }

  /** Where wanted sources stand. */
  private static List<Integer> wanted(byte[] text) {
    String all = new String(text, ISO_8859_1);
    List<Integer> places = new ArrayList<>();
    for (String source : SAMPLE_SOURCES) {
      String quoted = '"' + source + '"';
      for (int at = all.indexOf(quoted); at >= 0; at = all.indexOf(quoted, at + 1)) {
        places.add(at);
      }
    }
    return places;
  }

  private static final class Choice {
    static final Thread THREAD =
        Thread.ofPlatform()
            .daemon()
            .name("ingest-self-test")
            .start(
                () -> {
                  try {
                    Thread.sleep(HEAD_START);
                    chosen = fastest(all());
                    LOG.info("records are found with {}", chosen.name());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });

    static void start() {
      // Initialising the class starts the thread.
    }
  }
}
