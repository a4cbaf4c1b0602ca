package io.isotrail.streams.topology;

import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** How the Kafka Streams application is configured. */
public final class StreamsProperties {

  /** Largest record, in bytes: a timeline with everything that its limit allows in practice. */
  static final int LARGEST_RECORD = 16 << 20;

  private StreamsProperties() {}

  /** Everything but what is private to one start. */
  public static Properties of(Settings settings, StreamsSettings streams, MeterRegistry metrics) {
    Properties properties = new Properties();
    properties.putAll(Clients.base(settings));
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, streams.applicationId());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, streams.stateDirectory().toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streams.threads());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, streams.commitInterval().toMillis());
    properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, streams.groupProtocol());
    properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    // A slice of re-judging and a due instant wait for the end of a poll.
    properties.put(StreamsConfig.POLL_MS_CONFIG, 50L);
    properties.put(
        StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class.getName());
    properties.put(SharedRocksMemory.BYTES, streams.rocksDbMemory());
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        DeadLetterUndecodable.class.getName());
    // An exception that is skipped after a put would leave half a change behind.
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailProcessingExceptionHandler.class.getName());
    // By its name, since the constant is deprecated; without it Kafka warns at every start.
    properties.put("processing.exception.handler.global.enabled", true);
    properties.put(
        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
        DefaultProductionExceptionHandler.class.getName());
    properties.put(
        DeadLetterUndecodable.MEANS,
        new DeadLetterUndecodable.Means(
            AvroSerdes.forValue(Topics.DEAD_LETTERS, settings).serializer(),
            new UndecodableRecords(streams.undecodableLimit(), System::nanoTime),
            metrics));
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    if (streams.groupProtocol().equals("classic")) {
      properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, streams.standbyReplicas());
      // After a kill the group waits this long for the dead member, unless the same one comes back.
      properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
      streams
          .groupInstance()
          .ifPresent(
              instance ->
                  properties.put(
                      StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                      instance));
    }
    // Behind a busy broker a batch may wait for one that never gets its turn. Its transaction is
    // lost
    // after 10 s anyhow; by default it would be given up, and done again, only after two minutes.
    properties.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), 30_000);
    properties.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 10_000);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_RECORD);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // A row of the table is some KB, so that a default batch of 16 KB would hold a handful.
    properties.putIfAbsent(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
    properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), LARGEST_RECORD);
    return properties;
  }
}
