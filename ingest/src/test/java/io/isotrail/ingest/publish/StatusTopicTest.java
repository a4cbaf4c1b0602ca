package io.isotrail.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Progress;
import io.isotrail.avro.TaskStatus;
import io.isotrail.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reading back what was told. */
class StatusTopicTest {

  private static final TopicPartition PARTITION = new TopicPartition(Topics.STATUS.name(), 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private int offset;

  private StatusTopic topic() {
    KafkaWriter writer =
        new KafkaWriter(
            producer,
            (_, _) -> new byte[0],
            (_, _) -> new byte[0],
            (_, progress) -> Long.toString(progress.getWrittenAt()).getBytes(UTF_8),
            InstantSource.system());
    return new StatusTopic(
        writer,
        () -> consumer,
        (_, bytes) -> progress(Long.parseLong(new String(bytes, UTF_8))),
        Duration.ofSeconds(10));
  }

  private static Progress progress(long at) {
    return new Progress(at, new TaskStatus(0, false));
  }

  private void record(String key, @Nullable String value) {
    consumer.addRecord(
        new ConsumerRecord<>(
            PARTITION.topic(),
            0,
            offset++,
            key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8)));
  }

  @Test
  void theLatestOfEachKeyCountsAndWhatCannotBeDecodedIsLeftOut() {
    Node node = new Node(0, "h", 1);
    consumer.updatePartitions(
        PARTITION.topic(),
        List.of(new PartitionInfo(PARTITION.topic(), 0, node, new Node[0], new Node[0])));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 6L));
    consumer.schedulePollTask(
        () -> {
          record("a", "1");
          record("b", "2");
          record("a", "3");
        });
    consumer.schedulePollTask(
        () -> {
          record("c", "no number");
          record("d", "4");
          record("d", null);
        });

    assertThat(topic().load()).isEqualTo(Map.of("a", progress(3), "b", progress(2)));
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void whatIsToldIsAcknowledged() throws InterruptedException {
    topic().write(Map.of("a", progress(7)));

    assertThat(producer.history())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.topic()).isEqualTo("isotrail.status.v1");
              assertThat(new String(record.key(), UTF_8)).isEqualTo("a");
              assertThat(new String(record.value(), UTF_8)).isEqualTo("7");
            });
  }
}
