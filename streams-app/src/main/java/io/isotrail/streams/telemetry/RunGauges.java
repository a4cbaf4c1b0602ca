package io.isotrail.streams.telemetry;

import io.isotrail.streams.kpi.Dimension;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.view.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Runs created over rolling windows, and those that are in violation or whose request was hidden.
 */
// Counts and epoch seconds stay far below 2^53.
@SuppressWarnings("LongDoubleConversion")
final class RunGauges {

  private static final String KIND = Dimension.KIND.word();
  private static final String ACCOUNT = Dimension.ACCOUNT.word();
  private static final String REGION = Dimension.REGION.word();
  private static final String SEVERITY = Dimension.SEVERITY.word();
  private static final String ENVIRONMENT = Dimension.ENVIRONMENT.word();
  private static final String SENSITIVITY = Dimension.SENSITIVITY.word();

  /**
   * Those created in the last day, and what tells the late: the 30 days to now less the last day
   * are the same days as the 29 days to a day ago, so what the first has more was not known then.
   */
  private static final List<Window> TO_ALERT =
      List.of(new Window("1d", 1), new Window("29d", 29), new Window("30d", 30));

  private RunGauges() {}

  static List<Family> of(View view, long asOf) {
    Family runs =
        new Family(
            "isotrail_runs",
            "Training, processing and tuning jobs created in the window, by isolation.",
            "window",
            "kind",
            "isolation",
            "account");
    for (Window window : Window.ALL) {
      for (KpiReport.Group group : groups(view, asOf, window, List.of(KIND, ACCOUNT))) {
        KpiReport.Runs counts = group.kpis().runs();
        String kind = word(group, KIND);
        String account = word(group, ACCOUNT);
        long missing = counts.total() - counts.isolated() - counts.undetermined();
        runs.add(counts.isolated(), window.label(), kind, "ISOLATED", account);
        runs.add(missing, window.label(), kind, "NOT_ISOLATED", account);
        runs.add(counts.undetermined(), window.label(), kind, "UNKNOWN", account);
      }
    }
    Family violating =
        new Family(
            "isotrail_runs_in_violation",
            "Runs created in the window that were not isolated, in scope, without an exception.",
            "window",
            "kind",
            "severity",
            "environment",
            "account",
            "region");
    Family hidden =
        new Family(
            "isotrail_runs_hidden",
            "Runs created in the window whose request CloudTrail omitted.",
            "window",
            "kind",
            "environment",
            "sensitivity",
            "account",
            "region");
    for (Window window : TO_ALERT) {
      for (KpiReport.Group group :
          groups(
              view,
              asOf,
              window,
              List.of(KIND, SEVERITY, ENVIRONMENT, SENSITIVITY, ACCOUNT, REGION))) {
        KpiReport.Runs counts = group.kpis().runs();
        String severity = word(group, SEVERITY);
        if (!severity.isEmpty()) {
          addInEvery(
              violating,
              window,
              counts.total(),
              word(group, KIND),
              severity,
              word(group, ENVIRONMENT),
              word(group, ACCOUNT),
              word(group, REGION));
        }
        addInEvery(
            hidden,
            window,
            counts.undetermined(),
            word(group, KIND),
            word(group, ENVIRONMENT),
            word(group, SENSITIVITY),
            word(group, ACCOUNT),
            word(group, REGION));
      }
    }
    return List.of(runs, violating, hidden);
  }

  /** The other windows get a series of the same group, so that one can be taken from another. */
  private static void addInEvery(Family family, Window window, long count, String... group) {
    for (Window each : TO_ALERT) {
      family.add(
          each.equals(window) ? count : 0,
          Stream.concat(Stream.of(each.label()), Stream.of(group)).toArray(String[]::new));
    }
  }

  private static List<KpiReport.Group> groups(
      View view, long asOf, Window window, List<String> groupBy) {
    return Objects.requireNonNullElse(
        view.kpis(
                new KpiQuery(
                    asOf, Duration.ofDays(window.days()), Map.of(KIND, Movements.runs()), groupBy))
            .groups(),
        List.of());
  }

  private static String word(KpiReport.Group group, String dimension) {
    return group.by().getOrDefault(dimension, "");
  }
}
