package io.isotrail.streams.api;

import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import java.util.Comparator;
import java.util.Locale;

/**
 * Where a row stands in an order: everything that any order compares. Keys are unique with the
 * generation, so every order is total and a page can go on exactly where the one before ended.
 *
 * @param severity 0 for the worst; past the mildest outside violations
 * @param openedAt epoch seconds; the greatest number outside violations
 */
record Position(int severity, long openedAt, String name, String key, int generation) {

  /** An order of rows. */
  enum Order {
    SEVERITY(
        "severity",
        Comparator.comparingInt(Position::severity).thenComparingLong(Position::openedAt)),
    OPENED_AT("openedAt", Comparator.comparingLong(Position::openedAt)),
    NAME("name", Comparator.comparing(Position::name));

    private final String word;
    private final Comparator<Position> comparator;

    Order(String word, Comparator<Position> first) {
      this.word = word;
      this.comparator = first.thenComparing(Position::key).thenComparingInt(Position::generation);
    }

    /** As it stands in the query. */
    String word() {
      return word;
    }

    Comparator<Position> comparator() {
      return comparator;
    }
  }

  static Position of(Row row) {
    return new Position(
        row.severity() == null ? Severity.values().length : row.severity().ordinal(),
        row.openedAt() == null ? Long.MAX_VALUE : row.openedAt(),
        row.name().toLowerCase(Locale.ROOT),
        row.subject().key(),
        row.generation());
  }
}
