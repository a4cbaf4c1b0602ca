package io.isotrail.schemas.serde;

import io.isotrail.schemas.registry.SchemaRegistry;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Avro's specific records in Confluent's wire format: magic byte 0, the schema's id as four bytes
 * big-endian, Avro binary (Confluent, "Wire format"). Configured with Confluent's own keys, and
 * interchangeable with its {@code SpecificAvroSerde}. Null is a tombstone in both directions.
 *
 * <p>Safe for many threads at once after {@link #configure}. Serializer and deserializer share one
 * registry, which {@link #close} closes; closing either of them does nothing.
 */
public final class AvroSerde<V extends SpecificRecord> implements Serde<V> {

  private @Nullable SchemaRegistry registry;
  private @Nullable AvroSerializer<V> serializer;
  private @Nullable AvroDeserializer<V> deserializer;

  /**
   * @param configs Confluent's keys; see docs/schema-registry.md
   * @throws io.isotrail.schemas.settings.SettingsException when a key is missing, cannot be used,
   *     or asks for something that only Confluent's own serde does
   */
  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    TrustedClasses.trust();
    SerdeKeys keys = SerdeKeys.from(configs, isKey);
    SchemaRegistry opened = SchemaRegistry.open(configs);
    close();
    registry = opened;
    serializer = new AvroSerializer<>(opened, keys);
    deserializer = new AvroDeserializer<>(opened, keys.valueType());
  }

  @Override
  public Serializer<V> serializer() {
    return configured(serializer);
  }

  @Override
  public Deserializer<V> deserializer() {
    return configured(deserializer);
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
      registry = null;
    }
  }

  private static <T> T configured(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("AvroSerde is used before configure(...)");
    }
    return part;
  }
}
