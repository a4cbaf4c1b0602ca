package io.isotrail.app.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Debian's Prometheus and Alertmanager on loopback with the project's own configuration; only
 * addresses and waiting times are changed.
 */
final class Monitoring implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DASHBOARDS = Path.of("..", "dashboards").toAbsolutePath().normalize();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Program prometheus;
  private final Program alertmanager;
  private final String url;

  private Monitoring(Program prometheus, Program alertmanager, String url) {
    this.prometheus = prometheus;
    this.alertmanager = alertmanager;
    this.url = url;
  }

  /**
   * Starts both.
   *
   * @param folder for configuration, data and output
   * @param target host and port that is scraped each second
   * @param webhook where every receiver posts to
   */
  static Monitoring start(Path folder, String target, String webhook) throws IOException {
    String prometheus = Program.find("prometheus", "prometheus");
    String alertmanager = Program.find("prometheus-alertmanager", "prometheus-alertmanager");
    int prometheusPort = Program.freePort();
    int alertmanagerPort = Program.freePort();
    Files.createDirectories(folder.resolve("rules"));
    try (Stream<Path> rules = Files.list(DASHBOARDS.resolve("prometheus/rules"))) {
      for (Path rule : rules.toList()) {
        String quick = Files.readString(rule).replaceAll("for: [0-9]+m", "for: 1s");
        Files.writeString(folder.resolve("rules").resolve(rule.getFileName()), quick);
      }
    }
    Files.writeString(
        folder.resolve("prometheus.yml"),
        Files.readString(DASHBOARDS.resolve("prometheus/prometheus.yml"))
            .replaceAll("(interval|timeout): 1[05]s", "$1: 1s")
            .replace("streams:8080", target)
            // Everything is in one process, which must not be scraped twice.
            .replace("ingest:8081", "127.0.0.1:9")
            .replace("localhost:9090", "127.0.0.1:" + prometheusPort)
            .replace("alertmanager:9093", "127.0.0.1:" + alertmanagerPort));
    Files.writeString(
        folder.resolve("alertmanager.yml"),
        Files.readString(DASHBOARDS.resolve("alertmanager/alertmanager.yml"))
            .replaceAll("group_wait: [0-9]+[sm]", "group_wait: 1s")
            .replaceAll("group_interval: [0-9]+[smh]", "group_interval: 1s"));
    String url = "http://127.0.0.1:" + prometheusPort;
    Program alerting =
        Program.start(
            folder.resolve("alertmanager.log"),
            Map.of(
                "ISOTRAIL_ALERT_WEBHOOK", webhook,
                "ALERTMANAGER_SOURCE", folder.resolve("alertmanager.yml").toString(),
                "ALERTMANAGER_TARGET", folder.resolve("alertmanager-filled.yml").toString(),
                "ALERTMANAGER_TOKEN", folder.resolve("no-token").toString()),
            List.of(
                "sh",
                DASHBOARDS.resolveSibling("docker").resolve("alertmanager.sh").toString(),
                alertmanager,
                "--config.file=" + folder.resolve("alertmanager-filled.yml"),
                "--storage.path=" + folder.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + alertmanagerPort,
                "--cluster.listen-address="));
    Program scraping =
        Program.start(
            folder.resolve("prometheus.log"),
            Map.of(),
            List.of(
                prometheus,
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + prometheusPort,
                "--web.external-url=" + url + "/",
                "--web.user-assets=" + DASHBOARDS.resolve("runbooks")));
    return new Monitoring(scraping, alerting, url);
  }

  /** The result of an expression now; throws where Prometheus refuses it. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
        .at("/data/result");
  }

  /** All rules as Prometheus sees them. */
  List<JsonNode> rules() throws IOException, InterruptedException {
    return get("/api/v1/rules")
        .at("/data/groups")
        .valueStream()
        .flatMap(group -> group.get("rules").valueStream())
        .toList();
  }

  /** The text under an address. */
  static String text(String address) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          address + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  /** What both printed, for the message of a failure. */
  String output() {
    return prometheus.output() + alertmanager.output();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(text(url + path));
  }

  @Override
  public void close() {
    prometheus.close();
    alertmanager.close();
  }
}
