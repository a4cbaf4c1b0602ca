package io.isotrail.streams.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.isotrail.streams.compliance.Severity;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page ended. It holds the instant of the first page, so that what changes by the clock
 * alone does not move rows between pages, and the last row's position rather than a count, so that
 * what comes or goes meanwhile makes no other row appear twice or never.
 *
 * @param asOf epoch seconds
 * @param question fingerprint of order and filters; a cursor answers no other question
 */
record Cursor(long asOf, String question, Position last) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int FIELDS = 7;
  private static final int LONGEST = 4_096;

  /** URL-safe text. */
  String encode() {
    ArrayNode fields = MAPPER.createArrayNode();
    fields.add(asOf).add(question);
    fields
        .add(last.severity() == null ? "" : last.severity().word())
        .add(last.openedAt())
        .add(last.name())
        .add(last.key());
    fields.add(last.generation());
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MAPPER.writeValueAsBytes(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an array can always be written", e);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @return empty for any other text
   */
  static Optional<Cursor> decode(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      JsonNode fields = MAPPER.readTree(Base64.getUrlDecoder().decode(text));
      if (!fields.isArray() || fields.size() != FIELDS || !typed(fields)) {
        return Optional.empty();
      }
      Position last =
          new Position(
              Severity.ofWord(fields.get(2).textValue()).orElse(null),
              fields.get(3).longValue(),
              fields.get(4).textValue(),
              fields.get(5).textValue(),
              fields.get(6).intValue());
      return Instants.inRange(fields.get(0).longValue())
          ? Optional.of(new Cursor(fields.get(0).longValue(), fields.get(1).textValue(), last))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean typed(JsonNode fields) {
    return fields.get(0).canConvertToLong()
        && fields.get(0).isIntegralNumber()
        && fields.get(1).isTextual()
        && fields.get(2).isTextual()
        && fields.get(3).isIntegralNumber()
        && fields.get(3).canConvertToLong()
        && fields.get(4).isTextual()
        && fields.get(5).isTextual()
        && fields.get(6).isInt();
  }
}
