package io.isotrail.app.crash;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.oracle.KpiAnswer;
import io.isotrail.streams.oracle.KpiQuery;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.oracle.RejectionAnswer;
import io.isotrail.streams.oracle.RowAnswer;
import io.isotrail.streams.oracle.ViolationAnswer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must come out at the end, as the batch oracle says. */
final class Expectation {

  static final String GONE = "GONE";

  /**
   * Beginnings of the names of measures of which the oracle says nothing: parts of another measure.
   */
  static final List<String> UNTOLD = List.of("level.hidden", "level.trace", "remediationBucket.");

  private static final long WINDOW = 400 * 86_400;

  private final Oracle oracle;
  private final long end;

  /**
   * @param end epoch seconds as of which everything is asked
   */
  Expectation(Collection<Fact> facts, Collection<Governance> governance, long end) {
    this.oracle = Oracle.of(facts, governance);
    this.end = end;
  }

  /** {@code resource key # generation} to status, severity and environment, or to {@link #GONE}. */
  SortedMap<String, String> rows() {
    SortedMap<String, String> rows = new TreeMap<>();
    for (RowAnswer row : oracle.rows(end)) {
      rows.put(
          row.key() + " # " + row.generation(),
          row(row.status().name(), row.severity(), row.environment()));
    }
    return rows;
  }

  /** The value of a row. */
  static String row(String status, @Nullable String severity, String environment) {
    return status.equals(GONE)
        ? GONE
        : status + " " + (severity == null ? "-" : severity) + " " + environment;
  }

  /** Models that are not gone, by status. */
  SortedMap<String, Long> models() {
    SortedMap<String, Long> models = new TreeMap<>();
    oracle.rows(end).stream()
        .filter(row -> row.key().kind() == ResourceKind.MODEL)
        .map(row -> row.status().name())
        .filter(status -> !status.equals(GONE))
        .forEach(status -> models.merge(status, 1L, Long::sum));
    return models;
  }

  /**
   * {@code resource key # generation @ opening} to {@code end how-it-ended}, or to {@code open}.
   */
  SortedMap<String, String> violations() {
    SortedMap<String, String> violations = new TreeMap<>();
    for (ViolationAnswer violation : oracle.violations()) {
      if (violation.openedAt() <= end) {
        violations.put(
            violation.key() + " # " + violation.generation() + " @ " + violation.openedAt(),
            ending(violation));
      }
    }
    return violations;
  }

  private String ending(ViolationAnswer violation) {
    Long at = violation.endedAt();
    return at == null || at > end ? "open" : at + " " + violation.endedAs();
  }

  /**
   * Sums over everything, by the names of the measures on {@code isotrail.kpis.v1}, without those
   * of {@link #UNTOLD}; what is 0 is left out.
   */
  SortedMap<String, Long> measures() {
    SortedMap<String, Long> measures = new TreeMap<>();
    for (ViolationAnswer violation : oracle.violations()) {
      if (violation.openedAt() <= end) {
        add(measures, "opened", 1);
        Long at = violation.endedAt();
        if (at == null || at > end) {
          add(measures, "level.openedAt", violation.openedAt());
        } else {
          add(measures, "ended." + violation.endedAs(), 1);
          add(measures, "endedSeconds." + violation.endedAs(), at - violation.openedAt());
        }
      }
    }
    oracle.rows(end).stream()
        .filter(row -> row.key().kind().role() != ResourceKind.Role.RUN)
        .map(row -> row.status().name())
        .filter(status -> !status.equals(GONE))
        .forEach(status -> add(measures, "level." + status, 1));
    for (RejectionAnswer rejection : oracle.rejections()) {
      String source = rejection.reportedBy().name().toLowerCase(Locale.ROOT);
      String attribution = rejection.attribution().name().toLowerCase(Locale.ROOT);
      add(measures, "rejections." + attribution + "." + source, 1);
      add(measures, "rejections.distinct", rejection.distinct() ? 1 : 0);
    }
    KpiAnswer.Runs runs = oracle.kpis(KpiQuery.of(end, WINDOW)).runs();
    add(measures, "runs.total", runs.total());
    add(measures, "runs.isolated", runs.isolated());
    add(measures, "runs.undetermined", runs.undetermined());
    measures.values().removeIf(sum -> sum == 0);
    return measures;
  }

  private static void add(SortedMap<String, Long> sums, String measure, long more) {
    sums.merge(measure, more, Long::sum);
  }

  /** Numbers of {@code /api/v1/kpis} over a window that covers everything, by their path. */
  SortedMap<String, Long> kpis() {
    KpiAnswer kpis = oracle.kpis(KpiQuery.of(end, WINDOW));
    SortedMap<String, Long> numbers = new TreeMap<>();
    numbers.put("models.production", kpis.models().production());
    numbers.put("models.isolated", kpis.models().isolated());
    numbers.put("models.exempt", kpis.models().exempt());
    numbers.put("models.violation", kpis.models().violation());
    numbers.put("models.undetermined", kpis.models().undetermined());
    numbers.put("models.outOfScope", kpis.models().outOfScope());
    numbers.put("remediation.count", kpis.remediation().count());
    kpis.ends().forEach((ending, count) -> numbers.put("ends." + ending, count));
    numbers.put("open.count", kpis.open().count());
    numbers.put("open.overdue", kpis.open().overdue());
    numbers.put("rejections.isolation", kpis.rejections().isolation());
    numbers.put("rejections.other", kpis.rejections().other());
    numbers.put("rejections.unknown", kpis.rejections().unknown());
    numbers.put("rejections.distinct", kpis.rejections().distinct());
    numbers.put("exceptions.active", kpis.exceptions().active());
    numbers.put("exceptions.exemptResources", kpis.exceptions().exemptResources());
    numbers.put("runs.total", kpis.runs().total());
    numbers.put("runs.isolated", kpis.runs().isolated());
    numbers.put("coverage.createdBefore", kpis.createdBefore());
    return numbers;
  }
}
