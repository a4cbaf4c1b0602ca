package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants as the API writes them: ISO-8601, UTC, whole seconds. */
final class Times {

  private Times() {}

  static String text(long epochSecond) {
    return Instant.ofEpochSecond(epochSecond).toString();
  }

  static @Nullable String text(@Nullable Long epochSecond) {
    return epochSecond == null ? null : text(epochSecond.longValue());
  }

  static void put(ObjectNode node, String field, @Nullable Long epochSecond) {
    node.put(field, text(epochSecond));
  }
}
