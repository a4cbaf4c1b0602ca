package io.isotrail.streams.topology;

import io.isotrail.avro.Progress;
import io.isotrail.avro.TaskStatus;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What a task says to the outside. */
final class Outbox {

  /** The node that writes to each topic, in the order in which the topology has them. */
  static final Map<Topic<?>, String> SINKS = sinks();

  private final ProcessorContext<String, Conclusion> context;

  Outbox(ProcessorContext<String, Conclusion> context) {
    this.context = context;
  }

  /** The Kafka partition of this task. */
  int task() {
    return context.taskId().partition();
  }

  /**
   * The wall clock, epoch seconds; for what is due and when something was written, nothing else.
   */
  long now() {
    return Math.floorDiv(context.currentSystemTimeMs(), 1000L);
  }

  <V extends SpecificRecord> void say(Topic<V> topic, String key, @Nullable V value) {
    context.forward(
        new Record<>(
            key, new Conclusion(task(), topic, key, value), context.currentSystemTimeMs()),
        SINKS.get(topic));
  }

  private static Map<Topic<?>, String> sinks() {
    Map<Topic<?>, String> sinks = new LinkedHashMap<>();
    sinks.put(Topics.COMPLIANCE, "publish-compliance");
    sinks.put(Topics.VIOLATIONS, "publish-violations");
    sinks.put(Topics.KPIS, "publish-kpis");
    sinks.put(Topics.REJECTIONS, "publish-rejections");
    sinks.put(Topics.STATUS, "publish-status");
    sinks.put(Topics.DEAD_LETTERS, "publish-dead-letters");
    return Collections.unmodifiableMap(sinks);
  }

  void sayRejudging(boolean rejudging) {
    say(
        Topics.STATUS,
        "task/" + task(),
        Progress.newBuilder()
            .setWrittenAt(now())
            .setBody(TaskStatus.newBuilder().setTask(task()).setRejudging(rejudging).build())
            .build());
  }
}
