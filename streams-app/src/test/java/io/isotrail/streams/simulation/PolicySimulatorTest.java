package io.isotrail.streams.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.topology.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class PolicySimulatorTest {

  private static final long AS_OF = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
  private static final long DAY = 86_400;
  private static final String ALL_PRODUCTION =
      """
      version: 2
      accounts:
        "%s": {name: main, environment: production, sensitivity: restricted}
      """
          .formatted(Records.ACCOUNT);

  private final AtomicLong nanos = new AtomicLong();
  private SimulationSettings settings = new SimulationSettings(100, Duration.ofSeconds(60), 2);
  private PolicySimulator.Standing standing =
      new PolicySimulator.Standing(
          Optional.of(governance(GovernanceFiles.defaultPolicy())),
          List.of(new KpiSource.Covered(Records.ACCOUNT, "eu-central-1", 5)),
          true);

  private final List<Fact> one =
      new ArrayList<>(
          List.of(
              Records.created("e1", AS_OF - 10 * DAY, "A", Isolation.NOT_ISOLATED),
              Records.created("e2", AS_OF - 10 * DAY, "B", Isolation.ISOLATED),
              Records.rejected("r1", AS_OF - 2 * DAY, "C", Isolation.NOT_ISOLATED)));
  private final List<Fact> two =
      List.of(
          // Told twice, and in another partition: what is counted is what happened.
          Records.created("e4", AS_OF - 60 * DAY, "D", Isolation.NOT_ISOLATED),
          Records.created("e4", AS_OF - 60 * DAY, "D", Isolation.NOT_ISOLATED),
          Records.deleted("e5", AS_OF - DAY, "D"));

  @Test
  void the_same_policy_changes_nothing() {
    Outcome.Done done = done("version: 2");

    assertThat(done.before()).isEqualTo(done.after());
    assertThat(done.changed()).isEmpty();
    assertThat(done.before().open().count()).isEqualTo(1);
    assertThat(done.before().ends()).containsEntry("DELETED", 1L);
    assertThat(done.before().remediation().meanSeconds()).isEqualTo(59 * DAY);
    assertThat(done.before().rejections().isolation()).isEqualTo(1);
    assertThat(done.before().complete()).isTrue();
  }

  @Test
  void another_policy_is_applied_to_the_whole_past() {
    Outcome.Done done = done(ALL_PRODUCTION);

    assertThat(done.before().models().production()).isZero();
    assertThat(done.after().models().production()).isEqualTo(2);
    assertThat(done.after().isolationRatio()).isEqualTo(0.5);
    assertThat(done.changed())
        .containsExactly(
            new Outcome.Changed(
                key("a"),
                new Outcome.Verdict(Status.VIOLATION, Severity.LOW),
                new Outcome.Verdict(Status.VIOLATION, Severity.CRITICAL)));
    assertThat(done.changedTotal()).isEqualTo(1);
  }

  @Test
  void a_candidate_with_an_instant_begins_there_whatever_came_after() {
    Policy later =
        GovernanceFiles.parsePolicy("version: 1b\neffectiveFrom: 2026-02-27T00:00:00Z", "test");
    Governance present =
        new Governance(
            List.of(
                new Policy.Published(GovernanceFiles.defaultPolicy(), 0, 1),
                new Policy.Published(later, AS_OF - 3 * DAY, 2)),
            List.of());
    Policy candidate =
        GovernanceFiles.parsePolicy(
            ALL_PRODUCTION + "effectiveFrom: 2026-02-25T00:00:00Z\n", "test");

    Governance with = Candidate.with(present, candidate);

    assertThat(with.policyAt(Instant.parse("2026-02-24T23:59:59Z").getEpochSecond()))
        .isEqualTo(GovernanceFiles.defaultPolicy());
    assertThat(with.policyAt(Instant.parse("2026-02-25T00:00:00Z").getEpochSecond()))
        .isEqualTo(candidate);
    assertThat(with.policyAt(AS_OF)).isEqualTo(candidate);
  }

  @Test
  void rows_beyond_the_limit_are_counted_and_not_listed() {
    for (String name : List.of("F", "E", "G")) {
      one.add(Records.created("x" + name, AS_OF - DAY, name, Isolation.NOT_ISOLATED));
    }

    Outcome.Done done = done(ALL_PRODUCTION);

    assertThat(done.changed()).extracting(Outcome.Changed::key).containsExactly(key("a"), key("e"));
    assertThat(done.changedTotal()).isEqualTo(4);
  }

  @Test
  void rows_are_filtered_as_the_kpis_are() {
    Policy candidate = GovernanceFiles.parsePolicy(ALL_PRODUCTION, "test");
    KpiQuery query =
        new KpiQuery(AS_OF, Duration.ofDays(30), Map.of("region", Set.of("nowhere")), List.of());

    Outcome outcome =
        simulator(this::source)
            .simulate(new Question(candidate, query, row -> row.subject().region().isEmpty()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> {
              assertThat(done.changed()).isEmpty();
              assertThat(done.changedTotal()).isZero();
              assertThat(done.after().models().production()).isZero();
            });
  }

  @Test
  void a_partition_with_too_many_facts_ends_it() {
    settings = new SimulationSettings(2, Duration.ofSeconds(60), 2);

    assertThat(simulate("version: 2")).isEqualTo(new Outcome.TooManyFacts(2));
  }

  @Test
  void it_ends_after_its_time() {
    settings = new SimulationSettings(100, Duration.ofSeconds(1), 2);
    Outcome outcome =
        simulator(
                () -> {
                  nanos.addAndGet(Duration.ofSeconds(2).toNanos());
                  return source();
                })
            .simulate(question("version: 2"));

    assertThat(outcome).isEqualTo(new Outcome.TooSlow(1));
  }

  @Test
  void only_one_runs_at_a_time() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    PolicySimulator simulator =
        simulator(
            () -> {
              reading.countDown();
              await(release);
              return source();
            });
    try (var pool = Executors.newSingleThreadExecutor()) {
      Future<Outcome> first = pool.submit(() -> simulator.simulate(question("version: 2")));
      reading.await();
      assertThat(simulator.simulate(question("version: 2"))).isEqualTo(new Outcome.Busy());
      release.countDown();
      assertThat(first.get()).isInstanceOf(Outcome.Done.class);
    }
    assertThat(simulator.simulate(question("version: 2"))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void without_kafka_or_a_policy_it_says_so() {
    PolicySimulator away =
        simulator(
            () -> {
              throw new TimeoutException("broker-7.internal");
            });
    assertThat(away.simulate(question("version: 2")))
        .isEqualTo(new Outcome.Unavailable("The facts cannot be read from Kafka now."));

    standing = new PolicySimulator.Standing(Optional.empty(), List.of(), false);
    assertThat(simulate("version: 2"))
        .isEqualTo(new Outcome.Unavailable("The policy in force has not been read yet."));
  }

  @Test
  void what_the_topology_refuses_is_passed_over() {
    one.add(
        Fact.newBuilder(Records.created("e9", AS_OF - DAY, "Z", Isolation.NOT_ISOLATED))
            .setKind("notebook")
            .build());

    assertThat(done("version: 2").before().open().count()).isEqualTo(1);
  }

  private Outcome.Done done(String yaml) {
    return (Outcome.Done) simulate(yaml);
  }

  private Outcome simulate(String yaml) {
    return simulator(this::source).simulate(question(yaml));
  }

  private PolicySimulator simulator(java.util.function.Supplier<FactSource> source) {
    return new PolicySimulator(settings, source, () -> standing, nanos::get);
  }

  private static Question question(String yaml) {
    return new Question(
        GovernanceFiles.parsePolicy(yaml, "test"),
        new KpiQuery(AS_OF, Duration.ofDays(30), Map.of(), List.of()),
        row -> true);
  }

  private static String key(String name) {
    return FactCodec.subject(Records.created("e", 0, name, Isolation.ISOLATED)).key();
  }

  private static Governance governance(Policy policy) {
    return new Governance(List.of(new Policy.Published(policy, 0, 1)), List.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FactSource source() {
    return new FactSource() {
      @Override
      public int partitions() {
        return 2;
      }

      @Override
      public void read(int partition, Visitor visitor) {
        Function<Fact, String> key = fact -> FactCodec.subject(fact).key();
        visitor.waiting();
        Stream.of(one, two)
            .skip(partition)
            .findFirst()
            .orElseThrow()
            .forEach(fact -> visitor.take(key.apply(fact), fact));
      }

      @Override
      public void close() {}
    };
  }
}
