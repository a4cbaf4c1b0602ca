package io.isotrail.streams.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.api.json.DeadLetterJson;
import io.isotrail.streams.deadletters.DeadLetterReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What could not be used, the latest first. Samples are untrusted bytes and stay base64. */
final class DeadLettersEndpoint implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLettersEndpoint.class);
  private static final int USUAL_LIMIT = 20;
  private static final int LONGEST_CURSOR = 4_096;
  private static final Pattern CURSOR = Pattern.compile("\\d{1,5}:\\d{1,18}(,\\d{1,5}:\\d{1,18})*");

  private final DeadLetterReader reader;

  DeadLettersEndpoint(DeadLetterReader reader) {
    this.reader = reader;
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(List.of("limit", "cursor"));
    int limit =
        asked
            .single(
                "limit",
                "a whole number from 1 to " + DeadLetterReader.MOST,
                DeadLettersEndpoint::limit)
            .orElse(USUAL_LIMIT);
    Map<Integer, Long> before =
        asked
            .single("cursor", "the 'next' of an answer", DeadLettersEndpoint::decode)
            .orElse(Map.of());
    DeadLetterReader.Page page;
    try {
      page = reader.read(before, limit);
    } catch (DeadLetterReader.UnavailableException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("dead letters cannot be read");
      throw Problem.of(
              503,
              "Not available",
              "The dead letters cannot be read now: Kafka does not answer in time, or somebody else"
                  + " is reading them.")
          .withHeader("Retry-After", "5")
          .asRefusal();
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode items = node.putArray("items");
    page.letters().forEach(letter -> items.add(DeadLetterJson.of(letter)));
    node.put("next", page.next().isEmpty() ? null : encode(page.next()));
    return Answer.json(node);
  }

  private static Optional<Integer> limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      return limit >= 1 && limit <= DeadLetterReader.MOST ? Optional.of(limit) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String encode(Map<Integer, Long> next) {
    String text =
        new TreeMap<>(next)
            .entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Optional<Map<Integer, Long>> decode(String cursor) {
    if (cursor.length() > LONGEST_CURSOR) {
      return Optional.empty();
    }
    String text;
    try {
      text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (!CURSOR.matcher(text).matches()) {
      return Optional.empty();
    }
    Map<Integer, Long> before = new HashMap<>();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      before.put(
          Integer.valueOf(part.substring(0, colon)), Long.valueOf(part.substring(colon + 1)));
    }
    return Optional.of(before);
  }
}
