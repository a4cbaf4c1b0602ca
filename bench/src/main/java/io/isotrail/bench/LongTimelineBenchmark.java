package io.isotrail.bench;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.topology.IsotrailTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what one more fact costs on a timeline of 10 facts, and on one of 1,000, through the
 * whole topology with RocksDB and exactly-once.
 *
 * <p>Arguments: a directory for data (made anew), the number of rounds. A round adds six tags to
 * each of three short timelines and to each of three long ones in turn; processor time of the
 * stream thread.
 */
public final class LongTimelineBenchmark {

  private static final int RESOURCES = 3;
  private static final int MORE = 6;
  private static final int[] LENGTHS = {10, 1000};

  private LongTimelineBenchmark() {}

  /** Runs it and prints medians. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 2) {
      System.err.println("arguments: DATA_DIRECTORY ROUNDS");
      System.exit(2);
    }
    Path data = Directories.fresh(Path.of(arguments[0]));
    int rounds = Integer.parseInt(arguments[1]);
    try (SeparateBroker broker = SeparateBroker.start(data.resolve("broker"))) {
      Settings settings = Application.settings(broker, data, "bench-long", Map.of());
      try (Feeding feeding = new Feeding(settings, 1);
          Application application =
              Application.start(
                  settings,
                  (given, streams, metrics, properties) ->
                      new IsotrailTopology(given, streams, metrics, properties).get())) {
        run(feeding, application, rounds);
      }
    }
    System.exit(0);
  }

  private static void run(Feeding feeding, Application application, int rounds)
      throws InterruptedException {
    List<Fact> tags =
        LiveFeed.of(10_000, 3).stream()
            .filter(fact -> fact.getOperation().equals("AddTags"))
            .toList();
    double processed = 0;
    int next = 0;
    double[][] micros = new double[LENGTHS.length][rounds];
    for (int round = 0; round <= rounds; round++) {
      for (int length = 0; length < LENGTHS.length; length++) {
        // Names of their own for each round, so that no timeline is longer than it says.
        List<Fact> before = tags(tags, next, round, LENGTHS[length] - MORE / 2, LENGTHS[length]);
        next += before.size();
        feeding.write(before);
        processed += before.size();
        application.awaitProcessed(processed);
        Thread.sleep(300);
        List<Fact> more = tags(tags, next, round, MORE, LENGTHS[length]);
        next += more.size();
        double begun = Processors.now().stream();
        feeding.write(more);
        processed += more.size();
        application.awaitProcessed(processed);
        double used = Processors.now().stream() - begun;
        if (round > 0) {
          micros[length][round - 1] = 1e6 * used / more.size();
        }
      }
    }
    print(micros);
  }

  private static void print(double[][] micros) {
    double[] medians = new double[LENGTHS.length];
    for (int length = 0; length < LENGTHS.length; length++) {
      double[] sorted = micros[length].clone();
      Arrays.sort(sorted);
      medians[length] = sorted[sorted.length / 2];
      System.out.printf(
          Locale.ROOT,
          "a fact on a timeline of %d: median %.0f us of the stream thread, least %.0f, most %.0f%n",
          LENGTHS[length],
          medians[length],
          sorted[0],
          sorted[sorted.length - 1]);
    }
    System.out.printf(Locale.ROOT, "ratio: %.1f%n", medians[1] / medians[0]);
  }

  private static List<Fact> tags(List<Fact> from, int next, int round, int each, int length) {
    List<Fact> facts = new ArrayList<>();
    int count = Math.max(1, each);
    for (int i = 0; i < count; i++) {
      for (int resource = 0; resource < RESOURCES; resource++) {
        Fact tag = from.get((next + facts.size()) % from.size());
        facts.add(
            Fact.newBuilder(tag)
                .setResourceAccount("100000000001")
                .setRegion("eu-west-1")
                .setName("long-" + round + "-" + length + "-" + resource)
                .build());
      }
    }
    return facts;
  }
}
