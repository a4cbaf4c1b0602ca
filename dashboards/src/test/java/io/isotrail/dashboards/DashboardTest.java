package io.isotrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards without Grafana: their form, their expressions, their provisioning. */
final class DashboardTest {

  private static final Map<String, JsonNode> BY_FILE =
      Stream.of(
              "compliance.json",
              "violations.json",
              "rejections-and-exceptions.json",
              "pipeline-health.json")
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  file -> Tree.json(Tree.DASHBOARDS.resolve("grafana/dashboards/" + file))));
  private static final List<JsonNode> PANELS =
      BY_FILE.values().stream().flatMap(DashboardTest::panels).toList();
  private static final Map<String, String> VARIABLES =
      Map.of("account", ".*", "region", ".*", "environment", ".*", "owner", ".*", "window", "30d");

  @Test
  void thereIsNoOther() throws Exception {
    try (Stream<Path> files = Files.list(Tree.DASHBOARDS.resolve("grafana/dashboards"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrderElementsOf(BY_FILE.keySet());
    }
    assertThat(BY_FILE.values())
        .extracting(dashboard -> dashboard.get("uid").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyPanelHasItsOwnIdAndPlace() {
    for (JsonNode dashboard : BY_FILE.values()) {
      List<JsonNode> panels = panels(dashboard).toList();
      assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
      assertThat(panels.stream().flatMap(DashboardTest::cells)).doesNotHaveDuplicates();
      assertThat(panels).allMatch(panel -> at(panel, "x") + at(panel, "w") <= 24);
    }
  }

  @Test
  void everyPanelExplainsItselfAndAsksTheChosenDataSource() {
    assertThat(PANELS)
        .filteredOn(panel -> !panel.get("type").asText().equals("row"))
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.get("description").asText()).isNotBlank();
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              assertThat(Tree.elements(panel.get("targets")))
                  .isNotEmpty()
                  .allMatch(
                      target -> target.at("/datasource/uid").asText().equals("${datasource}"));
            });
  }

  /** Alertmanager holds nothing back for it: what is known of an incomplete whole is true. */
  @Test
  void completeHoldsNoAlertBack() {
    assertThat(PANELS)
        .filteredOn(panel -> panel.get("title").asText().equals("Complete"))
        .hasSize(2)
        .extracting(panel -> panel.get("description").asText())
        .noneMatch(description -> description.contains("held back"));
  }

  @Test
  void theFiltersAreThere() {
    assertThat(BY_FILE.values())
        .allSatisfy(
            dashboard ->
                assertThat(Tree.elements(dashboard.at("/templating/list")))
                    .extracting(variable -> variable.get("name").asText())
                    .containsExactly(
                        "datasource", "account", "region", "environment", "owner", "window"));
  }

  @Test
  void prometheusUnderstandsEveryExpression(@TempDir Path folder) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode file = mapper.createObjectNode();
    ObjectNode group = file.putArray("groups").addObject().put("name", "dashboard");
    ArrayNode rules = group.putArray("rules");
    List<String> expressions = expressions().toList();
    for (int i = 0; i < expressions.size(); i++) {
      rules.addObject().put("record", "panel:" + i).put("expr", substituted(expressions.get(i)));
    }
    Path generated = folder.resolve("expressions.json");
    // JSON is YAML.
    Files.writeString(generated, mapper.writeValueAsString(file));

    Tool.Outcome outcome = Tool.PROMTOOL.run(folder, "check", "rules", generated.toString());

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains(expressions.size() + " rules found");
  }

  @Test
  void expressionsLeaveNoUnknownVariable() {
    assertThat(expressions().map(DashboardTest::substituted))
        .isNotEmpty()
        .noneMatch(expression -> expression.contains("$"));
  }

  @Test
  void expressionsNameOnlyExposedMetricsAndRecordedSeries() {
    Set<String> recorded =
        Tree.rules().stream()
            .filter(rule -> rule.has("record"))
            .map(rule -> rule.get("record").asText())
            .collect(Collectors.toSet());

    assertThat(expressions().flatMap(expression -> Tree.metricsIn(expression).stream()))
        .isNotEmpty()
        .allMatch(name -> recorded.contains(name) || Tree.exposed().containsKey(name));
    assertThat(expressions())
        .noneMatch(expression -> expression.matches(".*\\b(job|instance|pod)\\s*[=!].*"));
  }

  @Test
  void theFourKpisComeFirst() {
    assertThat(panels(Objects.requireNonNull(BY_FILE.get("compliance.json"))))
        .filteredOn(panel -> panel.get("type").asText().equals("stat"))
        .extracting(panel -> panel.get("title").asText())
        .startsWith(
            "Production models with network isolation",
            "Mean time to remediate",
            "Deployment rejections",
            "Approved exceptions");
  }

  @Test
  void grafanaFindsDataSourceAndDashboardByItself() {
    JsonNode source =
        Tree.yaml(Tree.DASHBOARDS.resolve("grafana/provisioning/datasources/prometheus.yml"));
    JsonNode provider =
        Tree.yaml(Tree.DASHBOARDS.resolve("grafana/provisioning/dashboards/isotrail.yml"));

    assertThat(source.at("/datasources/0/type").asText()).isEqualTo("prometheus");
    assertThat(source.at("/datasources/0/isDefault").asBoolean()).isTrue();
    String folder = provider.at("/providers/0/options/path").asText();
    JsonNode compose = Tree.yaml(Tree.PROJECT.resolve("docker-compose.yml"));
    assertThat(Tree.elements(compose.at("/services/grafana/volumes")).map(JsonNode::asText))
        .contains("./dashboards/grafana/dashboards:" + folder + ":ro")
        .contains(
            "./dashboards/grafana/provisioning/datasources:/etc/grafana/provisioning/datasources:ro",
            "./dashboards/grafana/provisioning/dashboards:/etc/grafana/provisioning/dashboards:ro");
  }

  private static Stream<JsonNode> panels(JsonNode dashboard) {
    return Tree.elements(dashboard.get("panels"));
  }

  private static Stream<String> expressions() {
    return PANELS.stream()
        .filter(panel -> panel.has("targets"))
        .flatMap(panel -> Tree.elements(panel.get("targets")))
        .map(target -> target.get("expr").asText());
  }

  private static String substituted(String expression) {
    String result = expression;
    for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
      result = result.replace("$" + variable.getKey(), variable.getValue());
    }
    return result;
  }

  private static Stream<String> cells(JsonNode panel) {
    return Stream.iterate(at(panel, "x"), x -> x < at(panel, "x") + at(panel, "w"), x -> x + 1)
        .flatMap(
            x ->
                Stream.iterate(at(panel, "y"), y -> y < at(panel, "y") + at(panel, "h"), y -> y + 1)
                    .map(y -> x + "," + y));
  }

  private static int at(JsonNode panel, String field) {
    return panel.at("/gridPos/" + field).asInt();
  }
}
