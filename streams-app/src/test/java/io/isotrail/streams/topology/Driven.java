package io.isotrail.streams.topology;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.codec.GovernanceCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The real topology with its real serdes, driven record by record. */
final class Driven implements AutoCloseable {

  final Settings settings;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final TopologyTestDriver driver;
  final TestInputTopic<String, Fact> facts;
  final TestInputTopic<String, byte[]> bytes;
  final TestInputTopic<String, Governance> governance;
  private final Map<String, TestOutputTopic<String, ? extends SpecificRecord>> outputs =
      new HashMap<>();

  Driven(Map<String, String> more, Instant now) {
    Map<String, String> values = new HashMap<>();
    values.put("schema.registry.url", "memory://" + UUID.randomUUID());
    values.put("isotrail.streams.state.dir", temporaryDirectory().toString());
    values.putAll(more);
    settings = new Settings(values);
    StreamsSettings streams = StreamsSettings.from(settings);
    Properties properties = StreamsProperties.of(settings, streams, metrics);
    driver =
        new TopologyTestDriver(
            new IsotrailTopology(settings, streams, metrics, properties).get(), properties, now);
    facts = input(Topics.FACTS);
    governance = input(Topics.GOVERNANCE);
    bytes =
        driver.createInputTopic(
            Topics.FACTS.name(), new StringSerializer(), new ByteArraySerializer());
    for (Topic<?> topic :
        List.of(
            Topics.COMPLIANCE,
            Topics.VIOLATIONS,
            Topics.KPIS,
            Topics.REJECTIONS,
            Topics.STATUS,
            Topics.DEAD_LETTERS)) {
      outputs.put(topic.name(), output(topic));
    }
  }

  void pipe(Fact fact) {
    facts.pipeInput(Records.key(fact), fact);
  }

  void pipe(Governance revision) {
    governance.pipeInput(GovernanceCodec.key(revision), revision);
  }

  /** Lets the wall clock go on, so that slices of re-judging and due times come. */
  void advance(Duration duration) {
    driver.advanceWallClockTime(duration);
  }

  /** What was said since this was last asked, in order. */
  <V extends SpecificRecord> List<KeyValue<String, V>> said(Topic<V> topic) {
    return of(topic).readKeyValuesToList();
  }

  /** What a compacted topic holds after what was said since this was last asked. */
  <V extends SpecificRecord> NavigableMap<String, V> table(Topic<V> topic) {
    TreeMap<String, V> table = new TreeMap<>();
    said(topic)
        .forEach(
            record -> {
              if (record.value == null) {
                table.remove(record.key);
              } else {
                table.put(record.key, record.value);
              }
            });
    return table;
  }

  List<DeadLetter> deadLetters() {
    return of(Topics.DEAD_LETTERS).readValuesToList();
  }

  @SuppressWarnings("unchecked") // The map is filled with one output for each topic.
  private <V extends SpecificRecord> TestOutputTopic<String, V> of(Topic<V> topic) {
    return (TestOutputTopic<String, V>) Objects.requireNonNull(outputs.get(topic.name()));
  }

  private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
    return driver.createInputTopic(
        topic.name(), new StringSerializer(), AvroSerdes.forValue(topic, settings).serializer());
  }

  private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(),
        new StringDeserializer(),
        AvroSerdes.forValue(topic, settings).deserializer());
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("isotrail-driven");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
