package io.isotrail.schemas.serde;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.util.List;

/**
 * Which serde is used.
 *
 * @param serde class name of a Kafka Serde for Avro's specific records
 */
public record AvroSettings(String serde) {

  static final Setting<String> SERDE =
      Setting.text(
          "isotrail.avro.serde",
          AvroSerde.class.getName(),
          "Class of the Serde for values, configured with Confluent's keys;"
              + " io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde drops in where its jars"
              + " are on the class path.");

  /** Every setting of this room besides Confluent's own keys. */
  public static final List<Setting<?>> ALL = List.of(SERDE);

  public static AvroSettings from(Settings settings) {
    return new AvroSettings(settings.get(SERDE).strip());
  }
}
