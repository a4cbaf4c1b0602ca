package io.isotrail.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Until when everything that was published is in the view of this instance, whoever processed it.
 * Each look at Kafka is a mark in the inputs; the mark is <em>processed</em> once the group has
 * committed all of it, and <em>visible</em> once the view has also read what lay in the outputs
 * right after that commit was seen. Judging both by themselves would not do: a record that waited
 * for a minute and is committed now is neither waiting nor yet in the view.
 *
 * <p>Not thread-safe.
 */
final class Horizon {

  private final long tolerance;

  /** The oldest first; none is older than the tolerance, so a pause in looking leaves no gap. */
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  private long waiting;

  /** What lay in the inputs at an instant, and how far it has come. */
  private static final class Mark {
    final long nanos;
    final Map<TopicPartition, Long> inputs;
    @Nullable Map<TopicPartition, Long> outputs;
    boolean visible;

    Mark(long nanos, Map<TopicPartition, Long> inputs) {
      this.nanos = nanos;
      this.inputs = inputs;
    }
  }

  /**
   * @param tolerance how long a record may be on its way without anybody being told
   */
  Horizon(Duration tolerance) {
    this.tolerance = tolerance.toNanos();
  }

  /**
   * Takes one look.
   *
   * @param nanos when it was begun
   * @param inputs ends of the inputs, asked first
   * @param committed offsets that the group has committed, asked after the inputs
   * @param outputs ends of what the view reads, open transactions included, asked last; empty while
   *     the view does not know what it reads
   * @param view whether the view has read everything before these offsets
   */
  void look(
      long nanos,
      Map<TopicPartition, Long> inputs,
      Map<TopicPartition, Long> committed,
      Map<TopicPartition, Long> outputs,
      Predicate<Map<TopicPartition, Long>> view) {
    marks.addLast(new Mark(nanos, inputs));
    while (nanos - marks.getFirst().nanos > tolerance) {
      marks.removeFirst();
    }
    waiting = behind(inputs, committed);
    for (Mark mark : marks) {
      if (mark.outputs == null && !outputs.isEmpty() && behind(mark.inputs, committed) == 0) {
        mark.outputs = outputs;
      }
      if (mark.outputs != null && !mark.visible) {
        mark.visible = view.test(mark.outputs);
      }
    }
  }

  /** What waits to be processed for longer than is tolerated; empty when nothing does. */
  Optional<String> unprocessed() {
    return waiting == 0 || marks.stream().anyMatch(mark -> mark.outputs != null)
        ? Optional.empty()
        : Optional.of(waiting + " records wait to be processed");
  }

  /**
   * When the latest look was begun of which the view has everything; empty when it lacks something
   * for longer than is tolerated.
   */
  OptionalLong visible() {
    OptionalLong latest = OptionalLong.empty();
    for (Mark mark : marks) {
      latest = mark.visible ? OptionalLong.of(mark.nanos) : latest;
    }
    return latest;
  }

  /** How many records before these ends are not committed as processed. */
  static long behind(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      behind += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
    }
    return behind;
  }
}
