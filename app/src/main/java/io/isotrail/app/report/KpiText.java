package io.isotrail.app.report;

import io.isotrail.app.terminal.Durations;
import io.isotrail.app.terminal.Style;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.kpi.KpiReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The KPIs in a few lines. Means and ages of what is open stand side by side. */
public final class KpiText {

  private static final int LABEL = 32;

  private KpiText() {}

  /** The lines, without line breaks. */
  public static List<String> lines(KpiReport kpis, Terminal terminal) {
    List<String> lines = new ArrayList<>();
    lines.add(
        terminal.styled(
            Style.HEADING,
            "Network isolation of SageMaker models as of " + Instant.ofEpochSecond(kpis.asOf())));
    lines.add(terminal.styled(Style.FAINT, coverage(kpis)));
    lines.add("");
    lines.add(line("Production models isolated", ratio(kpis.isolationRatio()), models(kpis)));
    lines.add(line("  with approved exceptions", ratio(kpis.complianceRatio()), exempt(kpis)));
    lines.add(line("Mean time to remediate", mean(kpis.remediation()), remediation(kpis)));
    lines.add(line("Open violations", Long.toString(kpis.open().count()), open(kpis.open())));
    lines.add(line("Rejected deployments", total(kpis.rejections()), rejections(kpis)));
    lines.add(
        line(
            "Approved exceptions in force",
            Long.toString(kpis.exceptions().active()),
            exceptions(kpis.exceptions())));
    if (!kpis.complete()) {
      lines.add("");
      lines.add(
          terminal.styled(Style.MEDIUM, "Not complete: something is missing or still being read."));
    }
    return lines;
  }

  private static String line(String label, String value, String detail) {
    String line = "  %-" + LABEL + "s %10s   %s";
    return String.format(Locale.ROOT, line, label, value, detail).stripTrailing();
  }

  private static String coverage(KpiReport kpis) {
    Long from = kpis.coverage().historyFrom();
    String history =
        from == null ? "no record was seen" : "history since " + Instant.ofEpochSecond(from);
    String before =
        kpis.coverage().createdBefore() == 0
            ? ""
            : "; %,d models were created before that, and are in no ratio"
                .formatted(kpis.coverage().createdBefore());
    return "What happened is counted over the last %d days; %s%s"
        .formatted(kpis.window().toDays(), history, before);
  }

  private static String models(KpiReport kpis) {
    KpiReport.Models models = kpis.models();
    if (models.production() == 0) {
      return "no production model exists";
    }
    StringBuilder text = new StringBuilder();
    text.append("%,d of %,d".formatted(models.isolated(), models.production()));
    append(text, models.violation(), "in violation");
    append(text, models.undetermined(), "undetermined");
    append(text, models.outOfScope(), "out of scope");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", %,d %s".formatted(count, what));
    }
  }

  private static String exempt(KpiReport kpis) {
    return kpis.models().production() == 0 ? "" : "%,d exempt".formatted(kpis.models().exempt());
  }

  private static String mean(KpiReport.Remediation remediation) {
    Long mean = remediation.meanSeconds();
    return mean == null ? "-" : Durations.of(mean);
  }

  private static String remediation(KpiReport kpis) {
    KpiReport.Remediation remediation = kpis.remediation();
    Long middle = remediation.p50Seconds();
    Long slow = remediation.p90Seconds();
    if (middle == null || slow == null) {
      return "none was remediated";
    }
    return "half within %s, nine in ten within %s (%,d remediated)"
        .formatted(Durations.of(middle), Durations.of(slow), remediation.count());
  }

  private static String open(KpiReport.Open open) {
    Long oldest = open.oldestSeconds();
    Long mean = open.meanAgeSeconds();
    Long overdue = open.overdue();
    if (mean == null) {
      return "";
    }
    if (oldest == null || overdue == null) {
      return "mean age %s".formatted(Durations.of(mean));
    }
    return "mean age %s, the oldest %s, %,d overdue"
        .formatted(Durations.of(mean), Durations.of(oldest), overdue);
  }

  private static String total(KpiReport.Rejections rejections) {
    return "%,d".formatted(rejections.isolation() + rejections.other() + rejections.unknown());
  }

  private static String rejections(KpiReport kpis) {
    KpiReport.Rejections rejections = kpis.rejections();
    return "%,d for missing isolation, %,d for other reasons, %,d unknown (%,d without repeats)"
        .formatted(
            rejections.isolation(),
            rejections.other(),
            rejections.unknown(),
            rejections.distinct());
  }

  private static String exceptions(KpiReport.Exceptions exceptions) {
    return "for %,d models; %,d end within 30 days, %,d have ended"
        .formatted(
            exceptions.exemptResources(), exceptions.expiringIn30Days(), exceptions.expired());
  }

  private static String ratio(@Nullable Double ratio) {
    // Never rounded up to a hundred.
    return ratio == null
        ? "-"
        : String.format(Locale.ROOT, "%.1f %%", Math.floor(ratio * 1000) / 10);
  }
}
