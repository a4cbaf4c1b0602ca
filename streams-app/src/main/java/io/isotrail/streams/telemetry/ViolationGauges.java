package io.isotrail.streams.telemetry;

import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.view.View.OpenViolation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is open, in numbers and, up to a cap, one by one. */
// Counts, epoch seconds and the sums of these stay far below 2^53.
@SuppressWarnings("LongDoubleConversion")
final class ViolationGauges {

  private static final String OTHERS = "other";
  private static final Comparator<OpenViolation> WORST_FIRST =
      Comparator.comparing(
              (OpenViolation violation) ->
                  Severity.ofWord(violation.stretch().group().dimensions().severity())
                      .orElse(Severity.LOW))
          .thenComparingLong(violation -> violation.stretch().openedAt())
          .thenComparing(OpenViolation::resource);

  private ViolationGauges() {}

  /**
   * The gauges.
   *
   * @param open in any order
   */
  static List<Family> of(TelemetrySettings settings, List<OpenViolation> open, long asOf) {
    String[] labels = {"kind", "severity", "environment", "account", "region", "owner"};
    Family count = new Family("isotrail_violations_open", "Open violations.", labels);
    Family overdue =
        new Family(
            "isotrail_violations_overdue", "Open violations past their due instant.", labels);
    Family openings =
        new Family(
            "isotrail_violations_opening_timestamp_seconds_sum",
            "Sum of the openings of all open violations.",
            labels);
    Family oldest =
        new Family(
            "isotrail_violations_oldest_timestamp_seconds",
            "Opening of the oldest of all open violations.",
            labels);
    Set<String> owners = owners(open, settings.maximumOwners());
    for (OpenViolation violation : open) {
      Dimensions by = violation.stretch().group().dimensions();
      String[] group = {
        by.kind(),
        by.severity(),
        by.environment(),
        by.account(),
        by.region(),
        owners.contains(by.owner()) ? by.owner() : OTHERS
      };
      Long dueAt = violation.stretch().dueAt();
      count.add(1, group);
      openings.add(violation.stretch().openedAt(), group);
      oldest.least(violation.stretch().openedAt(), group);
      overdue.add(dueAt != null && dueAt < asOf ? 1 : 0, group);
    }
    Family overflow =
        new Family(
            "isotrail_violation_series_overflow",
            "Open violations left out of isotrail_violation_open_timestamp_seconds by its cap.");
    overflow.add(Math.max(0, open.size() - settings.maximumSeries()));
    return List.of(
        count, overdue, openings, oldest, single(open, settings.maximumSeries()), overflow);
  }

  private static Family single(List<OpenViolation> open, int most) {
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
    for (OpenViolation violation : worst(open, most)) {
      Dimensions by = violation.stretch().group().dimensions();
      single.least(
          violation.stretch().openedAt(),
          violation.resource(),
          by.kind(),
          by.account(),
          by.region(),
          by.severity(),
          by.environment(),
          by.sensitivity(),
          by.owner());
    }
    return single;
  }

  /** The worst first, then the oldest. */
  private static List<OpenViolation> worst(List<OpenViolation> open, int most) {
    return open.stream().sorted(WORST_FIRST).limit(most).toList();
  }

  /** The owners with most violations; the unknown one has its label in any case. */
  private static Set<String> owners(List<OpenViolation> open, int most) {
    Map<String, Long> counts =
        open.stream()
            .map(violation -> violation.stretch().group().dimensions().owner())
            .filter(owner -> !owner.isEmpty())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
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
