package io.isotrail.streams.topology;

import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The way of a fact: remembered, judged, counted, written down. All of it in one task for each
 * partition of the facts, since everything that must be joined has one locality.
 */
public final class IsotrailTopology implements Supplier<Topology> {

  private final Settings settings;
  private final StreamsSettings streams;
  private final MeterRegistry metrics;
  private final Properties properties;

  /**
   * @param properties as {@link StreamsProperties#of} made them
   */
  public IsotrailTopology(
      Settings settings, StreamsSettings streams, MeterRegistry metrics, Properties properties) {
    this.settings = settings;
    this.streams = streams;
    this.metrics = metrics;
    this.properties = properties;
  }

  @Override
  public Topology get() {
    // Only with a TopologyConfig is the explicit naming of internal resources enforced.
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));

    KStream<String, SpecificRecord> facts =
        builder.stream(Topics.FACTS.name(), read(Topics.FACTS).withName("read-facts"));

    // Governance takes the timestamp 0: of two waiting records the task takes the older one, so no
    // fact is judged before the governance that already lies there.
    KStream<String, SpecificRecord> governance =
        builder.stream(
            Topics.GOVERNANCE.name(),
            read(Topics.GOVERNANCE)
                .withTimestampExtractor((record, partitionTime) -> 0L)
                .withName("read-governance"));

    // One processor, because what it remembers, judges and counts must change together.
    KStream<String, Conclusion> conclusions =
        facts
            .merge(governance, Named.as("gather-facts-and-governance"))
            .process(new JudgeResources(settings, streams, metrics), Named.as("judge-resources"));

    // The processor names the sink of each record: a filter before each sink would be asked about
    // every record of the five others.
    Outbox.SINKS.forEach((topic, sink) -> write(conclusions, topic, sink));

    return builder.build(properties);
  }

  private <V extends SpecificRecord> void write(
      KStream<String, Conclusion> conclusions, Topic<V> topic, String sink) {
    conclusions.to(
        topic.name(),
        Produced.<String, Conclusion>with(
                Serdes.String(),
                Serdes.serdeFrom(new ConclusionSerializer<>(topic, settings), NEVER_READ))
            .withStreamPartitioner(
                (name, key, conclusion, partitions) ->
                    Optional.of(Set.of(conclusion.partition(partitions))))
            .withName(sink));
  }

  private static final Deserializer<Conclusion> NEVER_READ =
      (topic, bytes) -> {
        throw new UnsupportedOperationException("conclusions are only written");
      };

  private <V extends SpecificRecord> Consumed<String, SpecificRecord> read(Topic<V> topic) {
    Serde<V> serde = AvroSerdes.forValue(topic, settings);
    Deserializer<V> deserializer = serde.deserializer();
    return Consumed.with(
        Serdes.String(),
        Serdes.serdeFrom(
            (name, value) -> serde.serializer().serialize(name, topic.valueType().cast(value)),
            deserializer::deserialize));
  }

  /** The topics that it reads. */
  public static List<Topic<?>> inputs() {
    return List.of(Topics.FACTS, Topics.GOVERNANCE);
  }

  /** The topics that it writes and the view reads. */
  public static List<Topic<?>> outputs() {
    return List.of(Topics.COMPLIANCE, Topics.VIOLATIONS, Topics.KPIS, Topics.REJECTIONS);
  }
}
