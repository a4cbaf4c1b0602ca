package io.isotrail.schemas.topic;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.util.List;

/**
 * How topics are created where they are missing.
 *
 * @param partitions partitions of the topics that are partitioned by locality
 * @param replication replication factor; -1 is the broker's default
 */
public record TopicSettings(int partitions, short replication) {

  public static final Setting<Integer> PARTITIONS =
      Setting.integer(
          "isotrail.topics.partitions",
          12,
          1,
          1000,
          "Partitions of the topics at their creation, which bounds how many tasks can share the"
              + " work; of topics that exist it changes nothing.");
  public static final Setting<Integer> REPLICATION =
      Setting.integer(
          "isotrail.topics.replication",
          -1,
          -1,
          Short.MAX_VALUE,
          "Replication factor of the topics at their creation; -1 is the broker's default.");

  /** Every setting of this record. */
  public static final List<Setting<?>> ALL = List.of(PARTITIONS, REPLICATION);

  /** Reads them once. */
  public static TopicSettings from(Settings settings) {
    return new TopicSettings(settings.get(PARTITIONS), settings.get(REPLICATION).shortValue());
  }
}
