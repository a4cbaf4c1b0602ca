package io.isotrail.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Progress;
import io.isotrail.ingest.status.StatusLog;
import io.isotrail.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status topic, read to its end within a bounded time. */
public final class StatusTopic implements StatusLog {

  private static final Logger LOG = LoggerFactory.getLogger(StatusTopic.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaWriter writer;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Deserializer<Progress> deserializer;
  private final Duration patience;

  /**
   * @param consumers makes a consumer without a group; it is closed after use
   * @param patience how long reading to the end may take
   */
  public StatusTopic(
      KafkaWriter writer,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Deserializer<Progress> deserializer,
      Duration patience) {
    this.writer = writer;
    this.consumers = consumers;
    this.deserializer = deserializer;
    this.patience = patience;
  }

  @Override
  public Map<String, Progress> load() {
    Map<String, Progress> latest = new TreeMap<>();
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.STATUS.name(), patience).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
      long deadline = System.nanoTime() + patience.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("the status topic could not be read to its end in time");
        }
        consumer.poll(POLL).forEach(record -> take(record, latest));
      }
    }
    return latest;
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Map<String, Progress> latest) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), UTF_8);
    if (record.value() == null) {
      latest.remove(key);
      return;
    }
    try {
      latest.put(key, deserializer.deserialize(record.topic(), record.value()));
    } catch (RuntimeException e) {
      LOG.warn("a status record cannot be decoded and is left out: offset={}", record.offset());
    }
  }

  @Override
  public void forget(Set<String> keys) throws InterruptedException {
    Acknowledgements acknowledgements = new Acknowledgements();
    keys.forEach(key -> writer.sendTombstone(Topics.STATUS, key, acknowledgements));
    acknowledgements.await();
  }

  @Override
  public void write(Map<String, Progress> progress) throws InterruptedException {
    Acknowledgements acknowledgements = new Acknowledgements();
    progress.forEach(
        (key, value) -> writer.send(Topics.STATUS, null, key, value, acknowledgements));
    acknowledgements.await();
  }
}
