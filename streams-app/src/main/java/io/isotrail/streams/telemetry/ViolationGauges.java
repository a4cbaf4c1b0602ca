package io.isotrail.streams.telemetry;

import io.isotrail.streams.compliance.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is open, in numbers and, up to a cap, one by one. */
final class ViolationGauges {

  private static final String OTHERS = "other";

  private ViolationGauges() {}

  /**
   * The gauges.
   *
   * @param open the worst first, then the oldest
   */
  static List<Family> of(TelemetrySettings settings, List<Row> open) {
    String[] labels = {"kind", "severity", "environment", "account", "region", "owner"};
    Family count = new Family("isotrail_violations_open", "Open violations.", labels);
    Family overdue =
        new Family(
            "isotrail_violations_overdue", "Open violations past their due instant.", labels);
    Set<String> owners = owners(open, settings.maximumOwners());
    for (Row row : open) {
      String owner = owners.contains(row.owner()) ? row.owner() : OTHERS;
      String[] group = {
        row.subject().kind(),
        severity(row),
        row.environment(),
        row.subject().account(),
        row.subject().region(),
        owner
      };
      count.add(1, group);
      overdue.add(row.overdue() ? 1 : 0, group);
    }
    Family overflow =
        new Family(
            "isotrail_violation_series_overflow",
            "Open violations left out of isotrail_violation_open_timestamp_seconds by its cap.");
    overflow.add(Math.max(0, open.size() - settings.maximumSeries()));
    return List.of(count, overdue, single(open, settings.maximumSeries()), overflow);
  }

  private static Family single(List<Row> open, int most) {
    Family single =
        new Family(
            "isotrail_violation_open_timestamp_seconds",
            "Opening of each open violation, capped in number.",
            "resource",
            "kind",
            "account",
            "region",
            "severity",
            "environment",
            "sensitivity",
            "owner");
    for (Row row : open.subList(0, Math.min(most, open.size()))) {
      Long openedAt = row.openedAt();
      if (openedAt != null) {
        single.least(
            openedAt,
            row.subject().key(),
            row.subject().kind(),
            row.subject().account(),
            row.subject().region(),
            severity(row),
            row.environment(),
            row.sensitivity(),
            row.owner());
      }
    }
    return single;
  }

  private static String severity(Row row) {
    return row.severity() == null ? "" : row.severity().word();
  }

  /** The owners with most violations; the unknown one has its label in any case. */
  private static Set<String> owners(List<Row> open, int most) {
    Map<String, Long> counts =
        open.stream()
            .filter(row -> !row.owner().isEmpty())
            .collect(Collectors.groupingBy(Row::owner, TreeMap::new, Collectors.counting()));
    Set<String> kept =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(most)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    kept.add("");
    return kept;
  }
}
