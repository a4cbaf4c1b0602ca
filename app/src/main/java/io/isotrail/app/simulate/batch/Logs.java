package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** All log files of a directory, each event once. */
final class Logs {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OPERATIONS =
      Set.of(
          "CreateModel",
          "DeleteModel",
          "AddTags",
          "DeleteTags",
          "CreateEndpointConfig",
          "DeleteEndpointConfig",
          "CreateEndpoint",
          "UpdateEndpoint",
          "DeleteEndpoint",
          "CreateTrainingJob",
          "CreateProcessingJob",
          "CreateHyperParameterTuningJob");

  private final Map<String, JsonNode> events = new TreeMap<>();
  private final Map<String, JsonNode> corrections = new HashMap<>();
  private @Nullable Instant earliest;

  private Logs() {}

  static Logs read(Path directory) throws IOException {
    Logs logs = new Logs();
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(file -> file.toString().endsWith(".json.gz")).sorted().toList();
    }
    for (Path file : files) {
      logs.readFile(file);
    }
    return logs;
  }

  /** Event time of the earliest record of any service. */
  Optional<Instant> earliest() {
    return Optional.ofNullable(earliest);
  }

  /** What succeeded, each with the id of its event. */
  List<Told> successes() {
    return told().stream().filter(each -> !each.record().hasNonNull("errorCode")).toList();
  }

  /** Creates of models that failed. */
  List<JsonNode> refusals() {
    return told().stream()
        .map(Told::record)
        .filter(record -> record.hasNonNull("errorCode"))
        .filter(record -> record.path("eventName").asText().equals("CreateModel"))
        .toList();
  }

  /**
   * An event.
   *
   * @param id of the event, also where an addendum speaks for it
   */
  record Told(String id, JsonNode record) {

    String operation() {
      return record.path("eventName").asText();
    }

    JsonNode request() {
      return record.path("requestParameters");
    }

    /** Epoch seconds. */
    long at() {
      return Instant.parse(record.path("eventTime").asText()).getEpochSecond();
    }
  }

  /** Each event as it was told at last: an addendum stands for the event that it names. */
  private List<Told> told() {
    List<Told> list = new ArrayList<>();
    events.forEach(
        (identity, record) ->
            list.add(new Told(id(identity), corrections.getOrDefault(identity, record))));
    corrections.forEach(
        (identity, record) -> {
          if (!events.containsKey(identity)) {
            list.add(new Told(id(identity), record));
          }
        });
    return list;
  }

  private static String id(String identity) {
    return identity.substring(identity.indexOf('/') + 1);
  }

  private void readFile(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        JsonParser parser = JSON.getFactory().createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !"Records".equals(parser.nextFieldName())
          || parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException(file + " does not begin as a CloudTrail log file");
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        take(JSON.readTree(parser));
      }
    }
  }

  private void take(JsonNode record) {
    Instant at = Instant.parse(record.path("eventTime").asText());
    if (earliest == null || at.isBefore(earliest)) {
      earliest = at;
    }
    if (!record.path("eventSource").asText().equals("sagemaker.amazonaws.com")
        || !OPERATIONS.contains(record.path("eventName").asText())) {
      return;
    }
    String account = record.path("recipientAccountId").asText();
    JsonNode corrected = record.path("addendum").path("originalEventID");
    if (corrected.isTextual()) {
      corrections.merge(account + "/" + corrected.asText(), record, Logs::later);
    } else {
      events.putIfAbsent(account + "/" + record.path("eventID").asText(), record);
    }
  }

  private static JsonNode later(JsonNode one, JsonNode other) {
    int order = one.path("eventTime").asText().compareTo(other.path("eventTime").asText());
    if (order == 0) {
      order = one.path("eventID").asText().compareTo(other.path("eventID").asText());
    }
    return order >= 0 ? one : other;
  }
}
