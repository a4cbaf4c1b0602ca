package io.isotrail.app.report;

import io.isotrail.app.terminal.Durations;
import io.isotrail.app.terminal.Printable;
import io.isotrail.app.terminal.Style;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The violations as an aligned table. Names, tags and owners were written by others: they are made
 * printable, and cut where the terminal ends.
 */
public final class ViolationTable {

  private record Column(String title, int most, Function<Row, String> text) {}

  private static final int MOST_NAME = 63;

  private ViolationTable() {}

  /**
   * The lines, without line breaks: a header, then one for each violation in the order given.
   *
   * @param asOf epoch seconds
   * @param ended whether ended violations are among them
   */
  public static List<String> lines(
      List<Row> violations, long asOf, boolean ended, Terminal terminal) {
    List<Column> columns = columns(asOf, ended);
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns.stream().map(Column::title).toList());
    for (Row row : violations) {
      cells.add(
          columns.stream()
              .map(column -> Printable.of(column.text().apply(row), column.most()))
              .toList());
    }
    int[] widths = widths(cells, columns.size());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String line = Printable.of(aligned(cells.get(i), widths), terminal.columns());
      lines.add(
          terminal.styled(i == 0 ? Style.FAINT : style(violations.get(i - 1).severity()), line));
    }
    return lines;
  }

  private static List<Column> columns(long asOf, boolean ended) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("SEVERITY", 8, row -> word(row.severity())));
    columns.add(new Column("NAME", MOST_NAME, Row::name));
    columns.add(new Column("AGE", 12, row -> age(row, asOf)));
    columns.add(
        new Column("DUE", 20, row -> row.overdue() ? "overdue" : due(row.dueAt(), row.endedAt())));
    columns.add(new Column("ENVIRONMENT", 16, Row::environment));
    columns.add(new Column("DATA", 16, Row::sensitivity));
    columns.add(new Column("OWNER", 20, row -> dash(row.owner())));
    columns.add(new Column("ACCOUNT", 32, ViolationTable::account));
    columns.add(new Column("REGION", 16, row -> row.subject().region()));
    columns.add(new Column("OPENED", 20, row -> instant(row.openedAt())));
    if (ended) {
      columns.add(
          new Column("ENDED", 20, row -> row.endedAt() == null ? "open" : instant(row.endedAt())));
      columns.add(new Column("HOW", 12, row -> row.endedAs() == null ? "-" : row.endedAs().name()));
    }
    columns.add(new Column("CREATED BY", 80, row -> dash(row.createdBy())));
    return columns;
  }

  private static String word(@Nullable Severity severity) {
    return severity == null ? "-" : severity.word();
  }

  private static String account(Row row) {
    String name = row.accountName();
    return name == null ? row.subject().account() : row.subject().account() + " (" + name + ")";
  }

  /** From opening to end, or to the instant of the report. */
  private static String age(Row row, long asOf) {
    Long opened = row.openedAt();
    Long end = row.endedAt();
    return opened == null ? "-" : Durations.of((end == null ? asOf : end) - opened);
  }

  private static String due(@Nullable Long dueAt, @Nullable Long endedAt) {
    return endedAt != null ? "-" : instant(dueAt);
  }

  private static String instant(@Nullable Long epochSecond) {
    return epochSecond == null ? "-" : Instant.ofEpochSecond(epochSecond).toString();
  }

  private static String dash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static int[] widths(List<List<String>> cells, int columns) {
    int[] widths = new int[columns];
    for (List<String> line : cells) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(line.get(i)));
      }
    }
    return widths;
  }

  private static String aligned(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - length(cells.get(i)) + 2));
    }
    return line.toString().stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Style style(@Nullable Severity severity) {
    return switch (severity) {
      case CRITICAL -> Style.CRITICAL;
      case HIGH -> Style.HIGH;
      case MEDIUM -> Style.MEDIUM;
      case LOW -> Style.LOW;
      case null -> Style.FAINT;
    };
  }
}
