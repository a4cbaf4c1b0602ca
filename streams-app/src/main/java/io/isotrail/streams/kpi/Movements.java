package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.History.Generation;
import io.isotrail.streams.compliance.History.Spell;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a history adds to the sums, and when. Openings count under the values right after, closings
 * and their seconds under those right before; a change in between moves the level from one group to
 * the other. A run is judged once: it counts on the second of its creation and has no level.
 */
public final class Movements {

  /** The kinds that are judged once, as the type segments of their ARNs. */
  private static final Set<String> RUNS =
      Set.of("training-job", "processing-job", "hyper-parameter-tuning-job");

  private Movements() {}

  /** The kinds that are runs. */
  public static Set<String> runs() {
    return RUNS;
  }

  /** Whether resources of this kind are runs: judged once, when created. */
  public static boolean isRun(String kind) {
    return RUNS.contains(kind);
  }

  /** The movements of a history in the order of time, future ones included. */
  public static List<Movement> of(History history) {
    List<Movement> movements = new ArrayList<>();
    for (Generation generation : history.generations()) {
      addAll(movements, history.subject(), generation, 0);
    }
    movements.sort(Comparator.comparingLong(Movement::at));
    return List.copyOf(movements);
  }

  /**
   * What must be added to the sums when one history takes the place of another: the same as the
   * difference of the {@link Tallies} of both, for which stretches that both have are not looked
   * at.
   *
   * @param before null: nothing was counted yet
   */
  public static Tallies change(@Nullable History before, History after) {
    Map<Integer, Generation> known = new HashMap<>();
    if (before != null) {
      before.generations().forEach(generation -> known.put(generation.number(), generation));
    }
    List<Movement> added = new ArrayList<>();
    List<Movement> taken = new ArrayList<>();
    for (Generation generation : after.generations()) {
      Generation was = known.remove(generation.number());
      int common = was == null ? 0 : common(was, generation);
      addAll(added, after.subject(), generation, common);
      if (was != null) {
        addAll(taken, after.subject(), was, common);
      }
    }
    known.values().forEach(gone -> addAll(taken, after.subject(), gone, 0));
    return Tallies.change(taken, added);
  }

  /** How many of their first stretches count the same. */
  private static int common(Generation one, Generation other) {
    if (one.from() != other.from()
        || one.created() != other.created()
        || one.hidden() != other.hidden()) {
      return 0;
    }
    return History.common(one.spells(), other.spells());
  }

  private static void addAll(
      List<Movement> movements, Subject subject, Generation generation, int from) {
    if (isRun(subject.kind())) {
      if (from == 0) {
        addRun(movements, subject, generation);
      }
      return;
    }
    for (Spell spell : generation.spells().subList(from, generation.spells().size())) {
      if (spell.status() != Status.GONE) {
        add(movements, subject, generation, spell);
      }
    }
  }

  /** The stretches of violation of a history, future ones included; runs have none. */
  public static List<KpiSource.Stretch> stretches(History history, GroupIndex index) {
    List<KpiSource.Stretch> stretches = new ArrayList<>();
    for (Generation generation : history.generations()) {
      for (Spell spell : generation.spells()) {
        if (spell.status() == Status.VIOLATION && spell.openedAt() != null) {
          stretches.add(
              new KpiSource.Stretch(
                  index.of(dimensions(history.subject(), spell)),
                  spell.from(),
                  spell.to(),
                  spell.openedAt(),
                  spell.dueAt()));
        }
      }
    }
    return stretches;
  }

  /** The group that a spell counts under. */
  public static Dimensions dimensions(Subject subject, Spell spell) {
    return new Dimensions(
        subject.account(),
        subject.region(),
        subject.kind(),
        spell.environment(),
        spell.sensitivity(),
        spell.owner(),
        spell.severity() == null ? "" : spell.severity().word(),
        spell.thirdParty(),
        spell.inService());
  }

  /** What is known only from traces counts nowhere: nobody knows on which day it was created. */
  private static void addRun(List<Movement> movements, Subject subject, Generation generation) {
    if (!generation.created() || generation.spells().isEmpty()) {
      return;
    }
    Spell verdict = generation.spells().getFirst();
    Counts counts = Counts.of(Measures.RUNS_TOTAL, 1);
    if (verdict.status() == Status.COMPLIANT) {
      counts = counts.plus(Counts.of(Measures.RUNS_ISOLATED, 1));
    } else if (verdict.status() == Status.UNDETERMINED) {
      counts = counts.plus(Counts.of(Measures.RUNS_UNDETERMINED, 1));
    }
    movements.add(new Movement(generation.from(), dimensions(subject, verdict), counts));
  }

  private static void add(
      List<Movement> movements, Subject subject, Generation generation, Spell spell) {
    Dimensions dimensions = dimensions(subject, spell);
    Counts level = level(generation, spell);
    boolean opens = spell.openedAt() != null && spell.openedAt() == spell.from();
    movements.add(
        new Movement(
            spell.from(), dimensions, opens ? level.plus(Counts.of(Measures.OPENED, 1)) : level));
    if (spell.to() != null) {
      Counts left = level.negated();
      movements.add(
          new Movement(
              spell.to(),
              dimensions,
              spell.endedAs() != null && spell.openedAt() != null
                  ? left.plus(closing(spell.endedAs(), spell.to() - spell.openedAt()))
                  : left));
    }
  }

  private static Counts level(Generation generation, Spell spell) {
    Counts level = Counts.of(Measures.level(spell.status()), 1);
    if (spell.openedAt() != null) {
      level = level.plus(Counts.of(Measures.LEVEL_OPENED_AT, spell.openedAt()));
    }
    if (spell.status() == Status.UNDETERMINED) {
      if (generation.hidden()) {
        level = level.plus(Counts.of(Measures.LEVEL_HIDDEN, 1));
      }
      if (!generation.created()) {
        level = level.plus(Counts.of(Measures.LEVEL_TRACE, 1));
      }
    }
    return level;
  }

  private static Counts closing(Ending ending, long seconds) {
    Counts closing =
        Counts.of(Measures.ended(ending), 1)
            .plus(Counts.of(Measures.endedSeconds(ending), seconds));
    return ending.remediation()
        ? closing.plus(
            Counts.of(Measures.remediationBucket(RemediationHistogram.bucket(seconds)), 1))
        : closing;
  }
}
