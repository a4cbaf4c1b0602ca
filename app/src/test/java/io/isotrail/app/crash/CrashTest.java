package io.isotrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.schemas.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Instances of streams killed at random moments while facts flow, added and removed, a broker
 * killed, an exception published in between: at the end everything is what it must be, with nothing
 * lost and nothing doubled, wherever one looks. While they come to that, no instance calls a wrong
 * number complete.
 */
final class CrashTest {

  private static final int PARTITIONS = 6;

  /** Multiplies kills and facts. */
  private static final int SCALE = Integer.getInteger("isotrail.crash.scale", 1);

  /** Isotrail's tolerance, one look, and what a busy machine adds. */
  private static final Duration SETTLED = Duration.ofSeconds(7);

  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"classic, 20, 200000", "streams, 5, 40000"})
  void nothingIsLostAndNothingDoubled(String protocol, int kills, int facts) throws Exception {
    assumeThat(System.getProperty("isotrail.crash.protocol", protocol)).isEqualTo(protocol);
    long seed = Long.getLong("isotrail.crash.seed", System.nanoTime());
    System.out.printf(
        "crash test: %s, -Disotrail.crash.seed=%d -Disotrail.crash.scale=%d%n",
        protocol, seed, SCALE);
    long end = Instant.now().getEpochSecond() - 60;
    List<Fact> stories = Stories.invent(seed, end, facts * SCALE);
    try (Fleet fleet = new Fleet(directory, common(protocol), end);
        FactFlow flow = new FactFlow(settings(protocol, fleet), PARTITIONS, stories)) {
      Expectation expected;
      try {
        crash(fleet, flow, new Random(seed), kills * SCALE, exceptions(end));
        OutputTopics topics = new OutputTopics(settings(protocol, fleet), end);
        expected = new Expectation(stories, governance(topics), end);
        converge(fleet, expected, end);
        verify(fleet, topics, expected);
      } catch (AssertionError e) {
        // What is wrong comes first: reports cut long messages at their end.
        throw new AssertionError(
            e.getMessage() + "\nwith seed " + seed + ", after:\n" + fleet.journal(), e);
      }
      System.out.printf(
          "crash test: %d facts of %d resources, %d kills, %d answers meanwhile%n",
          flow.sent(), expected.rows().size(), kills * SCALE, fleet.answers());
    }
  }

  /**
   * Kills while facts flow; two instances at first, three in the middle, two and new ones later.
   */
  private static void crash(Fleet fleet, FactFlow flow, Random random, int kills, Path exceptions)
      throws InterruptedException {
    fleet.start("a", "isotrail.streams.group.instance.id=a");
    fleet.start("b");
    fleet.awaitAnswers();
    flow.start();
    long processed = 0;
    for (int kill = 1; kill <= kills; kill++) {
      flow.allow((double) kill / kills);
      if (kill == kills / 4) {
        fleet.start("c", "isotrail.streams.exceptions=" + exceptions);
      } else if (kill == kills / 2) {
        fleet.restartBroker();
      } else if (kill == kills * 3 / 4) {
        fleet.end("b");
        fleet.start("d");
      }
      // Mostly in the middle of work, and now and then while one starts, restores or rebalances.
      if (random.nextInt(4) > 0) {
        fleet.awaitProgress(processed);
      }
      Thread.sleep(random.nextInt(3000));
      String victim = fleet.names().get(random.nextInt(fleet.names().size()));
      processed = fleet.processed();
      fleet.note(flow.sent() + " facts are sent, " + processed + " processed");
      fleet.kill(victim);
      Thread.sleep(random.nextInt(1000));
      fleet.start(victim);
    }
    flow.awaitEnd();
    fleet.note("all facts are sent");
    // One that never comes back, and one that nobody has seen before.
    fleet.kill("d");
    fleet.start("e", "isotrail.streams.standby.replicas=1");
  }

  /** The default policy and the exception, once whoever was killed has published them. */
  private static List<Governance> governance(OutputTopics topics) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<Governance> governance = topics.governance();
      if (governance.stream().anyMatch(one -> one.getKind() == GovernanceKind.EXCEPTION)) {
        return governance;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the exception is never published: " + governance);
      }
      Thread.sleep(500);
    }
  }

  /** Until all call themselves complete; whoever does so earlier must be right already. */
  private static void converge(Fleet fleet, Expectation expected, long end)
      throws InterruptedException {
    fleet.awaitAnswers();
    Thread.sleep(SETTLED);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    SortedMap<String, Long> right = expected.kpis();
    Set<String> complete = new HashSet<>();
    while (!complete.equals(new HashSet<>(fleet.names()))) {
      for (Instance instance : fleet.instances()) {
        Optional<JsonNode> kpis = instance.kpis(end);
        if (kpis.isPresent() && kpis.get().required("complete").asBoolean()) {
          assertThat(numbers(kpis.get(), right.keySet()))
              .as("what %s calls complete", instance.name())
              .isEqualTo(right);
          if (complete.add(instance.name())) {
            fleet.note(instance.name() + " is complete");
          }
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              instance.name()
                  + " does not become complete: "
                  + instance.state()
                  + "\n"
                  + instance.process().said());
        }
      }
      Thread.sleep(500);
    }
  }

  private static void verify(Fleet fleet, OutputTopics topics, Expectation expected)
      throws InterruptedException {
    SortedMap<String, String> rows = expected.rows();
    assertThat(topics.rows()).isEqualTo(rows);
    assertThat(topics.violations()).isEqualTo(expected.violations());
    assertThat(topics.measures()).isEqualTo(expected.measures());
    for (Instance instance : fleet.instances()) {
      assertThat(instance.rows()).as(instance.name()).isEqualTo(rows);
      assertThat(instance.models()).as(instance.name()).isEqualTo(expected.models());
    }
    assertThat(fleet.silences()).as("answers that failed").isEmpty();
  }

  private static SortedMap<String, Long> numbers(JsonNode kpis, Set<String> paths) {
    SortedMap<String, Long> found = new TreeMap<>();
    for (String path : paths) {
      found.put(path, kpis.at("/" + path.replace('.', '/')).asLong(-1));
    }
    return found;
  }

  private Map<String, String> common(String protocol) {
    Map<String, String> common = new TreeMap<>();
    common.put("schema.registry.url", "file:" + directory.resolve("schemas.jsonl"));
    common.put("isotrail.topics.partitions", Integer.toString(PARTITIONS));
    common.put("isotrail.topics.replication", "1");
    common.put("isotrail.streams.group.protocol", protocol);
    // So that runs are counted to the second, whenever they were.
    common.put("isotrail.streams.run.retention", "36500d");
    if (protocol.equals("classic")) {
      // So that the many kills do not take many times the usual ten seconds.
      common.put("kafka.session.timeout.ms", "4000");
      common.put("kafka.heartbeat.interval.ms", "1000");
    }
    return common;
  }

  private Settings settings(String protocol, Fleet fleet) {
    Map<String, String> values = new HashMap<>(common(protocol));
    values.keySet().removeIf(key -> key.startsWith("kafka."));
    values.put("kafka.bootstrap.servers", fleet.bootstrap());
    return new Settings(values);
  }

  private Path exceptions(long end) throws Exception {
    return Files.writeString(
        directory.resolve("exceptions.yaml"),
        """
        exceptions:
          - id: EX-1
            resource: "arn:aws:sagemaker:*:*2:*"
            reason: vendor containers need their licence server
            ticket: RISK-7
            requestedBy: ann
            approver: bob
            approvedAt: %s
            validFrom: %s
            validUntil: %s
            compensatingControls: [vpc]
        """
            .formatted(
                Instant.ofEpochSecond(end).minus(Duration.ofDays(110)),
                Instant.ofEpochSecond(end).minus(Duration.ofDays(110)),
                Instant.ofEpochSecond(end).plus(Duration.ofDays(30))));
  }
}
