package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.StoredRejection;
import io.isotrail.avro.Tally;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.codec.RejectionCodec;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.compact.CompactRemembered;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.Tallies;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A task on maps, which commits and is killed as a task under exactly-once is: what was stored and
 * said since the last commit never happened, its changelog restores what was stored by then, and
 * the records since are read again.
 */
final class RunningTask {

  /** What was said and committed, as a read_committed reader has it. */
  final Map<String, Compliance> rows = new TreeMap<>();

  final Map<String, Violation> violations = new TreeMap<>();
  final Map<String, Tally> tallies = new TreeMap<>();
  final Map<String, Rejection> rejections = new TreeMap<>();

  /** Facts that were refused, replays included. */
  int settled;

  int full;

  /** The facts that were remembered, in their order; some of them twice. */
  final List<Fact> taken = new ArrayList<>();

  private Kept kept = new Kept(0, 0, 0);

  /** What was counted when the task last committed: what comes after is counted again. */
  private record Kept(int settled, int full, int taken) {}

  private final Bounds bounds;
  private final int partition;
  private final ProcessorContext<String, Conclusion> context = context();
  private final List<Conclusion> said = new ArrayList<>();
  private long now;
  private final List<SpecificRecord> uncommitted = new ArrayList<>();
  private Stored committed;
  private Stored stored;
  private GovernanceBook governance;
  private Timelines timelines;
  private RejectionLedger ledger;
  private RejudgeCursor cursor;

  RunningTask(int partition, Bounds bounds, long now) {
    this.bounds = bounds;
    this.partition = partition;
    this.now = now;
    this.committed =
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
    restore();
  }

