package io.isotrail.bench;

import com.sun.management.ThreadMXBean;
import io.isotrail.avro.Compliance;
import io.isotrail.avro.Generation;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Spell;
import io.isotrail.avro.Status;
import io.isotrail.avro.StoredFact;
import io.isotrail.avro.StoredTimeline;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.compact.CompactTimeline;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Subject;
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
    System.out.println("facts | avro us, bytes, allocated | compact us, bytes, allocated | ratio");
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
    History history = history();
    byte[] asAvro = avroBytes(facts.subList(0, count), history);
    List<Fact> pure = facts.subList(0, count).stream().map(FactCodec::fact).toList();
    byte[] asCompact = CompactTimeline.empty().with(pure, history, 5L).bytes();
    Fact more = FactCodec.fact(facts.get(count));
    double[][] avroCosts = new double[ROUNDS][];
    double[][] compactCosts = new double[ROUNDS][];
    for (int round = 0; round < ROUNDS; round++) {
      avroCosts[round] = measure(() -> throughAvro(asAvro, more));
      compactCosts[round] = measure(() -> throughCompact(asCompact, more));
    }
    double[] one = median(avroCosts);
    double[] other = median(compactCosts);
    System.out.printf(
        Locale.ROOT,
        "%5d | %8.2f %7d %9.0f | %8.2f %7d %9.0f | %.2f%n",
        count,
        one[0],
        asAvro.length,
        one[1],
        other[0],
        asCompact.length,
        other[1],
        one[0] / other[0]);
  }

  private byte[] throughAvro(byte[] stored, Fact more) {
    StoredTimeline known = avro.deserializer().deserialize("timelines", stored);
    List<Fact> all = new ArrayList<>(known.getFacts().stream().map(FactCodec::fact).toList());
    all.add(more);
    History history = HistoryCodec.history(known.getJudgement());
    List<StoredFact> next = all.stream().map(fact -> FactCodec.stored(subject, fact)).toList();
    return avro.serializer()
        .serialize(
            "timelines",
            StoredTimeline.newBuilder()
                .setFacts(next)
                .setJudgement(HistoryCodec.row(history, List.of(), 0))
                .setDue(5L)
                .build());
  }

  private byte[] throughCompact(byte[] stored, Fact more) {
    CompactTimeline known = CompactTimeline.of(stored);
    List<Fact> all = new ArrayList<>(known.facts());
    all.add(more);
    History history = known.history(subject).orElseThrow();
    return known.with(all, history, 5L).bytes();
  }

  private byte[] avroBytes(List<io.isotrail.avro.Fact> some, History history) {
    return avro.serializer()
        .serialize(
            "timelines",
            StoredTimeline.newBuilder()
                .setFacts(
                    some.stream()
                        .map(fact -> FactCodec.stored(subject, FactCodec.fact(fact)))
                        .toList())
                .setJudgement(HistoryCodec.row(history, List.of(), 0))
                .setDue(5L)
                .build());
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
