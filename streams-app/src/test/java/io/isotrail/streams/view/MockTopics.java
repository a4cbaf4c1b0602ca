package io.isotrail.streams.view;

import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The topics that a view reads, of one partition each and empty. */
final class MockTopics {

  static final Settings SETTINGS =
      new Settings(Map.of("schema.registry.url", "memory://mock-topics"));
  static final TopicPartition STATUS = new TopicPartition(Topics.STATUS.name(), 0);

  private MockTopics() {}

  static MockConsumer<byte[], byte[]> consumer() {
    MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    for (Topic<?> topic : Shelves.topics()) {
      TopicPartition partition = new TopicPartition(topic.name(), 0);
      Node node = Node.noNode();
      Node[] nodes = {node};
      consumer.updatePartitions(
          topic.name(), List.of(new PartitionInfo(topic.name(), 0, node, nodes, nodes)));
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, 0L));
    }
    return consumer;
  }

  /** A source of one object says how far it is. */
  static ConsumerRecord<byte[], byte[]> source(long offset, String source, boolean ended) {
    return new ConsumerRecord<>(
        STATUS.topic(),
        STATUS.partition(),
        offset,
        ("source/" + source).getBytes(StandardCharsets.UTF_8),
        AvroSerdes.forValue(Topics.STATUS, SETTINGS)
            .serializer()
            .serialize(
                STATUS.topic(),
                new Progress(
                    offset, new SourceStatus(source, false, ended, 1L, ended ? 1L : 0L, 0L))));
  }
}
