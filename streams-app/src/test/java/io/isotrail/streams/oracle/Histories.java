package io.isotrail.streams.oracle;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.streams.oracle.Step.Verb;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Makes histories on which the judge and the oracle are compared: few instants, so that much
 * happens within one second, few names in varied letter case, and all that goes wrong in trails.
 */
public final class Histories {

  /** 2026-03-02T00:00:00Z; no fact is earlier. */
  public static final long BEGINNING = 1_772_409_600L;

  private static final int MOST_INSTANTS = 24;
  private static final int LONG_ONE_OF = 20;

  private Histories() {}

  /**
   * A history and what it was made of.
   *
   * @param steps what happened
   * @param rulings what people ruled
   * @param instants the seconds at which all of it is, the earliest first
   * @param facts of all steps, in the order of telling, copies and addenda included
   * @param governance of all rulings
   */
  public record Sample(
      List<Step> steps,
      List<Ruling> rulings,
      List<Long> instants,
      List<Fact> facts,
      List<Governance> governance) {

    /** The last instant of the facts; exceptions may end after it. */
    public long end() {
      return instants.getLast();
    }

    @Override
    public String toString() {
      return "instants "
          + instants
          + ",\nsteps "
          + steps
          + ",\nrulings "
          + rulings
          + ",\nfacts "
          + facts
          + ",\ngovernance "
          + governance;
    }
  }

  /**
   * Mostly histories of at most 100 facts, in which a mistake is found at least cost, and one of
   * {@value #LONG_ONE_OF} with about 200 to 300 facts on 30 resources and more.
   */
  public static Arbitrary<Sample> mixed() {
    return Arbitraries.frequencyOf(
        Tuple.of(LONG_ONE_OF - 1, ofAtMost(100)), Tuple.of(1, of(140, 200)));
  }

  /**
   * Histories of about so many facts at most; copies and addenda may add a few.
   *
   * @param mostFacts 300 for the long ones; 100 is quick
   */
  public static Arbitrary<Sample> ofAtMost(int mostFacts) {
    return of(0, mostFacts * 2 / 3);
  }

  private static Arbitrary<Sample> of(int fewestSteps, int mostSteps) {
    // Left to itself, most lists would be short.
    Arbitrary<List<Step>> steps =
        step()
            .list()
            .ofMinSize(fewestSteps)
            .ofMaxSize(mostSteps)
            .withSizeDistribution(RandomDistribution.uniform());
    Arbitrary<List<Ruling>> rulings = ruling().list().ofMinSize(0).ofMaxSize(8);
    Arbitrary<List<Long>> gaps = gap().list().ofMinSize(0).ofMaxSize(MOST_INSTANTS - 1);
    return Combinators.combine(gaps, Arbitraries.integers().between(1, 4), steps, rulings)
        .as(
            (between, places, happened, ruled) -> {
              List<Long> instants = instants(between);
              return new Sample(
                  happened,
                  ruled,
                  instants,
                  Telling.of(happened, instants, places),
                  Publishing.of(ruled, instants));
            });
  }

  private static List<Long> instants(List<Long> gaps) {
    List<Long> instants = new ArrayList<>();
    instants.add(BEGINNING);
    gaps.forEach(gap -> instants.add(instants.getLast() + gap));
    return List.copyOf(instants);
  }

  /** From one instant to the next; a day and a second around it matter to the judge. */
  private static Arbitrary<Long> gap() {
    return Arbitraries.frequency(
        Tuple.of(6, 1L),
        Tuple.of(3, 60L),
        Tuple.of(2, 7_200L),
        Tuple.of(1, 86_399L),
        Tuple.of(2, 86_400L),
        Tuple.of(1, 86_401L),
        Tuple.of(2, 300_000L),
        Tuple.of(1, 1_000_000L));
  }

