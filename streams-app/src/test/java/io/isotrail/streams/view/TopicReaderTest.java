package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.SourceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a view holds after it was cut off. */
class TopicReaderTest {

  private static final TopicPartition STATUS = MockTopics.STATUS;

  private final MockConsumer<byte[], byte[]> consumer = MockTopics.consumer();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile Instant now = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path directory;

  private Shelves shelves;
  private TopicReader reader;

  @BeforeEach
  void holdsOneSource() {
    consumer.updateEndOffsets(Map.of(STATUS, 1L));
    shelves = new Shelves(MockTopics.SETTINGS, new RowStore(directory, 1 << 20));
    shelves.open();
    reader = new TopicReader(() -> consumer, shelves, lock.writeLock(), () -> now);
    consumer.schedulePollTask(() -> tell(0, "dir:gone"));
    reader.start();
    Awaitility.await().until(reader::ready);
    assertThat(sources()).containsExactly("dir:gone");
  }

  @AfterEach
  void close() {
    reader.close();
    shelves.close();
  }

  @Test
  void whatEndedWithoutATraceIsForgottenAfterALongTime() {
    // The tombstone of the source came and went.
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(STATUS, 2L));
          consumer.updateEndOffsets(Map.of(STATUS, 3L));
          now = now.plus(Duration.ofHours(13));
        });
    Awaitility.await().until(() -> !reader.ready());
    assertThat(sources()).isEmpty();

    consumer.schedulePollTask(() -> tell(2, "dir:new"));
    Awaitility.await().until(reader::ready);
    assertThat(sources()).containsExactly("dir:new");
  }

  @Test
  void afterAShortTimeReadingGoesOnWhereItStood() throws InterruptedException {
    for (int times = 0; times < 3; times++) {
      now = now.plus(Duration.ofHours(11));
      awaitPolls();
    }

    assertThat(reader.ready()).isTrue();
    assertThat(sources()).containsExactly("dir:gone");
  }

  /** Waits until the reader has looked at the topics and has read them. */
  private void awaitPolls() throws InterruptedException {
    CountDownLatch polls = new CountDownLatch(3);
    for (int poll = 0; poll < 3; poll++) {
      consumer.schedulePollTask(polls::countDown);
    }
    assertThat(polls.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private List<String> sources() {
    lock.readLock().lock();
    try {
      return shelves.status().sources().stream().map(SourceStatus::getSource).toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void tell(long offset, String source) {
    consumer.addRecord(MockTopics.source(offset, source, true));
  }
}
