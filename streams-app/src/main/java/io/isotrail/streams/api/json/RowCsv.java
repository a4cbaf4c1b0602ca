package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.compliance.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lines of the compliance table as CSV (RFC 4180, header first, CRLF), with the columns of the JSON
 * shape in the same order; lists and tags are joined by {@code "; "}. A cell that a spreadsheet
 * would run as a formula is led by an apostrophe, as OWASP's page on CSV injection advises.
 */
public final class RowCsv {

  private static final List<String> ITEM_COLUMNS =
      List.of(
          "key",
          "arn",
          "kind",
          "partition",
          "account",
          "accountName",
          "region",
          "name",
          "generation",
          "isolation",
          "status",
          "severity",
          "environment",
          "sensitivity",
          "owner",
          "thirdParty",
          "inService",
          "deleted",
          "endpoints",
          "vpc",
          "interContainerEncryption",
          "createdAt",
          "createdBy",
          "openedAt",
          "exposedSince",
          "detectedAt",
          "dueAt",
          "overdue",
          "exception",
          "tags",
          "lastEventAt");

  private RowCsv() {}

  /** The items of {@code GET /api/v1/resources}. */
  public static void writeItems(Iterable<Row> rows, Appendable out) throws IOException {
    write(ITEM_COLUMNS, rows, RowJson::item, out);
  }

  /** The violations of {@code report --format csv}: also {@code endedAt} and {@code endedAs}. */
  public static void writeViolations(Iterable<Row> rows, Appendable out) throws IOException {
    List<String> columns = new ArrayList<>(ITEM_COLUMNS);
    columns.add("endedAt");
    columns.add("endedAs");
    write(columns, rows, RowJson::violation, out);
  }

  private static void write(
      List<String> columns, Iterable<Row> rows, Function<Row, ObjectNode> shape, Appendable out)
      throws IOException {
    line(columns, out);
    for (Row row : rows) {
      ObjectNode node = shape.apply(row);
      line(columns.stream().map(column -> text(node.path(column))).toList(), out);
    }
  }

  private static void line(List<String> cells, Appendable out) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      out.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
    }
    out.append("\r\n");
  }

  private static String text(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> "";
      case ARRAY -> {
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(item.asText()));
        yield String.join("; ", items);
      }
      case OBJECT -> {
        List<String> items = new ArrayList<>();
        value.properties().forEach(tag -> items.add(tag.getKey() + "=" + tag.getValue().asText()));
        yield String.join("; ", items);
      }
      case BINARY, BOOLEAN, NUMBER, POJO, STRING -> value.asText();
    };
  }

  /** One cell, disarmed and quoted where needed. */
  static String cell(String text) {
    String safe = startsFormula(text) ? "'" + text : text;
    boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** Looks past blanks, because spreadsheets trim them; full-width signs count as well. */
  private static boolean startsFormula(String text) {
    if (!text.isEmpty()
        && (text.charAt(0) == '\t' || text.charAt(0) == '\r' || text.charAt(0) == '\n')) {
      return true;
    }
    String stripped = text.strip();
    return !stripped.isEmpty() && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".indexOf(stripped.charAt(0)) >= 0;
  }
}
