package io.isotrail.streams.governance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.streams.compliance.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One field in which two policies differ.
 *
 * @param field its path, e.g. {@code objectives.high}; a list is one field
 * @param before as JSON; null where the earlier one has no such field
 * @param after as JSON; null where the later one has no such field
 */
public record PolicyDifference(String field, @Nullable String before, @Nullable String after) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every difference, in the order of the paths; empty when both say the same. */
  public static List<PolicyDifference> between(Policy before, Policy after) {
    Map<String, String> earlier = fields(before);
    Map<String, String> later = fields(after);
    TreeSet<String> paths = new TreeSet<>(earlier.keySet());
    paths.addAll(later.keySet());
    List<PolicyDifference> differences = new ArrayList<>();
    for (String path : paths) {
      String one = earlier.get(path);
      String other = later.get(path);
      if (one == null || !one.equals(other)) {
        differences.add(new PolicyDifference(path, one, other));
      }
    }
    return List.copyOf(differences);
  }

  private static Map<String, String> fields(Policy policy) {
    Map<String, String> byPath = new TreeMap<>();
    try {
      collect("", JSON.readTree(GovernanceFiles.toDocument(policy)), byPath);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was just written as JSON is JSON", impossible);
    }
    return byPath;
  }

  private static void collect(String path, JsonNode node, Map<String, String> byPath) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              entry ->
                  collect(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      byPath));
    } else if (!node.isObject()) {
      byPath.put(path, node.toString());
    }
  }
}
