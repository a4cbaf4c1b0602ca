package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins verdicts into spells: maximal stretches in which nothing of the verdict changes. Gives each
 * violation its opening, its due date (the earliest of start of a stretch + objective of its
 * severity, over the stretches so far) and its ending.
 */
final class SpellBuilder {

  private final List<History.Spell> spells = new ArrayList<>();
  private History.@Nullable Spell current;

  /** Goes on from what is settled up to an instant. */
  void resume(List<History.Spell> settled, long until) {
    for (History.Spell spell : settled) {
      if (spell.from() <= until) {
        if (spell.to() != null && spell.to() <= until) {
          spells.add(spell);
        } else {
          current = copy(spell, spell.from(), null, null);
        }
      }
    }
  }

  /**
   * The verdict that holds from an instant on; instants ascend.
   *
   * @param replaced whether at this instant it left service for something isolated
   */
  void add(long instant, Verdict verdict, boolean replaced) {
    History.Spell previous = current;
    History.Spell next = begin(instant, verdict, previous);
    if (previous == null) {
      current = next;
    } else if (!isSame(previous, next)) {
      close(previous, instant, ending(previous.status(), verdict.status(), replaced));
      current = next;
    }
  }

  /** The spells of a generation that nothing ends. */
  List<History.Spell> open() {
    if (current != null) {
      spells.add(current);
    }
    return List.copyOf(spells);
  }

  /** The spells of a generation that has ended, the last one GONE. */
  List<History.Spell> ended(long end, Ending how) {
    History.Spell last = current;
    if (last != null) {
      close(last, end, last.status() == Status.VIOLATION ? how : null);
      spells.add(
          new History.Spell(
              end,
              null,
              Status.GONE,
              null,
              last.environment(),
              last.sensitivity(),
              last.owner(),
              last.thirdParty(),
              last.inService(),
              null,
              null,
              null,
              null));
    }
    return List.copyOf(spells);
  }

  private static History.Spell begin(
      long instant, Verdict verdict, History.@Nullable Spell previous) {
    Long openedAt = null;
    Long dueAt = null;
    if (verdict.objective() != null) {
      openedAt = instant;
      dueAt = instant + verdict.objective().toSeconds();
      if (previous != null && previous.openedAt() != null && previous.dueAt() != null) {
        openedAt = previous.openedAt();
        dueAt = Math.min(dueAt, previous.dueAt());
      }
    }
    return new History.Spell(
        instant,
        null,
        verdict.status(),
        verdict.severity(),
        verdict.classification().environment(),
        verdict.classification().sensitivity(),
        verdict.classification().owner(),
        verdict.thirdParty(),
        verdict.inService(),
        verdict.exception(),
        openedAt,
        dueAt,
        null);
  }

  private static @Nullable Ending ending(Status before, Status after, boolean replaced) {
    if (before != Status.VIOLATION) {
      return null;
    }
    return switch (after) {
      case VIOLATION -> null;
      case EXEMPT -> Ending.EXEMPTED;
      case COMPLIANT -> Ending.ISOLATED;
      case OUT_OF_SCOPE -> replaced ? Ending.REPLACED : Ending.RECLASSIFIED;
      case UNDETERMINED, GONE -> Ending.RECLASSIFIED;
    };
  }

  /** The same, by what is known now of what took the place of the deleted. */
  static List<History.Spell> endedAs(List<History.Spell> ended, Ending how) {
    return ended.stream()
        .map(spell -> isDeletion(spell, ended) ? copy(spell, spell.from(), spell.to(), how) : spell)
        .toList();
  }

  /** A violation that lasted to the end; what left the scope while it served ended before. */
  private static boolean isDeletion(History.Spell spell, List<History.Spell> ended) {
    return (spell.endedAs() == Ending.DELETED || spell.endedAs() == Ending.REPLACED)
        && ended.getLast().status() == Status.GONE
        && Objects.equals(spell.to(), ended.getLast().from());
  }

  private void close(History.Spell spell, long to, @Nullable Ending endedAs) {
    spells.add(copy(spell, spell.from(), to, endedAs));
  }

  /** Whether two stretches that nothing ends yet differ in nothing but their beginning. */
  private static boolean isSame(History.Spell one, History.Spell other) {
    return one.status() == other.status()
        && one.severity() == other.severity()
        && one.environment().equals(other.environment())
        && one.sensitivity().equals(other.sensitivity())
        && one.owner().equals(other.owner())
        && one.thirdParty() == other.thirdParty()
        && Objects.equals(one.inService(), other.inService())
        && Objects.equals(one.exception(), other.exception())
        && Objects.equals(one.openedAt(), other.openedAt())
        && Objects.equals(one.dueAt(), other.dueAt());
  }

  private static History.Spell copy(
      History.Spell spell, long from, @Nullable Long to, @Nullable Ending endedAs) {
    return new History.Spell(
        from,
        to,
        spell.status(),
        spell.severity(),
        spell.environment(),
        spell.sensitivity(),
        spell.owner(),
        spell.thirdParty(),
        spell.inService(),
        spell.exception(),
        spell.openedAt(),
        spell.dueAt(),
        endedAs);
  }
}
