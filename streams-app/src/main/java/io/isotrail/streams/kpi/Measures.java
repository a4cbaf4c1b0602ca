package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Status;

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

  /** Flow: distinct (resource, actor, UTC day) among rejections. */
  public static final String REJECTIONS_DISTINCT = "rejections.distinct";

  static final String REMEDIATION_BUCKET = "remediationBucket.";

  private Measures() {}

  /** Level: resources of this status; GONE is never counted. */
  public static String level(Status status) {
    return "level." + status;
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
