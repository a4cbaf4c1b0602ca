package io.isotrail.app.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One instance of {@code isotrail streams} in a process of its own, and what it answers. */
final class Instance implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MODELS =
      Pattern.compile(
          "^isotrail_models\\{.*status=\"([A-Z_]+)\".*} ([0-9.E]+)$", Pattern.MULTILINE);

  private final String name;
  private final Child child;
  private final URI root;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private Instance(String name, Child child, URI root) {
    this.name = name;
    this.child = child;
    this.root = root;
  }

  /**
   * Starts one with a state directory of its own, which a later one of the same name finds again.
   *
   * @param more further settings, {@code key=value}
   */
  static Instance start(Path directory, String name, int port, Path config, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("streams", "--config", config.toString()));
    List<String> settings = new ArrayList<>(more);
    settings.add("isotrail.api.port=" + port);
    settings.add("isotrail.streams.state.dir=" + directory.resolve("state-" + name));
    for (String setting : settings) {
      arguments.add("--set");
      arguments.add(setting);
    }
    return new Instance(
        name,
        Child.start(directory, name, arguments),
        URI.create("http://127.0.0.1:" + port + "/"));
  }

  String name() {
    return name;
  }

  Child process() {
    return child;
  }

  /** The KPIs over everything; empty while it does not answer. */
  Optional<JsonNode> kpis(long asOf) throws InterruptedException {
    return get("api/v1/kpis?window=P400D&asOf=" + Instant.ofEpochSecond(asOf)).map(Instance::json);
  }

  boolean answers() throws InterruptedException {
    return get("healthz").isPresent();
  }

  /** Why it calls itself incomplete, or not ready. */
  String state() throws InterruptedException {
    return get("api/v1/feeds").orElse("no answer");
  }

  /** As {@link Expectation#rows()}, by all pages of the API. */
  SortedMap<String, String> rows() throws InterruptedException {
    SortedMap<String, String> found = new TreeMap<>();
    for (String query : List.of("", "&status=GONE")) {
      String cursor = "";
      while (true) {
        JsonNode page =
            json(get("api/v1/resources?sort=name&limit=1000" + query + cursor).orElseThrow());
        for (JsonNode item : page.required("items")) {
          String key = item.required("key").asText() + " # " + item.required("generation").asText();
          JsonNode severity = item.required("severity");
          String before =
              found.put(
                  key,
                  Expectation.row(
                      item.required("status").asText(),
                      severity.isNull() ? null : severity.asText(),
                      item.required("environment").asText()));
          if (before != null) {
            throw new AssertionError(key + " is there twice");
          }
        }
        if (page.required("next").isNull()) {
          break;
        }
        cursor = "&cursor=" + page.required("next").asText();
      }
    }
    return found;
  }

  /** Models by status, by the metrics; those of which there are none are left out. */
  SortedMap<String, Long> models() throws InterruptedException {
    SortedMap<String, Long> found = new TreeMap<>();
    Matcher matcher = MODELS.matcher(get("metrics").orElseThrow());
    while (matcher.find()) {
      found.merge(matcher.group(1), Math.round(Double.parseDouble(matcher.group(2))), Long::sum);
    }
    found.values().removeIf(count -> count == 0);
    return found;
  }

  private Optional<String> get(String path) throws InterruptedException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    child.close();
    client.close();
  }
}
