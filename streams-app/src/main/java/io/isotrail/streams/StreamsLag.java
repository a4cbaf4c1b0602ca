package io.isotrail.streams;

import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.view.View.Component;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** How far the application has come, by the offsets that its group has committed. */
final class StreamsLag {

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Admin admin;
  private final String group;
  private final Duration tolerance;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private List<TopicPartition> inputs = List.of();
  private volatile Component state = new Component("streams", false, "not started");
  private volatile StreamsService.Progress progress = new StreamsService.Progress(0, 0);

  /** What lay in the inputs at an instant. */
  private record Sample(long nanos, Map<TopicPartition, Long> ends) {}

  StreamsLag(Admin admin, String group, Duration tolerance) {
    this.admin = admin;
    this.group = group;
    this.tolerance = tolerance;
  }

  /** Looks once; what it found is said by {@link #state} and {@link #progress} until next time. */
  synchronized void look(long nanos) {
    try {
      Map<TopicPartition, Long> ends = ends(inputs());
      Map<TopicPartition, Long> committed = committed();
      samples.addLast(new Sample(nanos, ends));
      while (samples.size() > 1 && isOlder(secondSample(), nanos)) {
        samples.removeFirst();
      }
      long total = sum(ends, Topics.FACTS);
      long processed = Math.min(total, sum(committed, Topics.FACTS));
      progress = new StreamsService.Progress(total, processed);
      Sample old = samples.getFirst();
      // Until there is an old enough sample the latest state decides.
      Map<TopicPartition, Long> wanted = isOlder(old, nanos) ? old.ends() : ends;
      long behind = behind(wanted, committed);
      state =
          behind == 0
              ? new Component("streams", true, "every fact is judged")
              : new Component("streams", false, behind + " records wait to be processed");
    } catch (KafkaException e) {
      state = new Component("streams", false, "Kafka does not answer: " + e.getMessage());
    }
  }

  private Sample secondSample() {
    var iterator = samples.iterator();
    iterator.next();
    return iterator.next();
  }

  private boolean isOlder(Sample sample, long nanos) {
    return nanos - sample.nanos() >= tolerance.toNanos();
  }

  Component state() {
    return state;
  }

  StreamsService.Progress progress() {
    return progress;
  }

  /** True when everything that now lies in the inputs is committed as processed. */
  synchronized boolean drained() {
    return behind(ends(inputs()), committed()) == 0;
  }

  /**
   * The end of these partitions, records of open transactions included: who has passed it has seen
   * how those transactions ended.
   */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
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

  private static long behind(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      behind += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
    }
    return behind;
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
