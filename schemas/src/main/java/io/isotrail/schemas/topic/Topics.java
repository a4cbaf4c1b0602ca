package io.isotrail.schemas.topic;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Progress;
import io.isotrail.avro.Rejection;
import io.isotrail.avro.Tally;
import io.isotrail.avro.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** Every topic of Isotrail. */
public final class Topics {

  /**
   * How long a tombstone stays at least in a compacted topic: whoever goes on reading after a
   * longer time may never learn of it. As Kafka's default, so that it holds of topics that exist,
   * too.
   */
  public static final Duration TOMBSTONES_KEPT = Duration.ofHours(24);

  private static final Map<String, String> KEPT =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG, "-1",
          // The publication, not the event: else a backfill of old events would be deleted at once.
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");

  private static final Map<String, String> COMPACTED =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          Long.toString(TOMBSTONES_KEPT.toMillis()));

  /** A row carries its evidence; 16 MiB is more than the limits of a timeline allow. */
  private static final Map<String, String> COMPACTED_ROWS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          Long.toString(TOMBSTONES_KEPT.toMillis()),
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(16 << 20));

  private static final Map<String, String> KEPT_90_DAYS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG,
          Long.toString(90L * 24 * 3600 * 1000));

  /** Facts, keyed by resource key, kept for ever. */
  public static final Topic<Fact> FACTS = new Topic<>("isotrail.facts.v1", Fact.class, true, KEPT);

  /** Policies and exceptions, keyed by kind/id/revision, in every partition. */
  public static final Topic<Governance> GOVERNANCE =
      new Topic<>("isotrail.governance.v1", Governance.class, true, COMPACTED);

  /** The table: the judged history of each resource, keyed by resource key. */
  public static final Topic<Compliance> COMPLIANCE =
      new Topic<>("isotrail.compliance.v1", Compliance.class, true, COMPACTED_ROWS);

  /** Violation spells, keyed by resource key # generation id # opening time. */
  public static final Topic<Violation> VIOLATIONS =
      new Topic<>("isotrail.violations.v1", Violation.class, true, COMPACTED);

  /** Daily tallies, keyed by Kafka partition / day / dimensions. */
  public static final Topic<Tally> KPIS =
      new Topic<>("isotrail.kpis.v1", Tally.class, true, COMPACTED);

  /** Judged rejections, keyed by day / account / eventID. */
  public static final Topic<Rejection> REJECTIONS =
      new Topic<>("isotrail.rejections.v1", Rejection.class, true, COMPACTED);

  /** How far sources, feeds and tasks have come. */
  public static final Topic<Progress> STATUS =
      new Topic<>("isotrail.status.v1", Progress.class, false, COMPACTED);

  /** What could not be used. */
  public static final Topic<DeadLetter> DEAD_LETTERS =
      new Topic<>("isotrail.dead-letters.v1", DeadLetter.class, false, KEPT_90_DAYS);

  private Topics() {}

  /** All of them, in the order of the data's way. */
  public static List<Topic<?>> all() {
    return List.of(
        FACTS, GOVERNANCE, COMPLIANCE, VIOLATIONS, KPIS, REJECTIONS, STATUS, DEAD_LETTERS);
  }
}
