package io.isotrail.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Compares answers; percentiles come from a logarithmic histogram and may be 2 % off. */
final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PERCENTILES = List.of("p50Seconds", "p90Seconds");

  private Answers() {}

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** Two answers with KPIs and violations say the same. */
  static void assertSame(String actual, String expected) {
    JsonNode found = json(actual);
    JsonNode wanted = json(expected);
    assertSameKpis(found.required("kpis"), wanted.required("kpis"));
    assertThat(found.required("violations")).isEqualTo(wanted.required("violations"));
  }

  /** The same, except that a feed that is followed is stale when all that it delivered is old. */
  static void assertSameLiveKpis(JsonNode found, JsonNode wanted) {
    assertSameKpis(
        found.<ObjectNode>deepCopy().without("complete"),
        wanted.<ObjectNode>deepCopy().without("complete"));
  }

  static void assertSameKpis(JsonNode found, JsonNode wanted) {
    for (String percentile : PERCENTILES) {
      JsonNode left = found.required("remediation").required(percentile);
      JsonNode right = wanted.required("remediation").required(percentile);
      assertThat(left.isNull()).as(percentile).isEqualTo(right.isNull());
      assertThat(left.asDouble())
          .as(percentile)
          .isCloseTo(right.asDouble(), within(0.02 * right.asDouble() + 1));
    }
    assertThat(withoutPercentiles(found)).isEqualTo(withoutPercentiles(wanted));
  }

  private static JsonNode withoutPercentiles(JsonNode kpis) {
    ObjectNode copy = kpis.deepCopy();
    ((ObjectNode) copy.required("remediation")).remove(PERCENTILES);
    return copy;
  }
}
