package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.RejectionVerdict.Attribution;
import io.isotrail.streams.kpi.RejectionVerdict.Source;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sums of one group, or of everything, while they are added up. */
final class KpiTotals {

  private static final int COMPLIANT = level(Status.COMPLIANT);
  private static final int VIOLATION = level(Status.VIOLATION);
  private static final int EXEMPT = level(Status.EXEMPT);
  private static final int UNDETERMINED = level(Status.UNDETERMINED);
  private static final int OUT_OF_SCOPE = level(Status.OUT_OF_SCOPE);
  private static final int HIDDEN = Measures.number(Measures.LEVEL_HIDDEN);
  private static final int TRACE = Measures.number(Measures.LEVEL_TRACE);
  private static final int OPENED_AT = Measures.number(Measures.LEVEL_OPENED_AT);

  private static final int OPENED = Measures.number(Measures.OPENED);
  private static final int RUNS = Measures.number(Measures.RUNS_TOTAL);
  private static final int RUNS_ISOLATED = Measures.number(Measures.RUNS_ISOLATED);
  private static final int RUNS_UNDETERMINED = Measures.number(Measures.RUNS_UNDETERMINED);
  private static final int DISTINCT = Measures.number(Measures.REJECTIONS_DISTINCT);
  private static final Map<Ending, Integer> ENDED = new EnumMap<>(Ending.class);
  private static final Map<Ending, Integer> ENDED_SECONDS = new EnumMap<>(Ending.class);
  private static final Map<Attribution, Map<Source, Integer>> REJECTED =
      new EnumMap<>(Attribution.class);

  static {
    for (Ending ending : Ending.values()) {
      ENDED.put(ending, Measures.number(Measures.ended(ending)));
      ENDED_SECONDS.put(ending, Measures.number(Measures.endedSeconds(ending)));
    }
    for (Attribution attribution : Attribution.values()) {
      Map<Source, Integer> bySource = new EnumMap<>(Source.class);
      for (Source source : Source.values()) {
        bySource.put(
            source, Measures.number(Measures.rejections(attribution.word(), source.word())));
      }
      REJECTED.put(attribution, bySource);
    }
  }

  private final long[] sums = new long[Measures.beforeBuckets()];
  private final long[] production = new long[Measures.beforeBuckets()];
  private long @Nullable [] buckets;
  private final OpenViolations open;

  KpiTotals(OpenViolations open) {
    this.open = open;
  }

  /**
   * At which instant and how exactly the sums are read.
   *
   * @param point number of the instant in {@link OpenViolations}
   * @param openKnown whether the open violations of that instant are known one by one
   */
  record Reading(
      long asOf,
      Duration window,
      int point,
      boolean exact,
      boolean runsExact,
      boolean openKnown,
      KpiExceptions exceptions,
      boolean complete) {}

  void add(boolean inProduction, int measure, long count) {
    if (measure >= sums.length) {
      if (buckets == null) {
        buckets = new long[RemediationHistogram.buckets()];
      }
      buckets[measure - sums.length] += count;
      return;
    }
    sums[measure] = Math.addExact(sums[measure], count);
    if (inProduction) {
      production[measure] = Math.addExact(production[measure], count);
    }
  }

  void add(KpiSource.Stretch stretch) {
    open.add(stretch);
  }

  /** Begins a new window: levels stay, flows are 0 again. */
  void forgetFlows() {
    for (int measure = 0; measure < sums.length; measure++) {
      if (!Measures.isLevel(measure)) {
        sums[measure] = 0;
        production[measure] = 0;
      }
    }
    buckets = null;
  }

  /** Openings are not told: where a violation only passed through, there is nothing to see. */
  boolean isNothing() {
    for (int measure = 0; measure < sums.length; measure++) {
      if (sums[measure] != 0 && measure != OPENED) {
        return false;
      }
    }
    return true;
  }

