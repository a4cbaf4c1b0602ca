package io.isotrail.streams.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus's text format strictly: a line that is no sample and no comment is an error. */
final class Exposition {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\",?)*})?"
              + " (\\S+)");

  private Exposition() {}

  /** Series, with its labels in the order of their names, to value. */
  static Map<String, Double> parse(String text) {
    Map<String, Double> series = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = SAMPLE.matcher(line);
      if (!matcher.matches()) {
        throw new AssertionError("not a sample: " + line);
      }
      String labels = matcher.group(2) == null ? "" : matcher.group(2);
      String value = matcher.group(3).replace("+Inf", "Infinity");
      if (series.put(matcher.group(1) + labels, Double.valueOf(value)) != null) {
        throw new AssertionError("twice: " + line);
      }
    }
    return series;
  }
}
