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

/**
 * Runs created over rolling windows, and those of the last day that are in violation or whose
 * request was hidden.
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
            "Runs created within a day that were not isolated, in scope, without an exception.",
            "kind",
            "severity",
            "environment",
            "account",
            "region");
    Family hidden =
        new Family(
            "isotrail_runs_hidden",
            "Runs created within a day whose request CloudTrail omitted.",
            "kind",
            "environment",
            "sensitivity",
            "account",
            "region");
    for (KpiReport.Group group :
        groups(
            view,
            asOf,
            Window.ALL.getFirst(),
            List.of(KIND, SEVERITY, ENVIRONMENT, SENSITIVITY, ACCOUNT, REGION))) {
      if (!word(group, SEVERITY).isEmpty()) {
        violating.add(
            group.kpis().runs().total(),
            word(group, KIND),
            word(group, SEVERITY),
            word(group, ENVIRONMENT),
            word(group, ACCOUNT),
            word(group, REGION));
      }
      if (group.kpis().runs().undetermined() != 0) {
        hidden.add(
            group.kpis().runs().undetermined(),
            word(group, KIND),
            word(group, ENVIRONMENT),
            word(group, SENSITIVITY),
            word(group, ACCOUNT),
            word(group, REGION));
      }
    }
    return List.of(runs, violating, hidden);
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