  KpiReport report(
      Reading reading, @Nullable Long historyFrom, @Nullable List<KpiReport.Group> groups) {
    KpiReport.Models models = models();
    long judged = models.isolated() + models.exempt() + models.violation() + production[HIDDEN];
    return new KpiReport(
        reading.asOf(),
        reading.window(),
        resolution(reading.exact()),
        models,
        ratio(models.isolated(), judged),
        ratio(models.isolated() + models.exempt(), judged),
        remediation(),
        ends(),
        open(reading),
        rejections(),
        new KpiReport.Exceptions(
            reading.exceptions().active(),
            sums[EXEMPT],
            reading.exceptions().expiring(),
            reading.exceptions().expired()),
        new KpiReport.Runs(
            sums[RUNS],
            sums[RUNS_ISOLATED],
            sums[RUNS_UNDETERMINED],
            resolution(reading.exact() && reading.runsExact())),
        new KpiReport.Coverage(historyFrom, sums[TRACE]),
        reading.complete(),
        groups);
  }

  private static String resolution(boolean exact) {
    return exact ? "PT1S" : "P1D";
  }

  private KpiReport.Open open(Reading reading) {
    long count = sums[VIOLATION];
    Long mean =
        count <= 0
            ? null
            : roundedMean(
                Math.subtractExact(
                    Math.multiplyExact(count, open.instant(reading.point())), sums[OPENED_AT]),
                count);
    if (!reading.openKnown()) {
      return new KpiReport.Open(count, null, null, mean);
    }
    return new KpiReport.Open(
        count,
        open.overdue(reading.point()),
        count <= 0 ? null : open.oldestSeconds(reading.point()),
        mean);
  }

  private KpiReport.Models models() {
    long isolated = production[COMPLIANT];
    long exempt = production[EXEMPT];
    long violation = production[VIOLATION];
    long undetermined = production[UNDETERMINED];
    long outOfScope = production[OUT_OF_SCOPE];
    return new KpiReport.Models(
        isolated + exempt + violation + undetermined + outOfScope,
        isolated,
        exempt,
        violation,
        undetermined,
        outOfScope);
  }

  private KpiReport.Remediation remediation() {
    long count = 0;
    long seconds = 0;
    for (Map.Entry<Ending, Integer> ended : ENDED.entrySet()) {
      if (ended.getKey().remediation()) {
        count += sums[ended.getValue()];
        seconds = Math.addExact(seconds, sums[ENDED_SECONDS.getOrDefault(ended.getKey(), 0)]);
      }
    }
    RemediationHistogram times = times();
    return new KpiReport.Remediation(
        count,
        count == 0 ? null : roundedMean(seconds, count),
        boxed(times.percentile(50)),
        boxed(times.percentile(90)));
  }

  private RemediationHistogram times() {
    SortedMap<Integer, Long> byBucket = new TreeMap<>();
    long[] counts = buckets;
    for (int bucket = 0; counts != null && bucket < counts.length; bucket++) {
      if (counts[bucket] != 0) {
        byBucket.put(bucket, counts[bucket]);
      }
    }
    return new RemediationHistogram(byBucket);
  }

  private SortedMap<String, Long> ends() {
    SortedMap<String, Long> ends = new TreeMap<>();
    ENDED.forEach((ending, measure) -> ends.put(ending.name(), sums[measure]));
    return ends;
  }

  private KpiReport.Rejections rejections() {
    SortedMap<String, Long> bySource = new TreeMap<>();
    Map<Attribution, Long> byAttribution = new EnumMap<>(Attribution.class);
    REJECTED.forEach(
        (attribution, measures) ->
            measures.forEach(
                (source, measure) -> {
                  bySource.merge(source.word(), sums[measure], Math::addExact);
                  byAttribution.merge(attribution, sums[measure], Math::addExact);
                }));
    return new KpiReport.Rejections(
        byAttribution.getOrDefault(Attribution.ISOLATION, 0L),
        byAttribution.getOrDefault(Attribution.OTHER, 0L),
        byAttribution.getOrDefault(Attribution.UNKNOWN, 0L),
        bySource,
        sums[DISTINCT]);
  }

  private static int level(Status status) {
    return Measures.number(Measures.level(status));
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
