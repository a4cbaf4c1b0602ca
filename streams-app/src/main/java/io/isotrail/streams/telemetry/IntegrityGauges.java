package io.isotrail.streams.telemetry;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.TimeSpan;
import io.isotrail.avro.TrailEvent;
import io.isotrail.streams.view.Integrity;
import java.util.List;

/** Whether logs are as CloudTrail delivered them, by account and region. */
final class IntegrityGauges {

  /** Begins like the kinds of logs: most findings are, and one alert at least must tell. */
  private static final String LEFT_OUT = "log-left-out";

  private IntegrityGauges() {}

  static List<Family> of(Integrity integrity) {
    Family findings =
        new Family(
            "isotrail_integrity_findings",
            "Digests and logs that are invalid or missing, those acknowledged left out.",
            "kind",
            "account",
            "region");
    Family gaps =
        new Family(
            "isotrail_integrity_gap_seconds",
            "Time that no valid digest covers although one is due, that acknowledged left out.",
            "account",
            "region");
    Family verified =
        new Family(
            "isotrail_integrity_verified_timestamp_seconds",
            "End of the time of the latest valid digest.",
            "account",
            "region");
    for (IntegrityStatus trail : integrity.trails()) {
      for (IntegrityFinding finding : integrity.openFindings(trail)) {
        findings.add(1, finding.getKind(), trail.getAccount(), trail.getRegion());
      }
      long leftOut = integrity.openFindingsLeftOut(trail);
      if (leftOut > 0) {
        findings.add((double) leftOut, LEFT_OUT, trail.getAccount(), trail.getRegion());
      }
      double seconds = 0;
      for (TimeSpan gap : integrity.openGaps(trail)) {
        seconds += gap.getTo() - Math.max(gap.getFrom(), integrity.acknowledgedUntil());
      }
      gaps.add(seconds, trail.getAccount(), trail.getRegion());
      verified.most((double) trail.getVerifiedUntil(), trail.getAccount(), trail.getRegion());
    }
    Family events =
        new Family(
            "isotrail_trail_events_open",
            "Calls that changed what a trail sees and that nothing undid or acknowledged.",
            "event",
            "account",
            "region");
    for (TrailEvent event : integrity.openEvents()) {
      events.add(1, event.getName(), event.getAccount(), event.getRegion());
    }
    return List.of(findings, gaps, verified, events);
  }
}