  private static Arbitrary<Step> step() {
    return Combinators.combine(
            verb(),
            below(MOST_INSTANTS),
            below(Step.NAMES),
            below(Step.FLAVORS),
            below(Step.TAGS),
            below(3),
            below(Step.IDS),
            below(Step.ECHOES))
        .as(Step::new);
  }

  private static Arbitrary<Verb> verb() {
    return Arbitraries.frequency(
        Tuple.of(10, Verb.CREATE_MODEL),
        Tuple.of(6, Verb.DELETE_MODEL),
        Tuple.of(6, Verb.TAG),
        Tuple.of(3, Verb.UNTAG),
        Tuple.of(5, Verb.CREATE_CONFIG),
        Tuple.of(3, Verb.DELETE_CONFIG),
        Tuple.of(5, Verb.CREATE_ENDPOINT),
        Tuple.of(6, Verb.UPDATE_ENDPOINT),
        Tuple.of(3, Verb.DELETE_ENDPOINT),
        Tuple.of(3, Verb.CREATE_COMPONENT),
        Tuple.of(3, Verb.UPDATE_COMPONENT),
        Tuple.of(2, Verb.DELETE_COMPONENT),
        Tuple.of(2, Verb.TRANSFORM),
        Tuple.of(4, Verb.SEE),
        Tuple.of(3, Verb.CREATE_SCHEDULE),
        Tuple.of(4, Verb.REDEFINE_SCHEDULE),
        Tuple.of(2, Verb.DELETE_SCHEDULE),
        Tuple.of(4, Verb.CREATE_DEFINITION),
        Tuple.of(2, Verb.DELETE_DEFINITION),
        Tuple.of(3, Verb.CREATE_RUN),
        Tuple.of(2, Verb.END_RUN),
        Tuple.of(4, Verb.REJECT));
  }

  private static Arbitrary<Ruling> ruling() {
    return Combinators.combine(
            Arbitraries.of(Ruling.Act.class),
            below(MOST_INSTANTS),
            below(Ruling.IDS),
            below(Ruling.FLAVORS))
        .as(Ruling::new);
  }

  private static Arbitrary<Integer> below(int limit) {
    return Arbitraries.integers().between(0, limit - 1).withoutEdgeCases();
  }

  /** The same in another order. */
  public static <T> List<T> permuted(List<T> all, Random random) {
    List<T> permuted = new ArrayList<>(all);
    Collections.shuffle(permuted, random);
    return permuted;
  }

  /** The same, about every third one twice or more, the second copy anywhere after. */
  public static <T> List<T> duplicated(List<T> all, Random random) {
    List<T> duplicated = new ArrayList<>(all);
    for (T one : all) {
      for (int copies = random.nextInt(6) - 3; copies > 0; copies--) {
        duplicated.add(random.nextInt(duplicated.size() + 1), one);
      }
    }
    return duplicated;
  }

  /** The same in so many pieces, one after the other; some may be empty. */
  public static <T> List<List<T>> split(List<T> all, int pieces, Random random) {
    List<Integer> cuts = new ArrayList<>();
    cuts.add(0);
    for (int cut = 1; cut < pieces; cut++) {
      cuts.add(random.nextInt(all.size() + 1));
    }
    cuts.add(all.size());
    Collections.sort(cuts);
    List<List<T>> split = new ArrayList<>();
    for (int piece = 0; piece < pieces; piece++) {
      split.add(List.copyOf(all.subList(cuts.get(piece), cuts.get(piece + 1))));
    }
    return split;
  }

  /** The facts of each partition/account/region, which are judged apart from each other. */
  public static Map<String, List<Fact>> byLocality(List<Fact> facts) {
    Map<String, List<Fact>> byLocality = new LinkedHashMap<>();
    for (Fact fact : facts) {
      byLocality
          .computeIfAbsent(
              fact.getPartition() + "/" + fact.getResourceAccount() + "/" + fact.getRegion(),
              any -> new ArrayList<>())
          .add(fact);
    }
    return byLocality;
  }
}
