package io.isotrail.streams.telemetry;

import io.isotrail.streams.compliance.ExceptionGrant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which exceptions are in force, and when they end. All three states are always there. */
final class ExceptionGauges {

  private static final long THIRTY_DAYS = 30 * 86_400L;

  private ExceptionGauges() {}

  private record Force(String id, long from, long to) {}

  static List<Family> of(TelemetrySettings settings, List<ExceptionGrant> grants, long asOf) {
    Family states = new Family("isotrail_exceptions", "Approved exceptions by state.", "state");
    Family ends =
        new Family(
            "isotrail_exception_end_timestamp_seconds",
            "End of each exception in force, capped in number.",
            "exception");
    List<Force> approved = approved(grants);
    List<Force> active =
        approved.stream()
            .filter(force -> force.from() <= asOf && asOf < force.to())
            .sorted(Comparator.comparingLong(Force::to).thenComparing(Force::id))
            .toList();
    states.add(active.size(), "active");
    states.add(
        (double) active.stream().filter(force -> force.to() <= asOf + THIRTY_DAYS).count(),
        "expiring");
    states.add(
        (double)
            approved.stream()
                .filter(force -> force.to() > asOf - THIRTY_DAYS && force.to() <= asOf)
                .count(),
        "expired");
    active.stream()
        .limit(settings.maximumSeries())
        .forEach(force -> ends.least((double) force.to(), force.id()));
    return List.of(states, ends);
  }

  /** From the later of valid from and approved at, to the earlier of valid until and revoked at. */
  private static List<Force> approved(List<ExceptionGrant> grants) {
    List<Force> approved = new ArrayList<>();
    for (ExceptionGrant grant : grants) {
      Long approvedAt = grant.approvedAt();
      Long revokedAt = grant.revokedAt();
      if (approvedAt == null) {
        continue;
      }
      long from = Math.max(grant.validFrom(), approvedAt);
      long to = revokedAt == null ? grant.validUntil() : Math.min(grant.validUntil(), revokedAt);
      if (from < to) {
        approved.add(new Force(grant.id(), from, to));
      }
    }
    return approved;
  }
}
