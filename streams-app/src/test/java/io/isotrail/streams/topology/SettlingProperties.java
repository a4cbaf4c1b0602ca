package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Seen;
import io.isotrail.avro.Undeployed;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.ViolationCodec;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Role;
import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.proof.Comparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * What bounds the state changes no number, as long as facts come in the order of their time: folded
 * timelines say what whole ones say, and what was purged stays counted. What comes again for a
 * settled time changes nothing.
 */
public class SettlingProperties {

  private static final long DAY = 86_400;
  private static final long EVER = 400L * DAY * 100;

  @Property(tries = 1_000)
  void foldedTimelinesSayWhatWholeOnesSay(
      @ForAll("histories") Histories.Sample sample, @ForAll("seeds") long seed) {
    foldingChangesNothing(sample, new Random(seed));
  }

  @Property(tries = 1_000)
  void whatIsPurgedStaysCounted(
      @ForAll("histories") Histories.Sample sample, @ForAll("seeds") long seed) {
    boolean anything = purgingChangesNoSum(sample, new Random(seed));

    Statistics.label("something was purged").collect(anything);
    Statistics.label("something was purged")
        .coverage(checker -> checker.check(true).percentage(share -> share > 20));
  }

  /** The claim of folding. */
  public static void foldingChangesNothing(Histories.Sample sample, Random random) {
    List<Fact> facts = inOrder(sample, random);
    oneOrTheOther(facts, random);
    int limit = 4 + random.nextInt(7);
    RunningTask task =
        new RunningTask(0, new Bounds(limit, 10_000, EVER, EVER, 0), Histories.BEGINNING);
    sample.governance().forEach(task::take);

    for (Fact fact : facts) {
      int full = task.full;
      task.take(fact, random);
      if (task.full == full && !task.taken.isEmpty()) {
        task.take(task.taken.get(random.nextInt(task.taken.size())), random);
      }
    }
    task.finish();

    same(task, List.copyOf(task.taken), sample);
  }

  private static void same(RunningTask task, List<Fact> taken, Histories.Sample sample) {
    Comparison.same(task.histories(), Oracle.of(taken, sample.governance()), sample.end());
    assertThat(task.tallies()).isEqualTo(task.expectedTallies());
    Map<String, Object> violations = new TreeMap<>();
    task.histories().forEach(each -> violations.putAll(ViolationCodec.violations(each)));
    assertThat(task.violations).isEqualTo(violations);
  }

  /**
   * The claim of purging.
   *
   * @return whether anything was purged
   */
  public static boolean purgingChangesNoSum(Histories.Sample sample, Random random) {
    List<Fact> facts = new ArrayList<>(inOrder(sample, random));
    oneOrTheOther(facts, random);
    // Of a definition that was purged a schedule that is created later knows nothing; AWS would
    // not create it.
    facts.removeIf(SettlingProperties::namesDefinition);
    // AWS never gives the name of a job again.
    Map<String, Long> firstOf = new TreeMap<>();
    facts.removeIf(
        fact ->
            isRun(fact)
                && firstOf.computeIfAbsent(fact.getKind(), _ -> fact.getAt()) < fact.getAt()
                && fact.getBody() instanceof Created);
    long retention = 2 * DAY + random.nextInt(3) * DAY;
    RunningTask whole = new RunningTask(0, roomy(EVER, EVER), Histories.BEGINNING);
    RunningTask purged =
        new RunningTask(0, roomy(retention, 1 + random.nextInt(200_000)), Histories.BEGINNING);
    sample.governance().forEach(whole::take);
    sample.governance().forEach(purged::take);
    for (Fact fact : facts) {
      whole.clock(fact.getAt());
      purged.clock(fact.getAt());
      whole.take(fact, random);
      purged.take(fact, random);
    }
    whole.finish();
    long now = sample.end() + random.nextInt(10) * DAY;
    purged.clock(now);
    purged.finish();

    assertThat(purged.settled + purged.full).isZero();
    assertThat(purged.tallies()).isEqualTo(whole.tallies());
    assertThat(whole.rows.keySet()).containsAll(purged.rows.keySet());
    Map<String, History> left = new TreeMap<>();
    purged.histories().forEach(history -> left.put(history.subject().key(), history));
    for (History history : whole.histories()) {
      History kept = left.get(history.subject().key());
      List<History.Generation> all = history.generations();
      List<History.Generation> some = kept == null ? List.of() : kept.generations();
      assertThat(some).isEqualTo(all.subList(all.size() - some.size(), all.size()));
    }
    Map<String, Object> violations = new TreeMap<>();
    left.values().forEach(history -> violations.putAll(ViolationCodec.violations(history)));
    assertThat(purged.violations).isEqualTo(violations);

    int remembered = purged.remembered();
    List<Fact> again = new ArrayList<>(facts);
    Collections.shuffle(again, random);
    again.forEach(purged::take);
    purged.finish();
    assertThat(purged.tallies()).isEqualTo(whole.tallies());
    assertThat(purged.histories()).isEqualTo(List.copyOf(left.values()));
    assertThat(purged.violations).isEqualTo(violations);
    assertThat(purged.remembered()).isEqualTo(remembered);
    return remembered < whole.remembered();
  }

  /**
   * Whether a settled update put something isolated into service is what was known when it was
   * settled, and an observation of the model may tell more later: servers, or observed models.
   */
  private static void oneOrTheOther(List<Fact> facts, Random random) {
    boolean serving = random.nextBoolean();
    facts.removeIf(fact -> serving ? isObservedModel(fact) : isServer(fact));
  }

  private static boolean namesDefinition(Fact fact) {
    return fact.getBody() instanceof Created created && created.getDefinition() != null;
  }

  /** There is one of each kind. */
  private static boolean isRun(Fact fact) {
    return Role.of(fact.getKind()) == Role.RUN && !FactCodec.isRejection(fact);
  }

  private static boolean isObservedModel(Fact fact) {
    return fact.getBody() instanceof Seen && fact.getKind().equals("model");
  }

  private static boolean isServer(Fact fact) {
    return fact.getBody() instanceof Deployed
        || fact.getBody() instanceof Undeployed
        || fact.getKind().equals("transform-job");
  }

  private static Bounds roomy(long retention, long runRetention) {
    return new Bounds(10_000, 10_000, retention, runRetention, 0);
  }

  /**
   * Of one account and region, in the order of time, in any order within a second. Addenda may come
   * after what they amend was settled, and are left out.
   */
  private static List<Fact> inOrder(Histories.Sample sample, Random random) {
    List<Fact> facts = new ArrayList<>();
    for (Fact fact : sample.facts()) {
      if (fact.getResourceAccount().equals("111111111111") && fact.getAmends() == null) {
        facts.add(fact);
      }
    }
    Collections.shuffle(facts, random);
    facts.sort(Comparator.comparingLong(Fact::getAt));
    return facts;
  }

  @Provide
  Arbitrary<Histories.Sample> histories() {
    return Histories.mixed();
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().withoutEdgeCases();
  }
}
