package io.isotrail.streams.api;

import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a row stands in an order: everything that any order compares. Keys are unique with the
 * generation, so every order is total and a page can go on exactly where the one before ended.
 *
 * @param severity null outside violations
 * @param openedAt epoch seconds; the greatest number outside violations
 */
record Position(
    @Nullable Severity severity, long openedAt, String name, String key, int generation) {

  /** An order of rows. */
  enum Order {
    SEVERITY("severity"),
    OPENED_AT("openedAt"),
    NAME("name");

    private final String word;

    Order(String word) {
      this.word = word;
    }

    /** As it stands in the query. */
    String word() {
      return word;
    }

    Comparator<Position> comparator() {
      Comparator<Position> first =
          switch (this) {
            case SEVERITY ->
                Comparator.comparing(
                        Position::severity,
                        Comparator.nullsLast(Comparator.<Severity>naturalOrder()))
                    .thenComparingLong(Position::openedAt);
            case OPENED_AT -> Comparator.comparingLong(Position::openedAt);
            case NAME -> Comparator.comparing(Position::name);
          };
      return first.thenComparing(Position::key).thenComparingInt(Position::generation);
    }
  }

  static Position of(Row row) {
    return new Position(
        row.severity(),
        row.openedAt() == null ? Long.MAX_VALUE : row.openedAt(),
        row.name().toLowerCase(Locale.ROOT),
        row.subject().key(),
        row.generation());
  }
}
