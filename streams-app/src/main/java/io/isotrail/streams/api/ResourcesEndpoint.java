package io.isotrail.streams.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.api.json.RowCsv;
import io.isotrail.streams.api.json.RowJson;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.view.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The compliance table, in pages. */
final class ResourcesEndpoint implements Endpoint {

  static final int MAXIMUM_LIMIT = 1_000;
  private static final int USUAL_LIMIT = 100;
  private static final List<String> PARAMETERS =
      Stream.concat(Filters.RESOURCE_DIMENSIONS.stream(), Stream.of("sort", "limit", "cursor"))
          .toList();
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";

  private final View view;
  private final Clock clock;

  ResourcesEndpoint(View view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(PARAMETERS);
    String type =
        asked
            .accepts()
            .best(List.of(JSON, CSV))
            .orElseThrow(
                () ->
                    Problem.of(406, "Not acceptable", "Offered: " + JSON + ", " + CSV + ".")
                        .asRefusal());
    Filters filters = Filters.from(asked, Filters.RESOURCE_DIMENSIONS);
    Position.Order order =
        asked.single("sort", words(), ResourcesEndpoint::order).orElse(Position.Order.SEVERITY);
    int limit =
        asked
            .single("limit", "a whole number from 1 to " + MAXIMUM_LIMIT, ResourcesEndpoint::limit)
            .orElse(USUAL_LIMIT);
    String question = order.word() + "?" + filters.fingerprint();
    Optional<Cursor> cursor =
        asked.single(
            "cursor",
            "the 'next' of an answer to the same question",
            text -> Cursor.decode(text).filter(read -> read.question().equals(question)));
    long asOf = cursor.map(Cursor::asOf).orElseGet(() -> clock.instant().getEpochSecond());
    List<Row> rows = select(filters, order, cursor, asOf, limit + 1);
    List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
    String next =
        rows.size() > limit
            ? new Cursor(asOf, question, Position.of(page.getLast())).encode()
            : null;
    return type.equals(CSV) ? csv(page, next) : json(page, next);
  }

  private List<Row> select(
      Filters filters, Position.Order order, Optional<Cursor> cursor, long asOf, int most) {
    Comparator<Position> comparator = order.comparator();
    boolean goneToo = filters.byDimension().containsKey("status");
    return view
        .rows(asOf, row -> (goneToo || row.status() != Status.GONE) && filters.matches(row))
        .stream()
        .map(row -> new Placed(Position.of(row), row))
        .filter(
            placed ->
                cursor.isEmpty() || comparator.compare(placed.position(), cursor.get().last()) > 0)
        .sorted(Comparator.comparing(Placed::position, comparator))
        .limit(most)
        .map(Placed::row)
        .toList();
  }

  private record Placed(Position position, Row row) {}

  private static Answer json(List<Row> page, @Nullable String next) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode items = node.putArray("items");
    page.forEach(row -> items.add(RowJson.item(row)));
    node.put("next", next);
    return Answer.json(node);
  }

  /** The cursor of the next page stands in a header, since the body has no room for it. */
  private static Answer csv(List<Row> page, @Nullable String next) {
    StringBuilder text = new StringBuilder();
    try {
      RowCsv.writeItems(page, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(
        200,
        "text/csv; charset=utf-8; header=present",
        text.toString(),
        next == null ? Map.of() : Map.of("Isotrail-Next", next));
  }

  private static Optional<Position.Order> order(String text) {
    return Stream.of(Position.Order.values())
        .filter(order -> order.word().equals(text))
        .findFirst();
  }

  private static String words() {
    return String.join(", ", Stream.of(Position.Order.values()).map(Position.Order::word).toList());
  }

  private static Optional<Integer> limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      return limit >= 1 && limit <= MAXIMUM_LIMIT ? Optional.of(limit) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
