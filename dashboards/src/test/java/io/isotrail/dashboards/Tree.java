package io.isotrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of this module as data. */
final class Tree {

  /** The folder of this module, in which surefire runs its tests. */
  static final Path DASHBOARDS = Path.of("").toAbsolutePath();

  /** The folder of the whole project. */
  static final Path PROJECT = DASHBOARDS.resolve("..").normalize();

  static final Path PROMETHEUS = DASHBOARDS.resolve("prometheus");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");
  private static final Pattern METRIC = Pattern.compile("\\bisotrail[a-z_:]+");

  private Tree() {}

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With anchors and merges applied; a key that is there twice is an error. */
  static JsonNode yaml(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object loaded = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
      return JSON.valueToTree(loaded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a folder with this ending, in the order of their names. */
  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All rules, recording and alerting, of all files. */
  static List<JsonNode> rules() {
    return files(PROMETHEUS.resolve("rules"), ".yml").stream()
        .map(Tree::yaml)
        .flatMap(file -> elements(file.get("groups")))
        .flatMap(group -> elements(group.get("rules")))
        .toList();
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** Names of our metrics and recorded series in an expression. */
  static List<String> metricsIn(String expression) {
    String bare = QUOTED.matcher(expression).replaceAll("\"\"");
    return METRIC.matcher(bare).results().map(MatchResult::group).distinct().toList();
  }

  /** The exposed metrics by name, each with its labels; {@code le} included where there is one. */
  static Map<String, List<String>> exposed() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(DASHBOARDS.resolve("metrics.txt"))) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ", 4);
          found.put(words[0], words[2].equals("-") ? List.of() : List.of(words[2].split(",", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
