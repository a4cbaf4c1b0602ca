package io.isotrail.bench;

import com.sun.management.ThreadMXBean;
import io.isotrail.avro.Compliance;
import io.isotrail.avro.Generation;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Spell;
import io.isotrail.avro.Status;
import io.isotrail.avro.StoredTimeline;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.codec.RememberedCodec;
import io.isotrail.streams.compact.CompactRemembered;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;

/**
 * What it costs to read a stored timeline, add one fact and make it bytes again: as Avro, and in
 * the compact form. Medians of rounds in turn, thread processor time. Takes no arguments.
 */
public final class CodecBenchmark {

  private static final int ROUNDS = 15;
  private static final long ROUND_NANOS = 150_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Serde<StoredTimeline> avro;
  private final Subject subject;
  private final List<io.isotrail.avro.Fact> facts;

  /** Keeps the results alive. */
  private long bytes;

  private CodecBenchmark(List<io.isotrail.avro.Fact> facts) {
    this.avro =
        AvroSerdes.forValue(
            new Topic<>("timelines", StoredTimeline.class, true, Map.of()),
            new Settings(Map.of("schema.registry.url", "memory://bench")));
    this.facts = facts;
    this.subject = FactCodec.subject(facts.getFirst());
  }

  /** Runs it and prints a table. */
  public static void main(String[] arguments) {
    System.out.println(
        "facts, bytes as avro, as compact | read, add, write: avro | compact | held, add, write:"
            + " avro | compact");
    for (int count : new int[] {1, 7, 10, 100, 1000}) {
      new CodecBenchmark(ofOneModel(count + 1)).run(count);
    }
  }

  /** So many facts, nearly all of them tags. */
  private static List<io.isotrail.avro.Fact> ofOneModel(int count) {
    List<io.isotrail.avro.Fact> models =
        LiveFeed.of(4 * count + 50, 7).stream()
            .filter(fact -> fact.getKind().equals("model"))
            .toList();
    List<io.isotrail.avro.Fact> facts = new ArrayList<>();
    facts.add(
        models.stream()
            .filter(fact -> fact.getOperation().equals("CreateModel"))
            .findFirst()
            .orElseThrow());
    models.stream()
        .filter(fact -> fact.getOperation().equals("AddTags"))
        .limit(count - 1L)
        .forEach(facts::add);
    return facts;
  }

  private void run(int count) {
    Remembered state = remembered(facts.subList(0, count).stream().map(FactCodec::fact).toList());
    byte[] asAvro = avroBytes(state);
    byte[] asCompact = CompactRemembered.of(state).bytes();
    CompactRemembered held = CompactRemembered.read(subject, asCompact);
    Fact more = FactCodec.fact(facts.get(count));
    double[][][] costs = new double[4][ROUNDS][];
    for (int round = 0; round < ROUNDS; round++) {
      costs[0][round] = measure(() -> avroBytes(with(readAvro(asAvro), more)));
      costs[1][round] = measure(() -> readAndAdd(asCompact, more));
      costs[2][round] = measure(() -> avroBytes(with(held.remembered(), more)));
      costs[3][round] = measure(() -> held.next(with(held.remembered(), more)).bytes());
    }
    System.out.printf(Locale.ROOT, "%5d %7d %7d", count, asAvro.length, asCompact.length);
    for (double[][] cost : costs) {
      double[] median = median(cost);
      System.out.printf(Locale.ROOT, " | %8.2f us %8.0f B", median[0], median[1]);
    }
    System.out.println();
  }

  private Remembered readAvro(byte[] stored) {
    return RememberedCodec.remembered(
        subject.key(), avro.deserializer().deserialize("timelines", stored));
  }

  private byte[] readAndAdd(byte[] stored, Fact more) {
    CompactRemembered known = CompactRemembered.read(subject, stored);
    return known.next(with(known.remembered(), more)).bytes();
  }

  private byte[] avroBytes(Remembered state) {
    return avro.serializer().serialize("timelines", RememberedCodec.stored(state));
  }

  private Remembered remembered(List<Fact> some) {
    Remembered nothing = Remembered.nothing(subject);
    return new Remembered(
        subject,
        nothing.ground(),
        Timeline.of(some),
        nothing.servings(),
        nothing.targets(),
        nothing.dependents(),
        history(),
        5L,
        6);
  }

  private static Remembered with(Remembered state, Fact more) {
    return new Remembered(
        state.subject(),
        state.ground(),
        state.timeline().with(more),
        state.servings(),
        state.targets(),
        state.dependents(),
        state.history(),
        state.due(),
        state.changedAt());
  }

  /** One generation of three spells. */
  private History history() {
    io.isotrail.avro.Fact first = facts.getFirst();
    List<Spell> spells =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    Spell.newBuilder()
                        .setFrom(first.getAt() + i)
                        .setTo(i == 2 ? null : first.getAt() + i + 1)
                        .setStatus(Status.VIOLATION)
                        .setSeverity("high")
                        .setEnvironment("production")
                        .setSensitivity("restricted")
                        .setOwner("fraud")
                        .setOpenedAt(first.getAt())
                        .setDueAt(first.getAt() + 86_400)
                        .build())
            .toList();
    return HistoryCodec.history(
        Compliance.newBuilder()
            .setPartition(subject.partition())
            .setAccount(subject.account())
            .setRegion(subject.region())
            .setKind(subject.kind())
            .setName(first.getName())
            .setLastEventAt(first.getAt())
            .setGenerations(
                List.of(
                    Generation.newBuilder()
                        .setNumber(1)
                        .setId(first.getEventId())
                        .setName(first.getName())
                        .setFrom(first.getAt())
                        .setCreated(true)
                        .setCreatedBy(first.getActor())
                        .setIsolation(Isolation.NOT_ISOLATED)
                        .setTags(Map.of("team", "fraud", "environment", "prod"))
                        .setSpells(spells)
                        .build()))
            .build());
  }

  private interface Work {
    byte[] once();
  }

  /** Microseconds of processor time and bytes allocated, each time. */
  private double[] measure(Work work) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long begun = THREADS.getCurrentThreadCpuTime();
    long times = 0;
    long used;
    do {
      bytes += work.once().length;
      times++;
      used = THREADS.getCurrentThreadCpuTime() - begun;
    } while (used < ROUND_NANOS);
    return new double[] {
      used / 1e3 / times, (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / times
    };
  }

  /** The latter two thirds of the rounds, since the first ones warm up. */
  private static double[] median(double[][] rounds) {
    double[] medians = new double[2];
    for (int figure = 0; figure < 2; figure++) {
      int which = figure;
      double[] sorted =
          IntStream.range(ROUNDS / 3, ROUNDS).mapToDouble(i -> rounds[i][which]).sorted().toArray();
      medians[figure] = sorted[sorted.length / 2];
    }
    return medians;
  }
}
