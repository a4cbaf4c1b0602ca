package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.batch.Biography.Chapter;
import io.isotrail.app.simulate.batch.Biography.Stretch;
import io.isotrail.app.simulate.batch.Biography.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One line for each violation that had opened. */
final class Rows {

  private Rows() {}

  private record Line(
      Biography biography, Chapter chapter, Violation violation, Stretch last, boolean open) {}

  static ArrayNode of(Answer answer) {
    List<Line> lines = new ArrayList<>();
    for (Biography biography : answer.biographies()) {
      for (Chapter chapter : biography.chapters()) {
        for (Violation violation : chapter.violations()) {
          violation.stretches().stream()
              .filter(stretch -> stretch.from() <= answer.asOf())
              .reduce((one, later) -> later)
              .ifPresent(
                  last ->
                      lines.add(
                          new Line(
                              biography,
                              chapter,
                              violation,
                              last,
                              violation.openAt(answer.asOf()))));
        }
      }
    }
    lines.sort(
        Comparator.comparing((Line line) -> !line.open)
            .thenComparing(line -> Objects.requireNonNull(line.last.severity()))
            .thenComparingLong(line -> line.violation.openedAt())
            .thenComparing(line -> line.biography.key().toString())
            .thenComparingInt(line -> line.chapter.life().number));
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    lines.forEach(line -> rows.add(row(line, answer)));
    return rows;
  }

  private static ObjectNode row(Line line, Answer answer) {
    ModelKey key = line.biography.key();
    Life life = line.chapter.life();
    Stretch last = line.last;
    long asOf = answer.asOf();
    @Nullable Stretch now = life.existsAt(asOf) ? line.chapter.at(asOf) : null;
    long due = answer.dueAt(line.violation);
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("key", key.toString())
        .put("arn", key.arn())
        .put("kind", "model")
        .put("partition", key.partition())
        .put("account", key.account())
        .put("accountName", answer.rules().accountName(key).orElse(null))
        .put("region", key.region())
        .put("name", life.name)
        .put("generation", life.number)
        .put("isolation", "NOT_ISOLATED")
        .put("status", line.open ? "VIOLATION" : now == null ? "GONE" : now.status().name())
        .put("severity", Objects.requireNonNull(last.severity()).word())
        .put("environment", last.environment())
        .put("sensitivity", last.sensitivity())
        .put("owner", last.owner().orElse(null))
        .put("thirdParty", last.thirdParty())
        .put("inService", last.inService())
        .put("deleted", life.to != null && life.to <= asOf);
    ArrayNode endpoints = row.putArray("endpoints");
    life.servings.stream()
        .filter(serving -> serving.holdsAt(asOf))
        .map(Serving::endpoint)
        .distinct()
        .forEach(endpoints::add);
    row.put("vpc", life.created.map(ModelEvent.Created::vpc).orElse(null))
        .putNull("interContainerEncryption")
        .put("createdAt", instant(life.from))
        .put("createdBy", life.actor)
        .put("openedAt", instant(line.violation.openedAt()))
        .put("exposedSince", instant(life.from))
        .put("detectedAt", instant(life.from))
        .put("dueAt", instant(due))
        .put("overdue", line.open && due < asOf)
        .put("exception", now == null ? null : now.waiver());
    ObjectNode tags = row.putObject("tags");
    life.tags.lastEntry().getValue().forEach(tags::put);
    row.put("lastEventAt", instant(line.biography.lastEventAt()))
        .put("endedAt", line.open ? null : instant(line.violation.endedAt()))
        .put("endedAs", line.open ? null : line.violation.endedAs());
    return row;
  }

  private static @Nullable String instant(@Nullable Long epochSecond) {
    return epochSecond == null ? null : Instant.ofEpochSecond(epochSecond).toString();
  }
}
