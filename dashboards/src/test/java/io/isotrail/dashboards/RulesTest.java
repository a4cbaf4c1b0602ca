package io.isotrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus' own tools judge the rules, and the rules keep to the house's conventions. */
final class RulesTest {

  private static final List<JsonNode> ALERTS =
      Tree.rules().stream().filter(rule -> rule.has("alert")).toList();

  @Test
  void prometheusAcceptsTheConfigurationAndAllRules() throws Exception {
    Tool.Outcome outcome = Tool.PROMTOOL.run(Tree.PROMETHEUS, "check", "config", "prometheus.yml");

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("3 rule files found");
  }

  /** A scrape beyond its limit is refused as a whole. */
  @Test
  void thereIsRoomForTheSeriesOfALargeOrganisation() {
    long places = 1_000 * 4;
    long groups = 3 * 5;
    JsonNode jobs = Tree.yaml(Tree.PROMETHEUS.resolve("prometheus.yml")).get("scrape_configs");

    assertThat(jobs.at("/0/job_name").asText()).isEqualTo("isotrail-streams");
    assertThat(jobs.at("/0/sample_limit").asLong()).isGreaterThan(places * groups * 7);
    assertThat(jobs.at("/1/job_name").asText()).isEqualTo("isotrail-ingest");
    assertThat(jobs.at("/1/sample_limit").asLong()).isGreaterThan(places * 28);
  }

  @Test
  void everyRuleTestHolds() throws Exception {
    Stream<String> tests =
        Tree.files(Tree.PROMETHEUS.resolve("tests"), ".test.yml").stream().map(Path::toString);

    Tool.Outcome outcome =
        Tool.PROMTOOL.run(
            Tree.PROMETHEUS,
            Stream.concat(Stream.of("test", "rules"), tests).toArray(String[]::new));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  @Test
  void everyAlertIsTestedBothFiringAndSilent() {
    Set<String> all = names(ALERTS);

    assertThat(tested(expected -> !expected.isEmpty())).isEqualTo(all);
    Set<String> silent = tested(JsonNode::isEmpty);
    // It is its work to fire always.
    silent.add("Watchdog");
    assertThat(silent).isEqualTo(all);
  }

  @Test
  void everyAlertHasItsRunbookAndEveryRunbookItsAlert() {
    Set<String> runbooks =
        Tree.files(Tree.DASHBOARDS.resolve("runbooks"), ".md").stream()
            .map(file -> file.getFileName().toString().replace(".md", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(runbooks).isEqualTo(names(ALERTS));
    assertThat(ALERTS)
        .allSatisfy(
            alert ->
                assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("{{ $externalURL }}/user/" + alert.get("alert").asText() + ".md"));
  }

  @Test
  void everyAlertSaysWhatItIsAndWhomItConcerns() {
    assertThat(ALERTS)
        .allSatisfy(
            alert -> {
              assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
              assertThat(alert.at("/annotations/description").asText()).isNotBlank();
              assertThat(alert.at("/labels/class").asText())
                  .isIn("compliance", "integrity", "pipeline", "watchdog");
              // Where the rule sets no severity it comes from the violation's own series.
              assertThat(
                      alert.at("/labels").has("severity")
                          || metricsOf(alert).stream().allMatch(RulesTest::tellsTheSeverity))
                  .isTrue();
            });
  }

  @Test
  void noRuleChoosesAJobOrAnInstance() {
    assertThat(Tree.rules())
        .noneMatch(
            rule -> rule.get("expr").asText().matches("(?s).*\\b(job|instance|pod)\\s*[=!].*"));
  }

  @Test
  void rulesNameOnlyExposedMetricsAndEarlierRecordings() {
    Set<String> recorded =
        Tree.rules().stream()
            .filter(rule -> rule.has("record"))
            .map(rule -> rule.get("record").asText())
            .collect(Collectors.toSet());

    assertThat(Tree.rules().stream().flatMap(rule -> metricsOf(rule).stream()))
        .isNotEmpty()
        .allMatch(name -> recorded.contains(name) || Tree.exposed().containsKey(name));
  }

  /** Whether a series has the label, of itself or from what it was recorded from. */
  private static boolean tellsTheSeverity(String name) {
    return Tree.exposed().getOrDefault(name, List.of()).contains("severity")
        || Tree.rules().stream()
            .filter(rule -> rule.path("record").asText().equals(name))
            .anyMatch(rule -> metricsOf(rule).stream().anyMatch(RulesTest::tellsTheSeverity));
  }

  private static List<String> metricsOf(JsonNode rule) {
    return Tree.metricsIn(rule.get("expr").asText());
  }

  private static Set<String> names(List<JsonNode> alerts) {
    return alerts.stream()
        .map(alert -> alert.get("alert").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of the alerts that the rule tests expect in this way. */
  private static Set<String> tested(Predicate<JsonNode> expectation) {
    return Tree.files(Tree.PROMETHEUS.resolve("tests"), ".test.yml").stream()
        .flatMap(file -> Tree.elements(Tree.yaml(file).get("tests")))
        .flatMap(test -> Tree.elements(test.path("alert_rule_test")))
        .filter(check -> expectation.test(check.get("exp_alerts")))
        .map(check -> check.get("alertname").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
