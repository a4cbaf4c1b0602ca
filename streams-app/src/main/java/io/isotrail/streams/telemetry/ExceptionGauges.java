package io.isotrail.streams.telemetry;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.kpi.KpiExceptions;
import java.util.Comparator;
import java.util.List;

/** Which exceptions are in force, and when they end. All three states are always there. */
// Counts and epoch seconds stay far below 2^53.
@SuppressWarnings("LongDoubleConversion")
final class ExceptionGauges {

  private static final long THIRTY_DAYS = 30 * 86_400L;

  private ExceptionGauges() {}

  static List<Family> of(TelemetrySettings settings, List<ExceptionGrant> grants, long asOf) {
    Family states = new Family("isotrail_exceptions", "Approved exceptions by state.", "state");
    KpiExceptions counts = KpiExceptions.of(grants, asOf - THIRTY_DAYS, asOf);
    states.add(counts.active(), "active");
    states.add(counts.expiring(), "expiring");
    states.add(counts.expired(), "expired");
    Family ends =
        new Family(
            "isotrail_exception_end_timestamp_seconds",
            "End of each exception in force, capped in number.",
            "exception");
    grants.stream()
        .filter(grant -> grant.inForceAt(asOf))
        .sorted(Comparator.comparingLong(ExceptionGrant::endsAt).thenComparing(ExceptionGrant::id))
        .limit(settings.maximumSeries())
        .forEach(grant -> ends.least(grant.endsAt(), grant.id()));
    return List.of(states, ends);
  }
}