  /** The three things that a task asks of Kafka; a mock of all the others takes its time. */
  @SuppressWarnings("unchecked")
  private ProcessorContext<String, Conclusion> context() {
    return (ProcessorContext<String, Conclusion>)
        Proxy.newProxyInstance(
            RunningTask.class.getClassLoader(),
            new Class<?>[] {ProcessorContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "taskId" -> new TaskId(0, partition);
                  case "currentSystemTimeMs" -> now * 1000;
                  case "forward" -> said.add(((Record<String, Conclusion>) arguments[0]).value());
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static Stored copy(Stored stored) {
    return new Stored(
        MapStore.copy(stored.timelines()),
        MapStore.copy(stored.governance()),
        MapStore.copy(stored.cursor()),
        MapStore.copy(stored.due()),
        MapStore.copy(stored.tallies()),
        MapStore.copy(stored.rejections()),
        MapStore.copy(stored.rejectionKeys()),
        MapStore.copy(stored.graves()),
        MapStore.copy(stored.rejectionDays()));
  }

  private void restore() {
    stored = copy(committed);
    Outbox outbox = new Outbox(context);
    TallyBook book = new TallyBook(stored.tallies(), outbox);
    governance = new GovernanceBook(stored.governance());
    timelines = new Timelines(stored, book, outbox, bounds);
    ledger = new RejectionLedger(stored, book, outbox, bounds);
    cursor = new RejudgeCursor(stored, outbox);
  }

  /** Sets the wall clock, epoch seconds. */
  void clock(long instant) {
    now = instant;
  }

  /** What the two punctuators do, in slices of so many entries. */
  void punctuate(int most) {
    rejudge(most);
    timelines.sayWhatIsDue(new Slice(most, () -> 0L));
    ledger.purge(new Slice(most, () -> 0L));
  }

  void rejudge(int most) {
    if (cursor.running() && governance.current().isPresent()) {
      cursor.advance(new Slice(most, () -> 0L), governance.current().get(), timelines, ledger);
    }
  }

  void take(SpecificRecord record) {
    uncommitted.add(record);
    process(record);
  }

  private void process(SpecificRecord record) {
    switch (record) {
      case Fact fact -> {
        if (FactCodec.isRejection(fact)) {
          settled += ledger.remember(fact, governance.current()) ? 0 : 1;
        } else {
          switch (timelines.remember(fact, governance.current())) {
            case REMEMBERED -> taken.add(fact);
            case SETTLED -> settled++;
            case FULL -> full++;
          }
        }
      }
      case Governance revision -> {
        if (governance.take(revision)) {
          cursor.restart();
        }
      }
      default -> throw new IllegalStateException("not a record of this test");
    }
  }

  void commit() {
    committed = copy(stored);
    kept = new Kept(settled, full, taken.size());
    uncommitted.clear();
    said.forEach(this::publish);
    said.clear();
  }

  /** Killed, and restored from its changelog here or elsewhere. */
  void kill() {
    said.clear();
    restore();
    settled = kept.settled();
    full = kept.full();
    taken.subList(kept.taken(), taken.size()).clear();
    List.copyOf(uncommitted).forEach(this::process);
  }

  /** Takes a record, and then whatever may happen between two records. */
  void take(SpecificRecord record, Random random) {
    take(record);
    if (random.nextInt(3) == 0) {
      punctuate(2);
    }
    if (random.nextInt(4) == 0) {
      commit();
    }
    if (random.nextInt(20) == 0) {
      kill();
    }
  }

  void finish() {
    while (cursor.running()) {
      rejudge(50);
    }
    timelines.sayWhatIsDue(new Slice(Integer.MAX_VALUE, () -> 0L));
    ledger.purge(new Slice(Integer.MAX_VALUE, () -> 0L));
    commit();
  }

  private void publish(Conclusion one) {
    if (!publish(one, Topics.COMPLIANCE, rows, Compliance.class)
        && !publish(one, Topics.VIOLATIONS, violations, Violation.class)
        && !publish(one, Topics.KPIS, tallies, Tally.class)
        && !publish(one, Topics.REJECTIONS, rejections, Rejection.class)) {
      assertThat(one.topic()).isEqualTo(Topics.STATUS);
    }
  }

  private static <V> boolean publish(
      Conclusion said, Topic<?> topic, Map<String, V> table, Class<V> type) {
    if (!said.topic().equals(topic)) {
      return false;
    }
    if (said.value() == null) {
      table.remove(said.key());
    } else {
      table.put(said.key(), type.cast(said.value()));
    }
    return true;
  }

  List<History> histories() {
    return rows.values().stream().map(HistoryCodec::history).toList();
  }

  Tallies tallies() {
    Map<Tallies.Cell, Counts> cells = new HashMap<>();
    for (Tally tally : tallies.values()) {
      cells.put(
          new Tallies.Cell(tally.getDay(), TallyCodec.dimensions(tally)), TallyCodec.counts(tally));
    }
    return new Tallies(cells);
  }

  /** What the published rows and rejections add up to. */
  Tallies expectedTallies() {
    List<Movement> movements = new ArrayList<>();
    histories().forEach(history -> movements.addAll(Movements.of(history)));
    rejections
        .values()
        .forEach(
            judged -> movements.add(RejectionCodec.verdict(judged).movement(judged.getDistinct())));
    return Tallies.of(movements);
  }

  /** How much is remembered: resources, rejections and their indexes. */
  int remembered() {
    return size(stored.timelines())
        + size(stored.rejections())
        + size(stored.rejectionKeys())
        + size(stored.due());
  }

  /** How many timelines stand on a ground. */
  long grounded() {
    return ((MapStore<byte[]>) stored.timelines())
        .entries.entrySet().stream()
            .map(each -> CompactRemembered.read(Subject.ofKey(each.getKey()), each.getValue()))
            .filter(each -> !each.remembered().ground().equals(Ground.NONE))
            .count();
  }

  /** How many resources were purged whole. */
  int buried() {
    return ((MapStore<String>) stored.graves()).entries.size();
  }

  Map<String, StoredRejection> storedRejections() {
    return ((MapStore<StoredRejection>) stored.rejections()).entries;
  }

  private static int size(org.apache.kafka.streams.state.KeyValueStore<String, ?> store) {
    return ((MapStore<?>) store).entries.size();
  }
}
