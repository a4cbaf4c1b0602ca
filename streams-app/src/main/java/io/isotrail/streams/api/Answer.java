package io.isotrail.streams.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * What is answered.
 *
 * @param headers further headers
 */
record Answer(int status, String contentType, String body, Map<String, String> headers) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Answer json(JsonNode node) {
    return json(200, node);
  }

  static Answer json(int status, JsonNode node) {
    return new Answer(status, "application/json", text(node), Map.of());
  }

  static Answer problem(Problem problem) {
    return new Answer(
        problem.status(), "application/problem+json", text(problem.json()), problem.headers());
  }

  private static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
