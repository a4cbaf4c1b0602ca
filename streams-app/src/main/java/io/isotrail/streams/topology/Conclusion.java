package io.isotrail.streams.topology;

import io.isotrail.schemas.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record for one of the output topics.
 *
 * @param task Kafka partition of the task that concluded it; it goes to the same partition, so that
 *     what is joined by its reader stays together
 * @param value null is a tombstone
 */
record Conclusion(int task, Topic<?> topic, String key, @Nullable SpecificRecord value) {

  /** The partition that it goes to, among so many. */
  int partition(int partitions) {
    return topic.partitioned() ? task % partitions : 0;
  }
}
