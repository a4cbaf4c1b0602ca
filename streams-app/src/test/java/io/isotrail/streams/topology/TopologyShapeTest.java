package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.StreamsSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.junit.jupiter.api.Test;

/** The names of nodes and stores are a contract: changelogs hang on them. */
class TopologyShapeTest {

  private static final Settings SETTINGS =
      new Settings(Map.of("schema.registry.url", "memory://shape"));
  private static final StreamsSettings STREAMS = StreamsSettings.from(SETTINGS);
  private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
  private static final Properties PROPERTIES = StreamsProperties.of(SETTINGS, STREAMS, METRICS);

  @Test
  void theTopologyIsAsCommitted() throws IOException {
    Topology topology = new IsotrailTopology(SETTINGS, STREAMS, METRICS, PROPERTIES).get();

    // After a wanted change put the new description into the resource.
    assertThat(topology.describe().toString()).isEqualToIgnoringWhitespace(committed());
  }

  @Test
  void anUnnamedStoreIsRefused() {
    StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(PROPERTIES)));
    builder.stream("facts", Consumed.with(Serdes.String(), Serdes.String()).withName("read"))
        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
        .count();

    assertThatThrownBy(() -> builder.build(PROPERTIES)).isInstanceOf(TopologyException.class);
  }

  private static String committed() throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(IsotrailTopology.class.getResourceAsStream("topology.txt"))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
