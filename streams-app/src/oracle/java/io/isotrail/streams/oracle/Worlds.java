package io.isotrail.streams.oracle;

import io.isotrail.avro.Fact;
import io.isotrail.streams.oracle.Step.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Invents much at once: organisations of which nothing in one depends on another, each in accounts
 * of its own, with everything that happens in generated histories.
 */
public final class Worlds {

  private static final int MOST_INSTANTS = 24;
  private static final int STEPS = 250;
  private static final List<Verb> VERBS = List.of(Verb.values());
  private static final List<Long> GAPS =
      List.of(1L, 1L, 1L, 1L, 60L, 60L, 7_200L, 86_399L, 86_400L, 86_401L, 300_000L);

  private Worlds() {}

  /**
   * Invents one.
   *
   * @param number what its accounts begin with, 0 to 999,999; none has those of another
   * @param from epoch seconds of the first thing that happens; the last is at most 84 days later
   * @return its facts with copies and addenda, in no order that means anything
   */
  public static List<Fact> invent(int number, long from, Random random) {
    List<Long> instants = new ArrayList<>(List.of(from));
    for (int more = random.nextInt(MOST_INSTANTS); more > 0; more--) {
      instants.add(instants.getLast() + GAPS.get(random.nextInt(GAPS.size())));
    }
    List<Step> steps = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      steps.add(step(random));
    }
    return Telling.of(steps, instants, 3).stream()
        .map(
            fact ->
                Fact.newBuilder(fact)
                    .setAccount(account(number, fact.getAccount()))
                    .setResourceAccount(account(number, fact.getResourceAccount()))
                    .build())
        .toList();
  }

  private static String account(int number, String account) {
    return "%06d%s".formatted(number, account.substring(6));
  }

  private static Step step(Random random) {
    return new Step(
        VERBS.get(random.nextInt(VERBS.size())),
        random.nextInt(MOST_INSTANTS),
        random.nextInt(Step.NAMES),
        random.nextInt(Step.FLAVORS),
        random.nextInt(Step.TAGS),
        random.nextInt(3),
        random.nextInt(Step.IDS),
        random.nextInt(Step.ECHOES));
  }
}
