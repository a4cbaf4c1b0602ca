package io.isotrail.streams.compliance;

import io.isotrail.streams.compliance.History.Generation;
import io.isotrail.streams.compliance.History.Spell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of the compliance table out of a history. A spell [from, to) holds at an instant t if
 * from &lt;= t &lt; to. All instants are epoch seconds.
 */
public final class Table {

  /** Lines about violations: open first, the worst first, the oldest first, key, generation. */
  public static final Comparator<Row> WORST_FIRST =
      Comparator.comparing((Row row) -> row.endedAt() != null)
          .thenComparing(Row::severity, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Row::openedAt, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(row -> row.subject().key())
          .thenComparingInt(Row::generation);

  private Table() {}

  /**
   * The resource at an instant: its generation that began last.
   *
   * @return empty before the first generation
   */
  public static Optional<Row> rowAt(History history, long asOf) {
    for (Generation generation : history.generations().reversed()) {
      if (generation.from() <= asOf) {
        Spell spell = spellAt(generation, asOf);
        return Optional.of(row(history, generation, spell, spell, asOf, null));
      }
    }
    return Optional.empty();
  }

  /**
   * Every generation that is not gone at an instant, the oldest first: more than one where a name
   * was created again while an endpoint still served what bore it before. Where all are gone, the
   * one that began last.
   *
   * @return empty before the first generation
   */
  public static List<Row> rowsAt(History history, long asOf) {
    List<Row> rows = new ArrayList<>();
    for (Generation generation : history.generations()) {
      if (generation.from() <= asOf) {
        Spell spell = spellAt(generation, asOf);
        if (spell.status() != Status.GONE) {
          rows.add(row(history, generation, spell, spell, asOf, null));
        }
      }
    }
    return rows.isEmpty() ? rowAt(history, asOf).map(List::of).orElseGet(List::of) : rows;
  }

  /**
   * One line for each violation spell that opened by an instant, in the order of opening.
   *
   * @param ended true: also those that ended by then
   */
  public static List<Row> violationsAt(History history, long asOf, boolean ended) {
    List<Row> rows = new ArrayList<>();
    for (Generation generation : history.generations()) {
      Spell last = null;
      for (Spell spell : generation.spells()) {
        // A run is judged once: its verdict opens no violation.
        if (spell.status() != Status.VIOLATION || spell.openedAt() == null || spell.from() > asOf) {
          continue;
        }
        if (last != null && !Objects.equals(last.openedAt(), spell.openedAt())) {
          addViolation(rows, history, generation, last, asOf, ended);
        }
        last = spell;
      }
      if (last != null) {
        addViolation(rows, history, generation, last, asOf, ended);
      }
    }
    return rows;
  }

  /** Every violation spell of a history, future openings and endings included. */
  public static List<ViolationSpell> violations(History history) {
    List<ViolationSpell> violations = new ArrayList<>();
    Map<Integer, Generation> byNumber = new HashMap<>();
    history.generations().forEach(each -> byNumber.put(each.number(), each));
    for (Row row : violationsAt(history, Long.MAX_VALUE, true)) {
      Generation generation = Objects.requireNonNull(byNumber.get(row.generation()));
      violations.add(
          new ViolationSpell(
              history.subject(),
              row.name(),
              row.generation(),
              generation.id(),
              Objects.requireNonNull(row.openedAt()),
              generation.exposedSince(),
              generation.detectedAt(),
              row.endedAt(),
              row.endedAs(),
              Objects.requireNonNull(row.dueAt()),
              Objects.requireNonNull(row.severity()),
              row.environment(),
              row.sensitivity(),
              row.owner(),
              row.thirdParty(),
              row.inService()));
    }
    return violations;
  }

  private static void addViolation(
      List<Row> rows,
      History history,
      Generation generation,
      Spell last,
      long asOf,
      boolean ended) {
    boolean over = last.to() != null && last.to() <= asOf;
    if (!over) {
      rows.add(row(history, generation, last, last, asOf, null));
    } else if (ended) {
      rows.add(row(history, generation, last, spellAt(generation, asOf), asOf, last.to()));
    }
  }

  /**
   * @param shown the stretch whose severity and dimensions are shown
   * @param holding the stretch that holds at the instant
   * @param endedAt end of the violation that the line is about
   */
  private static Row row(
      History history,
      Generation generation,
      Spell shown,
      Spell holding,
      long asOf,
      @Nullable Long endedAt) {
    boolean open = holding.status() == Status.VIOLATION && endedAt == null;
    boolean exposed = isolation(generation, holding) == Isolation.NOT_ISOLATED;
    return new Row(
        history.subject(),
        generation.name(),
        history.accountName(),
        generation.number(),
        isolation(generation, holding),
        holding.status(),
        shown.severity(),
        shown.environment(),
        shown.sensitivity(),
        shown.owner(),
        shown.thirdParty(),
        shown.inService(),
        generation.deletedAt() != null && generation.deletedAt() <= asOf,
        generation.endpointsAt(asOf),
        generation.vpc(),
        generation.interContainerEncryption(),
        generation.created() ? generation.from() : null,
        generation.createdBy(),
        shown.openedAt(),
        exposed ? generation.exposedSince() : null,
        exposed ? generation.detectedAt() : null,
        shown.dueAt(),
        open && shown.dueAt() != null && shown.dueAt() < asOf,
        holding.exception(),
        generation.tags(),
        history.lastEventAt(),
        endedAt,
        endedAt == null ? null : shown.endedAs());
  }

  /** The flag as far as it was known while this stretch held. */
  private static Isolation isolation(Generation generation, Spell holding) {
    return switch (holding.status()) {
      case COMPLIANT -> Isolation.ISOLATED;
      case VIOLATION, EXEMPT, OUT_OF_SCOPE -> Isolation.NOT_ISOLATED;
      case UNDETERMINED -> Isolation.UNKNOWN;
      case GONE -> generation.isolation();
    };
  }

  /** The stretch that holds at an instant at or after the beginning of the generation. */
  private static Spell spellAt(Generation generation, long asOf) {
    Spell holding = generation.spells().getFirst();
    for (Spell spell : generation.spells()) {
      if (spell.from() > asOf) {
        break;
      }
      holding = spell;
    }
    return holding;
  }
}
