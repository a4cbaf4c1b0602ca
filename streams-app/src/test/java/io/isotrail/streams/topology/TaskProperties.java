package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.Violation;
import io.isotrail.streams.codec.GovernanceCodec;
import io.isotrail.streams.codec.RejectionCodec;
import io.isotrail.streams.codec.ViolationCodec;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.kpi.RejectionVerdict;
import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.oracle.RejectionAnswer;
import io.isotrail.streams.proof.Comparison;
import io.isotrail.streams.proof.JudgedSource;
import io.isotrail.streams.proof.KpiProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;

/**
 * Some tasks, record by record, against the oracle: the facts split over them by account and
 * region, all governance in each, in any order, with duplicates, applied in slices, while they are
 * killed now and then and restored as of their last commit.
 */
public class TaskProperties {

  private static final Bounds ROOMY =
      new Bounds(10_000, 10_000, 400L * 86_400 * 100, 400L * 86_400 * 100, 0);

  @Property(tries = 5_000)
  void whateverTheOrderTheTasksSayWhatTheOracleSays(
      @ForAll("histories") Histories.Sample sample, @ForAll("seeds") long seed) {
    tasksAgree(sample, new Random(seed));
  }

  /** The claim. */
  public static void tasksAgree(Histories.Sample sample, Random random) {
    List<RunningTask> tasks = new ArrayList<>();
    for (List<Fact> facts : partitioned(sample.facts(), random)) {
      tasks.add(run(tasks.size(), facts, sample, random));
    }

    Oracle oracle = Oracle.of(sample.facts(), sample.governance());
    Map<String, Rejection> rejections = new TreeMap<>();
    Map<String, History> byKey = new TreeMap<>();
    for (RunningTask task : tasks) {
      assertThat(task.settled + task.full).isZero();
      assertThat(task.violations).isEqualTo(violations(task.histories()));
      assertThat(task.tallies()).isEqualTo(task.expectedTallies());
      task.histories().forEach(history -> byKey.put(history.subject().key(), history));
      rejections.putAll(task.rejections);
    }
    Comparison.same(byKey.values(), oracle, sample.end());
    assertThat(rejections.values().stream().map(TaskProperties::told).sorted(BY_EVENT).toList())
        .isEqualTo(
            oracle.rejections().stream().map(TaskProperties::told).sorted(BY_EVENT).toList());
    KpiProperties.same(
        sample, source(tasks, byKey.values(), rejections.values(), sample), oracle, random);
  }

  private static RunningTask run(
      int partition, List<Fact> facts, Histories.Sample sample, Random random) {
    List<SpecificRecord> records = new ArrayList<>(Histories.duplicated(facts, random));
    records.addAll(sample.governance());
    Collections.shuffle(records, random);
    RunningTask task = new RunningTask(partition, ROOMY, Histories.BEGINNING);
    long now = Histories.BEGINNING;
    for (SpecificRecord record : records) {
      // The clock decides when something is said, never what.
      now += random.nextInt(10) == 0 ? random.nextInt(1_000_000) : 0;
      task.clock(now);
      task.take(record, random);
    }
    task.finish();
    return task;
  }

  /** What is of one account and region stays together. */
  private static Collection<List<Fact>> partitioned(List<Fact> facts, Random random) {
    int partitions = 1 + random.nextInt(3);
    Map<Integer, List<Fact>> byPartition = new HashMap<>();
    Histories.byLocality(facts)
        .values()
        .forEach(
            locality ->
                byPartition
                    .computeIfAbsent(random.nextInt(partitions), any -> new ArrayList<>())
                    .addAll(locality));
    return byPartition.values();
  }

  private static Map<String, Violation> violations(List<History> histories) {
    Map<String, Violation> violations = new TreeMap<>();
    histories.forEach(history -> violations.putAll(ViolationCodec.violations(history)));
    return violations;
  }

  private static final Comparator<List<Object>> BY_EVENT = Comparator.comparing(List::toString);

  private static List<Object> told(Rejection rejection) {
    return List.of(
        rejection.getAccount(),
        rejection.getEventId(),
        rejection.getAt(),
        rejection.getResource(),
        rejection.getActor(),
        rejection.getAttribution(),
        rejection.getReportedBy(),
        rejection.getEnvironment(),
        rejection.getSensitivity(),
        rejection.getOwner(),
        rejection.getDistinct());
  }

  private static List<Object> told(RejectionAnswer rejection) {
    return List.of(
        rejection.account(),
        rejection.eventId(),
        rejection.at(),
        rejection.key().toString(),
        rejection.actor(),
        rejection.attribution(),
        rejection.reportedBy(),
        rejection.environment(),
        rejection.sensitivity(),
        rejection.owner(),
        rejection.distinct());
  }

  private static JudgedSource source(
      List<RunningTask> tasks,
      Collection<History> histories,
      Collection<Rejection> rejections,
      Histories.Sample sample) {
    List<JudgedSource.Told> tallies = new ArrayList<>();
    for (int task = 0; task < tasks.size(); task++) {
      int number = task;
      tasks
          .get(task)
          .tallies()
          .byCell()
          .forEach((cell, counts) -> tallies.add(new JudgedSource.Told(number, cell, counts)));
    }
    List<RejectionVerdict> verdicts =
        rejections.stream()
            .sorted(
                Comparator.comparingLong(Rejection::getAt)
                    .thenComparing(Rejection::getEventId)
                    .thenComparing(Rejection::getAccount))
            .map(RejectionCodec::verdict)
            .toList();
    return new JudgedSource(
        histories,
        tallies,
        verdicts,
        GovernanceCodec.governance(sample.governance()).orElseThrow().exceptions());
  }

  @Provide
  Arbitrary<Histories.Sample> histories() {
    return Histories.mixed();
  }

  /** Any number is as good as any other. */
  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().withoutEdgeCases();
  }
}
