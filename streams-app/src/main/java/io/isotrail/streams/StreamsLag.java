package io.isotrail.streams;

import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.view.TopicView;
import io.isotrail.streams.view.View.Component;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * How far all instances together have come, by the offsets that their group has committed, and how
 * far the view of this one. A partition that nobody works on is behind like any other.
 */
final class StreamsLag {

  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** How much older than it should be what was found may be; a busy machine looks late. */
  private static final Duration LATE = Duration.ofSeconds(3);

  private final Admin admin;
  private final String group;
  private final Duration tolerance;
  private final Horizon horizon;
  private List<TopicPartition> inputs = List.of();
  private volatile Found found =
      new Found(System.nanoTime(), Optional.of("not started"), OptionalLong.empty());
  private volatile StreamsService.Progress progress = new StreamsService.Progress(0, 0);

  /**
   * What speaks against the answers being whole, and when that was found.
   *
   * @param visible when that lay in the inputs which the view has; empty when that is too long ago
   */
  private record Found(long nanos, Optional<String> streams, OptionalLong visible) {}

  StreamsLag(Admin admin, String group, Duration tolerance) {
    this.admin = admin;
    this.group = group;
    this.tolerance = tolerance;
    this.horizon = new Horizon(tolerance);
  }

  /**
   * Looks once; what it found is said until next time.
   *
   * @param nanos now
   */
  synchronized void look(long nanos, TopicView view) {
    try {
      Map<TopicPartition, Long> ends = ends(inputs());
      Map<TopicPartition, Long> committed = committed();
      horizon.look(nanos, ends, committed, ends(view.partitions()), view::hasReached);
      long total = sum(ends, Topics.FACTS);
      progress = new StreamsService.Progress(total, Math.min(total, sum(committed, Topics.FACTS)));
      found = new Found(nanos, horizon.unprocessed(), horizon.visible());
    } catch (RuntimeException e) {
      // Whatever it was: an exception here must not end the looking.
      found =
          new Found(
              nanos, Optional.of("Kafka does not answer: " + e.getMessage()), OptionalLong.empty());
    }
  }

  /**
   * How the processing stands.
   *
   * @param nanos now
   */
  Component state(long nanos) {
    Found latest = found;
    if (nanos - latest.nanos() > tolerance.plus(LATE).toNanos()) {
      return new Component("streams", false, "Kafka has not answered for some seconds");
    }
    return latest
        .streams()
        .map(objection -> new Component("streams", false, objection))
        .orElseGet(() -> new Component("streams", true, "every fact is judged"));
  }

  /**
   * What the view lacks of that which was published; empty when nothing.
   *
   * @param since nanos; what was published by then must be there, however short a time ago that is
   */
  Optional<String> lagging(long since) {
    OptionalLong visible = found.visible();
    return visible.isPresent() && visible.getAsLong() - since > 0
        ? Optional.empty()
        : Optional.of("what was committed is not all read yet");
  }

  StreamsService.Progress progress() {
    return progress;
  }

  /** True when everything that now lies in the inputs is committed as processed. */
  synchronized boolean drained() {
    return Horizon.behind(ends(inputs()), committed()) == 0;
  }

  /**
   * The end of these partitions, records of open transactions included: who has passed it has seen
   * how those transactions ended.
   */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    answer(admin.listOffsets(asked).all())
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }

  private Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> committed = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> found =
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    found.forEach(
        (partition, offset) -> {
          // Kafka gives null for a partition of which nothing was committed.
          if (offset != null) {
            committed.put(partition, offset.offset());
          }
        });
    return committed;
  }

  private List<TopicPartition> inputs() {
    if (inputs.isEmpty()) {
      List<TopicPartition> found = new ArrayList<>();
      answer(
              admin
                  .describeTopics(List.of(Topics.FACTS.name(), Topics.GOVERNANCE.name()))
                  .allTopicNames())
          .forEach(
              (name, description) ->
                  description
                      .partitions()
                      .forEach(info -> found.add(new TopicPartition(name, info.partition()))));
      inputs = List.copyOf(found);
    }
    return inputs;
  }

  private static long sum(Map<TopicPartition, Long> offsets, Topic<?> topic) {
    return offsets.entrySet().stream()
        .filter(entry -> entry.getKey().topic().equals(topic.name()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException(
          e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new KafkaException("no answer within " + ANSWER.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
