package io.isotrail.streams.telemetry;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gauges of one name. Equal labels are one series, as Prometheus demands. */
final class Family {

  /** Characters of a label's value; beyond what AWS allows for a tag, so that only abuse is cut. */
  private static final int LONGEST_VALUE = 512;

  private final String name;
  private final String help;
  private final List<String> labels;
  private final Map<Labels, Double> series = new LinkedHashMap<>();

  Family(String name, String help, String... labels) {
    this.name = name;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** Adds to a series, which begins at 0. */
  void add(double amount, String... values) {
    series.merge(labels(values), amount, Double::sum);
  }

  /** Sets a series to the smaller of two values. */
  void least(double value, String... values) {
    series.merge(labels(values), value, Math::min);
  }

  /** Sets a series to the greater of two values. */
  void most(double value, String... values) {
    series.merge(labels(values), value, Math::max);
  }

  GaugeSnapshot snapshot() {
    GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
    series.forEach(
        (key, value) ->
            builder.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(key).value(value).build()));
    return builder.build();
  }

  private Labels labels(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(name + " has the labels " + labels);
    }
    String[] cut = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      cut[i] = cut(values[i]);
    }
    return Labels.of(labels.toArray(String[]::new), cut);
  }

  private static String cut(String value) {
    if (value.length() <= LONGEST_VALUE) {
      return value;
    }
    int end =
        Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1))
            ? LONGEST_VALUE - 1
            : LONGEST_VALUE;
    return value.substring(0, end);
  }
}
