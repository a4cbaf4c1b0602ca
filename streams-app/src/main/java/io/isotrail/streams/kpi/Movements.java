package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.History.Generation;
import io.isotrail.streams.compliance.History.Spell;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a history adds to the sums, and when. Openings count under the values right after, closings
 * and their seconds under those right before; a change in between moves the level from one group to
 * the other.
 */
public final class Movements {

  private Movements() {}

  /** The movements of a history in the order of time, future ones included. */
  public static List<Movement> of(History history) {
    List<Movement> movements = new ArrayList<>();
    for (Generation generation : history.generations()) {
      for (Spell spell : generation.spells()) {
        if (spell.status() != Status.GONE) {
          add(movements, history.subject(), generation, spell);
        }
      }
    }
    movements.sort(Comparator.comparingLong(Movement::at));
    return List.copyOf(movements);
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
    SortedMap<String, Long> level = new TreeMap<>();
    level.put(Measures.level(spell.status()), 1L);
    if (spell.status() == Status.UNDETERMINED) {
      if (generation.hidden()) {
        level.put(Measures.LEVEL_HIDDEN, 1L);
      }
      if (!generation.created()) {
        level.put(Measures.LEVEL_TRACE, 1L);
      }
    }
    return new Counts(level);
  }

  private static Counts closing(Ending ending, long seconds) {
    SortedMap<String, Long> closing = new TreeMap<>();
    closing.put(Measures.ended(ending), 1L);
    closing.put(Measures.endedSeconds(ending), seconds);
    if (ending.remediation()) {
      closing.put(Measures.remediationBucket(RemediationHistogram.bucket(seconds)), 1L);
    }
    return new Counts(closing);
  }
}
