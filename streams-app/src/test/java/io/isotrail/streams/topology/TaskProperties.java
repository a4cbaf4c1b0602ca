package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Tally;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.Tallies;
import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.proof.Comparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;

/**
 * One task, record by record, against the oracle: in any order, with duplicates, with governance
 * anywhere in between and applied in slices, and with everything that is held as an object thrown
 * away now and then, as a crash does.
 */
class TaskProperties {

  private static final Bounds ROOMY =
      new Bounds(10_000, 10_000, 400L * 86_400 * 100, 400L * 86_400 * 100, 0);

  @Property(tries = 4000)
  void whateverTheOrderTheTaskSaysWhatTheOracleSays(
      @ForAll("histories") Histories.Sample sample, @ForAll long seed) {
    Random random = new Random(seed);
    List<SpecificRecord> records = new ArrayList<>(Histories.duplicated(sample.facts(), random));
    records.addAll(sample.governance());
    Collections.shuffle(records, random);

    Running task = new Running();
    records.forEach(record -> task.take(record, random));
    task.finish();

    Oracle oracle = Oracle.of(sample.facts(), sample.governance());
    List<History> histories = task.histories();
    Comparison.same(histories, oracle, sample.end());
    assertThat(task.violations).isEqualTo(expectedViolations(histories));
    assertThat(task.tallies()).isEqualTo(task.expectedTallies(histories));
  }

  private static Map<String, Violation> expectedViolations(List<History> histories) {
    Map<String, Violation> violations = new TreeMap<>();
    histories.forEach(
        history -> violations.putAll(io.isotrail.streams.codec.ViolationCodec.violations(history)));
    return violations;
  }

  @Provide
  Arbitrary<Histories.Sample> histories() {
    return Histories.ofAtMost(60);
  }

  /** A task on maps. */
  private static final class Running {
    private final MockProcessorContext<String, Conclusion> context = new MockProcessorContext<>();
    private final Stored stored =
        new Stored(
            new MapStore<>(),
            new MapStore<>(),
            new MapStore<>(),
            new MapStore<>(),
            new MapStore<>(),
            new MapStore<>(),
            new MapStore<>(),
            new MapStore<>(),
            new MapStore<>());
    private final Map<String, Compliance> rows = new TreeMap<>();
    private final Map<String, Violation> violations = new TreeMap<>();
    private Outbox outbox = new Outbox(context);
    private GovernanceBook governance = new GovernanceBook(stored.governance());
    private Timelines timelines;
    private RejectionLedger rejections;
    private RejudgeCursor cursor;

    Running() {
      context.setCurrentSystemTimeMs(Histories.BEGINNING * 1000);
      TallyBook tallies = new TallyBook(stored.tallies(), outbox);
      timelines = new Timelines(stored, tallies, outbox, ROOMY);
      rejections = new RejectionLedger(stored, tallies, outbox, ROOMY);
      cursor = new RejudgeCursor(stored, outbox);
    }

    /** As after a crash: the stores are there, and nothing else. */
    private void restart() {
      outbox = new Outbox(context);
      TallyBook tallies = new TallyBook(stored.tallies(), outbox);
      governance = new GovernanceBook(stored.governance());
      timelines = new Timelines(stored, tallies, outbox, ROOMY);
      rejections = new RejectionLedger(stored, tallies, outbox, ROOMY);
      cursor = new RejudgeCursor(stored, outbox);
    }

    void take(SpecificRecord record, Random random) {
      switch (record) {
        case Fact fact -> {
          if (FactCodec.isRejection(fact)) {
            rejections.remember(fact, governance.current());
          } else {
            assertThat(timelines.remember(fact, governance.current()))
                .isEqualTo(Timelines.Taken.REMEMBERED);
          }
        }
        case Governance revision -> {
          if (governance.take(revision)) {
            cursor.restart();
          }
        }
        default -> throw new IllegalStateException("not a record of this test");
      }
      if (random.nextInt(3) == 0) {
        rejudge(2);
      }
      if (random.nextInt(20) == 0) {
        restart();
      }
    }

    private void rejudge(int most) {
      if (cursor.running() && governance.current().isPresent()) {
        cursor.advance(
            new Slice(most, () -> 0L), governance.current().get(), timelines, rejections);
      }
    }

    void finish() {
      while (cursor.running()) {
        rejudge(50);
      }
      context
          .forwarded()
          .forEach(
              said -> {
                Conclusion conclusion = said.record().value();
                if (conclusion.topic().equals(Topics.COMPLIANCE)) {
                  put(rows, conclusion, Compliance.class);
                } else if (conclusion.topic().equals(Topics.VIOLATIONS)) {
                  put(violations, conclusion, Violation.class);
                }
              });
    }

    private static <V> void put(Map<String, V> table, Conclusion conclusion, Class<V> type) {
      if (conclusion.value() == null) {
        table.remove(conclusion.key());
      } else {
        table.put(conclusion.key(), type.cast(conclusion.value()));
      }
    }

    List<History> histories() {
      return rows.values().stream().map(HistoryCodec::history).toList();
    }

    Tallies tallies() {
      Map<Tallies.Cell, io.isotrail.streams.kpi.Counts> cells = new HashMap<>();
      for (Tally tally : ((MapStore<Tally>) stored.tallies()).entries.values()) {
        cells.put(
            new Tallies.Cell(tally.getDay(), TallyCodec.dimensions(tally)),
            TallyCodec.counts(tally));
      }
      return new Tallies(cells);
    }

    Tallies expectedTallies(List<History> histories) {
      List<Movement> movements = new ArrayList<>();
      histories.forEach(history -> movements.addAll(Movements.of(history)));
      ((MapStore<io.isotrail.avro.StoredRejection>) stored.rejections())
          .entries
          .values()
          .forEach(
              rejection ->
                  Optional.ofNullable(rejection.getJudgement())
                      .ifPresent(
                          judged ->
                              movements.add(
                                  io.isotrail.streams.codec.RejectionCodec.verdict(judged)
                                      .movement(judged.getDistinct()))));
      return Tallies.of(movements);
    }
  }
}
