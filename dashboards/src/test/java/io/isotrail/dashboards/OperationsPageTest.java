package io.isotrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for operators says what the files say. */
final class OperationsPageTest {

  @Test
  void itsTableOfMetricsIsTheList() throws IOException {
    List<String> expected =
        Files.readAllLines(Tree.DASHBOARDS.resolve("metrics.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(OperationsPageTest::row)
            .toList();

    assertThat(page().filter(line -> line.startsWith("| `isotrail_")).toList()).isEqualTo(expected);
  }

  @Test
  void itsTableOfAlertsIsTheRules() throws IOException {
    List<String> expected =
        Tree.rules().stream()
            .filter(rule -> rule.has("alert"))
            .map(
                rule ->
                    "| %s | %s | %s |"
                        .formatted(
                            rule.get("alert").asText(),
                            rule.at("/labels/class").asText(),
                            rule.at("/labels").has("severity")
                                ? rule.at("/labels/severity").asText()
                                : "the violation's"))
            .toList();

    assertThat(
            page()
                .filter(
                    line ->
                        line.matches(
                            "\\| [A-Z]\\w+ \\| (compliance|integrity|pipeline|watchdog) .*"))
                .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Stream<String> page() throws IOException {
    return Files.readAllLines(Tree.PROJECT.resolve("docs/operations.md")).stream();
  }

  private static String row(String line) {
    String[] words = line.split(" ", 4);
    String labels =
        words[2].equals("-")
            ? ""
            : List.of(words[2].split(",", -1)).stream()
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", "));
    return "| `" + words[0] + "` | " + labels + " | " + words[3] + " |";
  }
}
