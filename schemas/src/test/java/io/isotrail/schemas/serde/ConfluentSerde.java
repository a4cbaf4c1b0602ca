package io.isotrail.schemas.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Confluent's real serializer and deserializer, by name, put together as Confluent's
 * SpecificAvroSerde puts them together (that class itself is not on Maven Central).
 */
public final class ConfluentSerde implements Serde<SpecificRecord> {

  private final Serializer<SpecificRecord> serializer = cast(make("KafkaAvroSerializer"));
  private final Deserializer<SpecificRecord> deserializer =
      castDeserializer(make("KafkaAvroDeserializer"));

  private static Object make(String name) {
    try {
      return Class.forName("io.confluent.kafka.serializers." + name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Confluent's classes were not unpacked: build with Maven", e);
    }
  }

  // Both take and give any object.
  @SuppressWarnings("unchecked")
  private static Serializer<SpecificRecord> cast(Object made) {
    return (Serializer<SpecificRecord>) made;
  }

  @SuppressWarnings("unchecked")
  private static Deserializer<SpecificRecord> castDeserializer(Object made) {
    return (Deserializer<SpecificRecord>) made;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    Map<String, Object> specific = new HashMap<>(configs);
    specific.put("specific.avro.reader", true);
    serializer.configure(specific, isKey);
    deserializer.configure(specific, isKey);
  }

  @Override
  public Serializer<SpecificRecord> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<SpecificRecord> deserializer() {
    return deserializer;
  }

  @Override
  public void close() {
    serializer.close();
    deserializer.close();
  }
}
