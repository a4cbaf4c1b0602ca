package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An approved exception.
 *
 * @param from inclusive: the later of approval and begin
 * @param to exclusive
 */
record Waiver(String id, Pattern resource, long from, long to) {

  static List<Waiver> read(Path file) throws IOException {
    List<Waiver> waivers = new ArrayList<>();
    if (!Files.exists(file)) {
      return waivers;
    }
    for (JsonNode entry : new YAMLMapper().readTree(file.toFile()).path("exceptions")) {
      long approved = second(entry, "approvedAt");
      long from = second(entry, "validFrom");
      waivers.add(
          new Waiver(
              entry.path("id").asText(),
              glob(entry.path("resource").asText()),
              Math.max(approved, from),
              second(entry, "validUntil")));
    }
    return waivers;
  }

  boolean inForceAt(long instant) {
    return from <= instant && instant < to;
  }

  /** Of those in force for the model: the one that ends last, then the smallest id. */
  static Optional<Waiver> named(List<Waiver> waivers, ModelKey key, long instant) {
    return waivers.stream()
        .filter(waiver -> waiver.inForceAt(instant) && waiver.covers(key))
        .min(Comparator.comparingLong((Waiver waiver) -> -waiver.to).thenComparing(Waiver::id));
  }

  boolean covers(ModelKey key) {
    return resource.matcher(key.arn()).matches();
  }

  private static Pattern glob(String text) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      pattern.append(
          switch (text.charAt(i)) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(text.substring(i, i + 1));
          });
    }
    return Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  private static long second(JsonNode entry, String field) {
    return Instant.parse(entry.path(field).asText()).getEpochSecond();
  }
}
