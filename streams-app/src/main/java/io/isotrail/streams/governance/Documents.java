package io.isotrail.streams.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents as JSON with their fields in a fixed order, so that equal ones are equal text.
 */
final class Documents {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  static String json(Map<String, Object> document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps of words always have a JSON form", impossible);
    }
  }

  /** Keys and values in turn; what is null is left out. */
  static Map<String, Object> fields(@Nullable Object... keysAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int index = 0; index < keysAndValues.length; index += 2) {
      Object value = keysAndValues[index + 1];
      if (value != null) {
        fields.put(String.valueOf(keysAndValues[index]), value);
      }
    }
    return fields;
  }

  static @Nullable Set<String> sorted(@Nullable Set<String> words) {
    return words == null ? null : new TreeSet<>(words);
  }

  /** Epoch seconds as ISO-8601; null stays null. */
  static @Nullable String instant(@Nullable Long epochSeconds) {
    return epochSeconds == null ? null : Instant.ofEpochSecond(epochSeconds).toString();
  }
}
