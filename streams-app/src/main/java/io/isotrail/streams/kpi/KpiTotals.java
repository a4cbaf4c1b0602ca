package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Classification;
import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.RejectionVerdict.Attribution;
import io.isotrail.streams.kpi.RejectionVerdict.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sums of one group, or of everything, while they are added up. */
final class KpiTotals {

  private static final String LEVEL = "level.";

  private final Map<String, Long> levels = new HashMap<>();
  private final Map<String, Long> productionLevels = new HashMap<>();
  private final Map<String, Long> flows = new HashMap<>();
  private long open;
  private long overdue;
  private long oldestSeconds;
  private long ageSeconds;

  void addLevels(String environment, Counts counts) {
    boolean production = environment.equals(Classification.PRODUCTION);
    counts
        .byMeasure()
        .forEach(
            (measure, count) -> {
              if (measure.startsWith(LEVEL)) {
                levels.merge(measure, count, Math::addExact);
                if (production) {
                  productionLevels.merge(measure, count, Math::addExact);
                }
              }
            });
  }

  void addFlows(Counts counts) {
    counts
        .byMeasure()
        .forEach(
            (measure, count) -> {
              if (!measure.startsWith(LEVEL)) {
                flows.merge(measure, count, Math::addExact);
              }
            });
  }

  void addOpen(long seconds, boolean isOverdue) {
    open++;
    overdue += isOverdue ? 1 : 0;
    oldestSeconds = Math.max(oldestSeconds, seconds);
    ageSeconds = Math.addExact(ageSeconds, seconds);
  }

  boolean isNothing() {
    return open == 0
        && levels.values().stream().allMatch(count -> count == 0)
        && flows.values().stream().allMatch(count -> count == 0);
  }

  KpiReport report(
      KpiQuery query,
      String resolution,
      KpiExceptions exceptions,
      @Nullable Long historyFrom,
      boolean complete,
      @Nullable List<KpiReport.Group> groups) {
    KpiReport.Models models = models();
    long judged =
        models.isolated()
            + models.exempt()
            + models.violation()
            + productionLevels.getOrDefault(Measures.LEVEL_HIDDEN, 0L);
    return new KpiReport(
        query.asOf(),
        query.window(),
        resolution,
        models,
        ratio(models.isolated(), judged),
        ratio(models.isolated() + models.exempt(), judged),
        remediation(),
        ends(),
        new KpiReport.Open(
            open,
            overdue,
            open == 0 ? null : oldestSeconds,
            open == 0 ? null : roundedMean(ageSeconds, open)),
        rejections(),
        new KpiReport.Exceptions(
            exceptions.active(),
            levels.getOrDefault(Measures.level(Status.EXEMPT), 0L),
            exceptions.expiring(),
            exceptions.expired()),
        null,
        new KpiReport.Coverage(historyFrom, levels.getOrDefault(Measures.LEVEL_TRACE, 0L)),
        complete,
        groups);
  }

  private KpiReport.Models models() {
    long isolated = production(Status.COMPLIANT);
    long exempt = production(Status.EXEMPT);
    long violation = production(Status.VIOLATION);
    long undetermined = production(Status.UNDETERMINED);
    long outOfScope = production(Status.OUT_OF_SCOPE);
    return new KpiReport.Models(
        isolated + exempt + violation + undetermined + outOfScope,
        isolated,
        exempt,
        violation,
        undetermined,
        outOfScope);
  }

  private long production(Status status) {
    return productionLevels.getOrDefault(Measures.level(status), 0L);
  }

  private KpiReport.Remediation remediation() {
    long count = 0;
    long seconds = 0;
    for (Ending ending : Ending.values()) {
      if (ending.remediation()) {
        count += flow(Measures.ended(ending));
        seconds = Math.addExact(seconds, flow(Measures.endedSeconds(ending)));
      }
    }
    RemediationHistogram times = RemediationHistogram.of(new Counts(new TreeMap<>(flows)));
    return new KpiReport.Remediation(
        count,
        count == 0 ? null : roundedMean(seconds, count),
        boxed(times.percentile(50)),
        boxed(times.percentile(90)));
  }

  private SortedMap<String, Long> ends() {
    SortedMap<String, Long> ends = new TreeMap<>();
    for (Ending ending : Ending.values()) {
      ends.put(ending.name(), flow(Measures.ended(ending)));
    }
    return ends;
  }

  private KpiReport.Rejections rejections() {
    SortedMap<String, Long> bySource = new TreeMap<>();
    Map<Attribution, Long> byAttribution = new HashMap<>();
    for (Attribution attribution : Attribution.values()) {
      for (Source source : Source.values()) {
        long count = flow(Measures.rejections(attribution.word(), source.word()));
        bySource.merge(source.word(), count, Math::addExact);
        byAttribution.merge(attribution, count, Math::addExact);
      }
    }
    return new KpiReport.Rejections(
        byAttribution.getOrDefault(Attribution.ISOLATION, 0L),
        byAttribution.getOrDefault(Attribution.OTHER, 0L),
        byAttribution.getOrDefault(Attribution.UNKNOWN, 0L),
        bySource,
        flow(Measures.REJECTIONS_DISTINCT));
  }

  private long flow(String measure) {
    return flows.getOrDefault(measure, 0L);
  }

  private static @Nullable Double ratio(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  /** Rounded half up; sums of times are never negative. */
  private static long roundedMean(long sum, long count) {
    return Math.floorDiv(2 * sum + count, 2 * count);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
