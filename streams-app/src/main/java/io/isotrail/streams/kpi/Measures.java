package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Names of the measures in {@link Counts}. Levels are changes of a level: summed over all time up
 * to an instant they give the level then. Flows are events: summed over a window they give what
 * happened in it.
 */
public final class Measures {

  /** Flow: violations opened. */
  public static final String OPENED = "opened";

  /**
   * Level: resources whose isolation was hidden in the create request; part of {@code
   * level.UNDETERMINED}.
   */
  public static final String LEVEL_HIDDEN = "level.hidden";

  /**
   * Level: resources known only from later traces, so that their isolation is unknown; part of
   * {@code level.UNDETERMINED}.
   */
  public static final String LEVEL_TRACE = "level.trace";

  /**
   * Level: sum of the openings of the open violations, epoch seconds; {@code level.VIOLATION} times
   * an instant, less this, is the sum of their ages then.
   */
  public static final String LEVEL_OPENED_AT = "level.openedAt";

  /** Flow: runs created. */
  public static final String RUNS_TOTAL = "runs.total";

  /** Flow: those of them that were created isolated. */
  public static final String RUNS_ISOLATED = "runs.isolated";

  /** Flow: those of them whose isolation was hidden in the create request. */
  public static final String RUNS_UNDETERMINED = "runs.undetermined";

  /** Flow: distinct (resource, actor, UTC day) among rejections. */
  public static final String REJECTIONS_DISTINCT = "rejections.distinct";

  static final String REMEDIATION_BUCKET = "remediationBucket.";

  // Said with every movement.
  private static final Map<Status, String> LEVEL_BY_STATUS = levels();
  private static final List<String> NAMES = names();
  private static final int LEVELS = NAMES.indexOf(OPENED);
  private static final int BUCKETS = NAMES.indexOf(remediationBucket(0));
  private static final int FIRST_RUN = NAMES.indexOf(RUNS_TOTAL);
  private static final int LAST_RUN = NAMES.indexOf(RUNS_UNDETERMINED);
  private static final Map<String, Integer> NUMBERS = numbers();

  private Measures() {}

  /**
   * The number of a measure, so that sums can be arrays; the same within one process only.
   *
   * @return -1 when no measure is called so
   */
  public static int number(String measure) {
    return NUMBERS.getOrDefault(measure, -1);
  }

  /** Whether the measure with this number is a level; all others are flows. */
  static boolean isLevel(int number) {
    return number < LEVELS;
  }

  /** The measure with this number. */
  static String name(int number) {
    return NAMES.get(number);
  }

  /** Whether it is about runs. */
  static boolean isAboutRuns(int number) {
    return number >= FIRST_RUN && number <= LAST_RUN;
  }

  /** How many measures there are before the histogram, whose buckets follow in their order. */
  static int beforeBuckets() {
    return BUCKETS;
  }

  private static Map<Status, String> levels() {
    Map<Status, String> levels = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      levels.put(status, "level." + status);
    }
    return levels;
  }

  /** Levels first, then flows, then the histogram. */
  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Status status : Status.values()) {
      names.add(level(status));
    }
    names.addAll(List.of(LEVEL_HIDDEN, LEVEL_TRACE, LEVEL_OPENED_AT));
    names.addAll(List.of(OPENED, REJECTIONS_DISTINCT, RUNS_TOTAL, RUNS_ISOLATED));
    names.add(RUNS_UNDETERMINED);
    for (Ending ending : Ending.values()) {
      names.add(ended(ending));
      names.add(endedSeconds(ending));
    }
    for (RejectionVerdict.Attribution attribution : RejectionVerdict.Attribution.values()) {
      for (RejectionVerdict.Source source : RejectionVerdict.Source.values()) {
        names.add(rejections(attribution.word(), source.word()));
      }
    }
    for (int bucket = 0; bucket < RemediationHistogram.buckets(); bucket++) {
      names.add(remediationBucket(bucket));
    }
    return Collections.unmodifiableList(names);
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : NAMES) {
      numbers.put(name, numbers.size());
    }
    return Map.copyOf(numbers);
  }

  /** Level: resources of this status; GONE is never counted. */
  public static String level(Status status) {
    return Objects.requireNonNull(LEVEL_BY_STATUS.get(status));
  }

  /** Flow: violations ended in this way. */
  public static String ended(Ending ending) {
    return "ended." + ending;
  }

  /** Flow: seconds from opening to end of the violations ended in this way. */
  public static String endedSeconds(Ending ending) {
    return "endedSeconds." + ending;
  }

  /**
   * Flow: remediated violations whose seconds fall into this bucket of the logarithmic histogram.
   */
  public static String remediationBucket(int bucket) {
    return REMEDIATION_BUCKET + bucket;
  }

  /**
   * Flow: rejections.
   *
   * @param attribution isolation, other or unknown
   * @param source aws or pipeline
   */
  public static String rejections(String attribution, String source) {
    return "rejections." + attribution + "." + source;
  }
}
