package io.isotrail.app.report;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.kpi.KpiReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows and KPIs to print. */
final class Rows {

  static final long OPENED = 1_772_323_200L;
  static final long AS_OF = OPENED + 90_000;

  private Rows() {}

  static Row open(String name, Severity severity, String owner) {
    return row(name, severity, owner, null, null);
  }

  static Row ended(String name, Severity severity, Ending ending) {
    return row(name, severity, "risk", OPENED + 3600, ending);
  }

  private static Row row(
      String name,
      Severity severity,
      String owner,
      @Nullable Long endedAt,
      @Nullable Ending endedAs) {
    return new Row(
        new Subject("aws", "123456789012", "eu-central-1", "model", "fraud-v3"),
        name,
        null,
        1,
        Isolation.NOT_ISOLATED,
        endedAt == null ? Status.VIOLATION : Status.GONE,
        severity,
        "production",
        "restricted",
        owner,
        false,
        null,
        endedAt != null,
        List.of(),
        true,
        null,
        OPENED,
        "arn:aws:iam::123456789012:role/deploy",
        OPENED,
        OPENED,
        OPENED,
        OPENED + 86_400,
        endedAt == null,
        null,
        Map.of(),
        OPENED,
        endedAt,
        endedAs);
  }

  static KpiReport kpis(long isolated, long production, boolean complete) {
    Double ratio = production == 0 ? null : (double) isolated / production;
    return new KpiReport(
        AS_OF,
        Duration.ofDays(30),
        "PT1S",
        new KpiReport.Models(production, isolated, 0, production - isolated, 0, 0),
        ratio,
        ratio,
        new KpiReport.Remediation(0, null, null, null),
        new TreeMap<>(),
        new KpiReport.Open(1, 1L, 90_000L, 90_000L),
        new KpiReport.Rejections(2, 3, 4, new TreeMap<>(), 5),
        new KpiReport.Exceptions(1, 2, 1, 0),
        new KpiReport.Runs(0, 0, 0, "PT1S"),
        new KpiReport.Coverage(OPENED, 0),
        complete,
        null);
  }
}
