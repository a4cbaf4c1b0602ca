package io.isotrail.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.schemas.topic.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AvroSerdesTest {

  private static final String TOPIC = Topics.FACTS.name();

  @Test
  void whatIsWrittenIsRead() {
    Settings settings = new Settings(Map.of("schema.registry.url", "memory://round-trip"));
    Fact fact = Samples.fact("Fraud-v3");

    Fact read;
    try (Serde<Fact> writer = AvroSerdes.forValue(Topics.FACTS, settings);
        Serde<Fact> reader = AvroSerdes.forValue(Topics.FACTS, settings)) {
      read = reader.deserializer().deserialize(TOPIC, writer.serializer().serialize(TOPIC, fact));
    }

    assertThat(read).isEqualTo(fact);
  }

  @Test
  void aTombstoneStaysATombstone() {
    Settings settings = new Settings(Map.of("schema.registry.url", "memory://tombstone"));

    try (Serde<Fact> serde = AvroSerdes.forValue(Topics.FACTS, settings)) {
      assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
      assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
    }
  }

  @Test
  void theAddressOfTheRegistryIsNeeded() {
    assertThatThrownBy(() -> AvroSerdes.forValue(Topics.FACTS, new Settings(Map.of())))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("schema.registry.url is needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerdeThatIsAway",
        "java.lang.String",
        "java.lang.Integer"
      })
  void aClassThatIsNoSerdeIsNamedWithTheMend(String className) {
    Settings settings =
        new Settings(Map.of("schema.registry.url", "memory://x", "isotrail.avro.serde", className));

    assertThatThrownBy(() -> AvroSerdes.forValue(Topics.FACTS, settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("isotrail.avro.serde")
        .hasMessageContaining(className);
  }

  @Test
  void aForeignClassGetsConfluentsKeysAndTheTopicsType() {
    Settings settings =
        new Settings(
            Map.of(
                "schema.registry.url", "http://127.0.0.1:1",
                "basic.auth.user.info", "me:secret",
                "kafka.acks", "all",
                "isotrail.avro.serde", Recording.class.getName()));

    try (Serde<Fact> serde = AvroSerdes.forValue(Topics.FACTS, settings)) {
      assertThat(((Recording) (Object) serde).configs)
          .isEqualTo(
              Map.of(
                  "schema.registry.url", "http://127.0.0.1:1",
                  "basic.auth.user.info", "me:secret",
                  "specific.avro.reader", "true",
                  "specific.avro.value.type", "io.isotrail.avro.Fact"));
    }
  }

  /** A serde that remembers what it was configured with. */
  public static final class Recording extends Serdes.WrapperSerde<Object> {
    private Map<String, ?> configs = Map.of();

    public Recording() {
      super((topic, value) -> new byte[0], (topic, bytes) -> bytes);
    }

    @Override
    public void configure(Map<String, ?> given, boolean isKey) {
      configs = given;
    }
  }
}
