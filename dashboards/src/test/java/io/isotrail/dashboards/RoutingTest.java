package io.isotrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who hears of which alert, as Alertmanager's own tool says. */
final class RoutingTest {

  private static final Path FOLDER = Tree.DASHBOARDS.resolve("alertmanager");
  private static final JsonNode CONFIGURATION = Tree.yaml(FOLDER.resolve("alertmanager.yml"));

  @Test
  void alertmanagerAcceptsTheConfiguration() throws Exception {
    Tool.Outcome outcome = Tool.AMTOOL.run(FOLDER, "check-config", "alertmanager.yml");

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          class=compliance severity=critical owner=risk | security-page,owners
          class=compliance severity=critical            | security-page,security
          class=compliance severity=high owner=risk     | owners
          class=compliance severity=low owner=risk      | owners
          class=compliance severity=high                | security
          class=pipeline severity=critical              | platform-page
          class=pipeline severity=medium                | platform
          class=integrity severity=critical             | security-page
          class=watchdog severity=none                  | watchdog
          severity=high                                 | security
          """)
  void alertsGoBySeverityAndOwner(String labels, String receivers) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("config", "routes", "test", "--config.file=alertmanager.yml"));
    arguments.addAll(List.of(labels.split(" ", -1)));

    Tool.Outcome outcome = Tool.AMTOOL.run(FOLDER, arguments.toArray(String[]::new));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(
            outcome
                .output()
                .lines()
                .filter(line -> !line.startsWith("Warning"))
                .collect(Collectors.joining()))
        .isEqualTo(receivers);
  }

  @Test
  void whatInhibitsComplianceIsAnAlertThatExists() {
    List<String> alerts =
        Tree.rules().stream()
            .filter(rule -> rule.has("alert"))
            .map(rule -> rule.get("alert").asText())
            .toList();

    assertThat(inhibiting(rule -> true)).isSubsetOf(alerts);
    // An object that cannot be read may keep the pipeline incomplete for days.
    assertThat(inhibiting(rule -> holdsComplianceBack(rule) && !rule.has("equal")))
        .containsExactlyInAnyOrder("FeedStale", "StreamsNotRunning");
  }

  @Test
  void aStaleAccountHoldsBackOnlyWhatIsSaidOfIt() {
    assertThat(Tree.elements(CONFIGURATION.get("inhibit_rules")))
        .filteredOn(RoutingTest::holdsComplianceBack)
        .extracting(
            rule -> rule.at("/source_matchers/1").asText(), rule -> rule.path("equal").toString())
        .containsExactlyInAnyOrder(
            tuple("account=\"\"", ""), tuple("account!=\"\"", "[\"account\",\"region\"]"));
  }

  private static boolean holdsComplianceBack(JsonNode rule) {
    return rule.at("/target_matchers/0").asText().equals("class=\"compliance\"");
  }

  private static List<String> inhibiting(Predicate<JsonNode> rules) {
    return Tree.elements(CONFIGURATION.get("inhibit_rules"))
        .filter(rules)
        .flatMap(rule -> Tree.elements(rule.get("source_matchers")))
        .filter(matcher -> matcher.asText().startsWith("alertname"))
        .map(matcher -> matcher.asText().replaceAll("^alertname=~\"|\"$", ""))
        .flatMap(names -> List.of(names.split("\\|", -1)).stream())
        .toList();
  }

  /** What was sent is forgotten after 120 h by default, and would be sent again by then. */
  @Test
  void nothingIsRepeatedLaterThanAlertmanagerRemembers() {
    assertThat(CONFIGURATION.get("route").findValuesAsText("repeat_interval"))
        .contains("4d")
        .allMatch(interval -> interval.matches("1m|[1-9]h|1[0-9]h|[1-4]d"));
  }

  @Test
  void addressesArePlaceholdersAndTokensComeFromFiles() throws Exception {
    assertThat(Tree.elements(CONFIGURATION.get("receivers")))
        .isNotEmpty()
        .allSatisfy(
            receiver ->
                assertThat(receiver.at("/webhook_configs/0/url").asText())
                    .isEqualTo("http://webhook.invalid/" + receiver.get("name").asText()));
    assertThat(CONFIGURATION.at("/global/http_config/authorization/credentials_file").asText())
        .startsWith("/etc/alertmanager/secrets/");
    assertThat(Files.readString(FOLDER.resolve("alertmanager.yml")))
        .doesNotContain("credentials:")
        .doesNotContain("password");
  }
}
