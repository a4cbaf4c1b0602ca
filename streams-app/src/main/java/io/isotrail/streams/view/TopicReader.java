package io.isotrail.streams.view;

import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of the view from their beginning to their end and on, in a thread of its own. Of
 * governance one partition is enough, since every partition has all of it.
 */
final class TopicReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Pause between two looks at how far there is to read. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** After a longer time without a whole view, what ended it may be there no more. */
  private static final Duration MOST_BEHIND = Topics.TOMBSTONES_KEPT.dividedBy(2);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Shelves shelves;
  private final Lock writing;
  private final InstantSource clock;
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Map<TopicPartition, Long> ends;
  private volatile @Nullable String unreadable;
  private volatile @Nullable String trouble = "not started";

  /** Everything that was there then has been read, or is being read from its beginning. */
  private Instant wholeAt = Instant.MIN;

  /** Where the topics ended at the last look; empty once that has been read. */
  private Map<TopicPartition, Long> mark = Map.of();

  private Instant lookedAt = Instant.MIN;

  /**
   * @param clock the wall clock, since it also goes on while this process is made to sleep
   */
  TopicReader(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Shelves shelves,
      Lock writing,
      InstantSource clock) {
    this.consumers = consumers;
    this.shelves = shelves;
    this.writing = writing;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("isotrail-view").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** True once everything is held that was there when reading began. */
  boolean ready() {
    Map<TopicPartition, Long> there = ends;
    return there != null && hasReached(there);
  }

  /** True when everything before these offsets is held; partitions that are not read count not. */
  boolean hasReached(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .filter(end -> positions.containsKey(end.getKey()))
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** The partitions that are read; empty until they are known. */
  List<TopicPartition> partitions() {
    return List.copyOf(positions.keySet());
  }

  /** What keeps it from being whole; empty when nothing does. */
  Optional<String> objection() {
    String culprit = unreadable;
    if (culprit != null) {
      return Optional.of(culprit);
    }
    String now = trouble;
    if (now != null) {
      return Optional.of(now);
    }
    return ready() ? Optional.empty() : Optional.of("reading what is there");
  }

  private void run() {
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        begin(consumer);
        trouble = null;
        while (!closed) {
          look(consumer);
          apply(consumer.poll(POLL));
          for (TopicPartition partition : consumer.assignment()) {
            positions.put(partition, consumer.position(partition, ANSWER));
          }
        }
      } catch (WakeupException e) {
        return;
      } catch (RuntimeException e) {
        // Whatever it was, reading goes on where it stood: a view that stands still says so.
        trouble = "cannot read from Kafka: " + e.getMessage();
        LOG.atWarn().setCause(e).log("the view cannot read and tries again");
        pause();
      }
    }
  }

  private void begin(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic<?> topic : Shelves.topics()) {
      consumer.partitionsFor(topic.name(), ANSWER).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition()))
          .filter(at -> !isGovernance(topic) || at.partition() == 0)
          .forEach(partitions::add);
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    for (TopicPartition partition : partitions) {
      Long position = positions.get(partition);
      if (position == null) {
        positions.put(partition, 0L);
      } else {
        consumer.seek(partition, position);
      }
    }
    if (ends == null) {
      wholeAt = clock.instant();
      ends = consumer.endOffsets(partitions, ANSWER);
    }
    lookedAt = Instant.MIN;
  }

  /**
   * Asks from time to time where the topics end, also because a consumer that cannot reach Kafka
   * only reads nothing. When it was last known to be whole too long ago, it begins anew, and not
   * before Kafka answers: until then it shows what it has, and calls it incomplete.
   */
  private void look(Consumer<byte[], byte[]> consumer) {
    if (!mark.isEmpty() && hasReached(mark)) {
      wholeAt = lookedAt;
      mark = Map.of();
    }
    Instant now = clock.instant();
    boolean behind = wholeAt.isBefore(now.minus(MOST_BEHIND));
    if (now.minus(LOOK).isBefore(lookedAt) || !(mark.isEmpty() || behind)) {
      return;
    }
    Map<TopicPartition, Long> there = consumer.endOffsets(consumer.assignment(), ANSWER);
    if (behind) {
      forget(consumer, there);
      wholeAt = now;
    }
    mark = there;
    lookedAt = now;
  }

  private void forget(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> there) {
    LOG.atWarn()
        .addKeyValue("since", wholeAt)
        .log("the view was cut off for so long that it forgets everything and reads it again");
    writing.lock();
    try {
      ends = there;
      positions.replaceAll((_, _) -> 0L);
      unreadable = null;
      shelves.forget();
    } finally {
      writing.unlock();
    }
    consumer.seekToBeginning(consumer.assignment());
  }

  private static boolean isGovernance(Topic<?> topic) {
    return topic.equals(Topics.GOVERNANCE);
  }

  /** Reads the records first, then puts all of them in their places at once. */
  private void apply(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    List<Shelves.Change> changes = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      read(record).ifPresent(changes::add);
    }
    writing.lock();
    try {
      changes.forEach(Shelves.Change::apply);
    } finally {
      writing.unlock();
    }
  }

  private Optional<Shelves.Change> read(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    while (true) {
      try {
        Optional<Shelves.Change> change =
            Optional.of(shelves.read(record.topic(), key, record.value()));
        trouble = null;
        return change;
      } catch (RetriableException e) {
        trouble = "a record cannot be read now: " + e.getMessage();
        pause();
        if (closed) {
          throw new WakeupException();
        }
      } catch (SerializationException | IllegalArgumentException e) {
        String where = record.topic() + "-" + record.partition() + "@" + record.offset();
        unreadable = where + " cannot be read and is missing: " + e.getMessage();
        LOG.atError().addKeyValue("record", where).setCause(e).log("the view lacks a record");
        return Optional.empty();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** Ends the thread, within a second or so. */
  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
