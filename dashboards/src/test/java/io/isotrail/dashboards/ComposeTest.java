package io.isotrail.dashboards;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compose stack and the image as far as they can be judged without pulling images. */
final class ComposeTest {

  private static final Path FILE = Tree.PROJECT.resolve("docker-compose.yml");
  private static final Map<String, JsonNode> SERVICES = services();

  @Test
  void theServicesPublishTheirPortsOnLoopbackOnly() {
    Map<String, String> published = new TreeMap<>();
    SERVICES.forEach(
        (name, service) ->
            Tree.elements(service.path("ports"))
                .forEach(port -> published.put(name, port.asText())));

    assertThat(published)
        .isEqualTo(
            Map.of(
                "kafka", "127.0.0.1:9092:9092",
                "schema-registry", "127.0.0.1:8085:8085",
                "ingest", "127.0.0.1:8081:8081",
                "streams", "127.0.0.1:8080:8080",
                "prometheus", "127.0.0.1:9090:9090",
                "alertmanager", "127.0.0.1:9093:9093",
                "grafana", "127.0.0.1:3000:3000"));
  }

  @Test
  void everyImageIsPinnedAndNamesNoRegistry() throws Exception {
    Stream<String> bases =
        Files.readAllLines(Tree.PROJECT.resolve("Dockerfile")).stream()
            .filter(line -> line.startsWith("FROM "))
            .map(line -> line.split(" ", -1)[1]);
    Stream<String> images =
        SERVICES.values().stream()
            .filter(service -> !service.has("build"))
            .map(service -> service.get("image").asText());

    assertThat(Stream.concat(bases, images))
        .hasSizeGreaterThan(5)
        .allMatch(image -> image.matches("([a-z0-9-]+/)?[a-z-]+:v?[0-9][A-Za-z0-9._-]+"));
  }

  @Test
  void everyServiceHasLeastPrivilegeAndLimits() {
    assertThat(SERVICES)
        .allSatisfy(
            (name, service) -> {
              assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
              assertThat(service.at("/security_opt/0").asText())
                  .isEqualTo("no-new-privileges:true");
              assertThat(service.has("mem_limit")).isTrue();
              assertThat(service.has("cpus")).isTrue();
              assertThat(service.has("pids_limit")).isTrue();
              assertThat(service.path("privileged").asBoolean()).isFalse();
              assertThat(service.path("network_mode").asText()).isNotEqualTo("host");
              // The image that is built here brings its own.
              assertThat(service.has("healthcheck") || service.has("build")).isTrue();
            });
    // The images of Kafka and of the registry write their configuration at start.
    assertThat(
            SERVICES.keySet().stream().filter(name -> !service(name).path("read_only").asBoolean()))
        .containsExactlyInAnyOrder("kafka", "schema-registry");
  }

  @Test
  void everyMountedFileExists() {
    assertThat(
            SERVICES.values().stream()
                .flatMap(service -> Tree.elements(service.path("volumes")))
                .map(JsonNode::asText)
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> Tree.PROJECT.resolve(volume.split(":", -1)[0])))
        .isNotEmpty()
        .allMatch(Files::exists);
  }

  @Test
  void noPasswordIsWrittenDown() {
    assertThat(SERVICES.values())
        .allSatisfy(
            service ->
                service
                    .path("environment")
                    .properties()
                    .forEach(
                        variable -> {
                          if (variable.getKey().matches(".*(PASSWORD|SECRET|TOKEN|KEY).*")) {
                            assertThat(variable.getValue().isNull()).isTrue();
                          }
                        }));
    JsonNode grafana = service("grafana").get("environment");
    assertThat(grafana.get("GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION").asText())
        .isEqualTo("true");
    assertThat(grafana.get("GF_AUTH_ANONYMOUS_ORG_ROLE").asText()).isEqualTo("Viewer");
  }

  @Test
  void prometheusScrapesTheServicesWhereTheyListen() {
    JsonNode prometheus = Tree.yaml(Tree.PROMETHEUS.resolve("prometheus.yml"));
    Set<String> targets =
        Stream.concat(
                Tree.elements(prometheus.get("scrape_configs")),
                Tree.elements(prometheus.at("/alerting/alertmanagers")))
            .map(node -> node.at("/static_configs/0/targets/0").asText())
            .filter(target -> !target.startsWith("localhost"))
            .collect(Collectors.toSet());

    assertThat(targets)
        .containsExactlyInAnyOrder("streams:8080", "ingest:8081", "alertmanager:9093");
    assertThat(SERVICES).containsKeys("streams", "ingest", "alertmanager");
    assertThat(service("ingest").at("/environment/HEALTH_PORT").asText()).isEqualTo("8081");
  }

  @Test
  void theImageRunsAsNobodyInParticular() throws Exception {
    List<String> lines = Files.readAllLines(Tree.PROJECT.resolve("Dockerfile"));

    assertThat(lines).contains("USER 10001:10001").anyMatch(line -> line.startsWith("HEALTHCHECK"));
    assertThat(lines.indexOf("USER 10001:10001"))
        .isLessThan(lines.indexOf("ENTRYPOINT [\"/opt/isotrail/isotrail\"]"));
  }

  /**
   * As the plugin where there is one, else as Debian's command; the file keeps to what both read.
   */
  @Test
  void composeAcceptsTheFile() throws Exception {
    List<String> plugin = List.of("docker", "compose");
    List<String> arguments = List.of("-f", FILE.toString(), "--profile", "sample", "config");

    Tool.Outcome outcome;
    if (answers(plugin)) {
      List<String> command = new ArrayList<>(plugin);
      command.addAll(arguments);
      outcome = Tool.run(Tree.PROJECT, command, Map.of());
    } else {
      outcome = Tool.COMPOSE.run(Tree.PROJECT, arguments.toArray(String[]::new));
    }

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("apache/kafka:", "isotrail:local");
  }

  private static JsonNode service(String name) {
    return requireNonNull(SERVICES.get(name), name);
  }

  private static boolean answers(List<String> compose) throws InterruptedException {
    try {
      List<String> command = new ArrayList<>(compose);
      command.add("version");
      return Tool.run(Tree.PROJECT, command, Map.of()).exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new TreeMap<>();
    Tree.yaml(FILE)
        .get("services")
        .properties()
        .forEach(service -> services.put(service.getKey(), service.getValue()));
    return services;
  }
}
