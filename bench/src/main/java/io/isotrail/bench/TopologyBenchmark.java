package io.isotrail.bench;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.streams.topology.IsotrailTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Measures how many facts a core takes through the whole topology, and beside it what a bare
 * RocksDB read-modify-write topology takes of the same records: exactly-once, no caching, one
 * stream thread, the broker in a process of its own.
 *
 * <p>Arguments: a directory for data (made anew, several GB), the number of models (about six facts
 * each), the number of rounds, the number of partitions. The first round of each warms up and is
 * not counted; of each round the first fifth is not.
 */
public final class TopologyBenchmark {

  private final SeparateBroker broker;
  private final Path data;
  private final int partitions;
  private int applications;

  /** One round; facts and processor seconds after the first fifth of it. */
  private record Round(
      double facts, double wall, Processors used, double broker, double sentPerFact) {

    double perCore() {
      return facts / used.process();
    }

    double perStreamCore() {
      return facts / (used.stream() + used.rocks());
    }

    double perWall() {
      return facts / wall;
    }

    double brokerMicros() {
      return 1e6 * broker / facts;
    }
  }

  private TopologyBenchmark(SeparateBroker broker, Path data, int partitions) {
    this.broker = broker;
    this.data = data;
    this.partitions = partitions;
  }

  /** Runs it and prints medians, then a profile of one more round. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    if (arguments.length != 4) {
      System.err.println("arguments: DATA_DIRECTORY MODELS ROUNDS PARTITIONS");
      System.exit(2);
    }
    Path data = Directories.fresh(Path.of(arguments[0]));
    try (SeparateBroker broker = SeparateBroker.start(data.resolve("broker"))) {
      new TopologyBenchmark(broker, data, Integer.parseInt(arguments[3]))
          .run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }
    System.exit(0);
  }

  private void run(int models, int rounds)
      throws IOException, InterruptedException, ExecutionException {
    List<Fact> facts = LiveFeed.of(models, 1);
    Settings settings = Application.settings(broker, data, "bench", Map.of());
    try (Feeding feeding = new Feeding(settings, partitions);
        Admin admin = Admin.create(Clients.base(settings))) {
      admin
          .createTopics(List.of(new NewTopic(BareTopology.OUTPUT, partitions, (short) 1)))
          .all()
          .get();
      feeding.write(facts);
    }
    System.out.printf(
        Locale.ROOT,
        "%d facts of %d models, %.2f a model, %d partitions%n",
        facts.size(),
        models,
        (double) facts.size() / models,
        partitions);
    int count = facts.size();
    List<Round> full = new ArrayList<>();
    List<Round> bare = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Round one = round("bare", BARE, count, false);
      Round other = round("full", FULL, count, false);
      if (round > 0) {
        bare.add(one);
        full.add(other);
      }
    }
    print("bare read-modify-write", bare);
    print("full topology", full);
    System.out.printf(
        Locale.ROOT,
        "full / bare, facts per core: %.3f%n",
        median(full, Round::perCore) / median(bare, Round::perCore));
    try (Profile profile = new Profile()) {
      round("full", FULL, count, true);
      profile.print(data.resolve("full.jfr"));
    }
  }

  private static final Application.Maker FULL =
      (settings, streams, metrics, properties) ->
          new IsotrailTopology(settings, streams, metrics, properties).get();

  private static final Application.Maker BARE =
      (settings, streams, metrics, properties) -> BareTopology.of(properties);

  private Round round(String what, Application.Maker maker, int count, boolean bySize)
      throws InterruptedException {
    Settings settings =
        Application.settings(broker, data, "bench-" + what + "-" + applications++, Map.of());
    try (Application application = Application.start(settings, maker)) {
      double first = application.awaitProcessed(count / 5.0);
      double sent = application.sent();
      Processors before = Processors.now();
      double brokerBefore = broker.cpu().toNanos() / 1e9;
      long begun = System.nanoTime();
      double last = application.awaitProcessed(count);
      double wall = (System.nanoTime() - begun) / 1e9;
      Round round =
          new Round(
              last - first,
              wall,
              Processors.now().since(before),
              broker.cpu().toNanos() / 1e9 - brokerBefore,
              (application.sent() - sent) / (last - first));
      System.out.println(what + ": " + line(round));
      if (bySize) {
        printSizes(application, last);
      }
      return round;
    }
  }

  private static void printSizes(Application application, double facts) {
    System.out.println("\nrecords a fact, compressed bytes a fact, topic");
    application
        .sentByTopic()
        .forEach(
            (topic, sent) ->
                System.out.printf(
                    Locale.ROOT, "%6.2f %8.0f  %s%n", sent[0] / facts, sent[1] / facts, topic));
  }

  private static String line(Round round) {
    return String.format(
        Locale.ROOT,
        "%.0f facts/s/core of the process, %.0f of stream and RocksDB threads, %.0f/s by the wall;"
            + " us a fact: process %.1f, streams %.1f, rocksdb %.1f, broker %.1f; %.2f records sent"
            + " a fact",
        round.perCore(),
        round.perStreamCore(),
        round.perWall(),
        1e6 * round.used().process() / round.facts(),
        1e6 * round.used().stream() / round.facts(),
        1e6 * round.used().rocks() / round.facts(),
        round.brokerMicros(),
        round.sentPerFact());
  }

  private static void print(String what, List<Round> rounds) {
    System.out.printf(
        Locale.ROOT,
        "%-24s median of %d: %.0f facts/s/core (process), %.0f (stream and RocksDB threads), %.0f/s"
            + " by the wall, broker %.1f us/fact, %.2f records sent a fact%n",
        what,
        rounds.size(),
        median(rounds, Round::perCore),
        median(rounds, Round::perStreamCore),
        median(rounds, Round::perWall),
        median(rounds, Round::brokerMicros),
        median(rounds, Round::sentPerFact));
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream()
        .mapToDouble(figure)
        .sorted()
        .skip(rounds.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
