package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A line of the compliance table as JSON: instants are ISO-8601 UTC in whole seconds, statuses and
 * endings upper-case words, severities lower-case words; what is unknown is null.
 */
public final class RowJson {

  private RowJson() {}

  /** An item of {@code GET /api/v1/resources}. */
  public static ObjectNode item(Row row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    identity(node, row);
    verdict(node, row);
    configuration(node, row);
    times(node, row);
    node.put("exception", row.exception());
    ObjectNode tags = node.putObject("tags");
    row.tags().forEach(tags::put);
    Times.put(node, "lastEventAt", row.lastEventAt());
    return node;
  }

  /** A violation of {@code report}: an item with {@code endedAt} and {@code endedAs}. */
  public static ObjectNode violation(Row row) {
    ObjectNode node = item(row);
    Times.put(node, "endedAt", row.endedAt());
    node.put("endedAs", row.endedAs() == null ? null : row.endedAs().name());
    return node;
  }

  private static void identity(ObjectNode node, Row row) {
    node.put("key", row.subject().key());
    node.put("arn", row.subject().arn());
    node.put("kind", row.subject().kind());
    node.put("partition", row.subject().partition());
    node.put("account", row.subject().account());
    node.put("accountName", row.accountName());
    node.put("region", row.subject().region());
    node.put("name", row.name());
    node.put("generation", row.generation());
  }

  private static void verdict(ObjectNode node, Row row) {
    node.put("isolation", row.isolation().name());
    node.put("status", row.status().name());
    node.put("severity", word(row.severity()));
    node.put("environment", row.environment());
    node.put("sensitivity", row.sensitivity());
    node.put("owner", orNull(row.owner()));
    node.put("thirdParty", row.thirdParty());
    node.put("inService", row.inService());
    node.put("deleted", row.deleted());
  }

  private static void configuration(ObjectNode node, Row row) {
    ArrayNode endpoints = node.putArray("endpoints");
    row.endpoints().forEach(endpoints::add);
    node.put("vpc", row.vpc());
    node.put("interContainerEncryption", row.interContainerEncryption());
  }

  private static void times(ObjectNode node, Row row) {
    Times.put(node, "createdAt", row.createdAt());
    node.put("createdBy", orNull(row.createdBy()));
    Times.put(node, "openedAt", row.openedAt());
    Times.put(node, "exposedSince", row.exposedSince());
    Times.put(node, "detectedAt", row.detectedAt());
    Times.put(node, "dueAt", row.dueAt());
    node.put("overdue", row.overdue());
  }

  static @Nullable String word(@Nullable Severity severity) {
    return severity == null ? null : severity.word();
  }

  /** Empty means unknown inside, and null outside. */
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
