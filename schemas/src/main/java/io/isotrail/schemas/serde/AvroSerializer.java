package io.isotrail.schemas.serde;

import io.isotrail.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Records to bytes. The registry is asked once for each topic and schema. */
final class AvroSerializer<V extends SpecificRecord> implements Serializer<V> {

  private static final int MOST_ENCODINGS = 1000;

  private record Key(String topic, Schema schema) {}

  private final SchemaRegistry registry;
  private final SerdeKeys keys;
  private final EncodingBuffers buffers = new EncodingBuffers();
  private final Map<Key, Encoding> encodings = new ConcurrentHashMap<>();

  /** What was used last; nearly always what is used next. */
  private volatile @Nullable Encoding last;

  AvroSerializer(SchemaRegistry registry, SerdeKeys keys) {
    this.registry = registry;
    this.keys = keys;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable V value) {
    if (value == null) {
      return null;
    }
    Schema schema = value.getSchema();
    Encoding encoding = last;
    if (encoding == null || !encoding.isFor(topic, schema)) {
      encoding = find(topic, schema);
      last = encoding;
    }
    try {
      return buffers.encode(encoding, value);
    } catch (IOException | RuntimeException e) {
      throw unwritable(topic, schema, e);
    }
  }

  private Encoding find(String topic, Schema schema) {
    Key key = new Key(topic, schema);
    Encoding known = encodings.get(key);
    if (known != null) {
      return known;
    }
    Encoding fresh = resolve(topic, schema);
    if (encodings.size() >= MOST_ENCODINGS) {
      encodings.clear();
    }
    encodings.put(key, fresh);
    return fresh;
  }

  private Encoding resolve(String topic, Schema schema) {
    String subject = keys.subject(topic);
    if (keys.autoRegister()) {
      return Encoding.of(topic, schema, registry.register(subject, schema));
    }
    if (keys.useLatest()) {
      return Encoding.asLatest(topic, schema, registry.latest(subject));
    }
    return Encoding.of(topic, schema, registry.lookUp(subject, schema));
  }

  /** Without the cause, since Avro's messages show the record's content. */
  private static SerializationException unwritable(String topic, Schema schema, Exception e) {
    String detail =
        switch (e) {
          // Avro names the path of the field and nothing else.
          case NullPointerException missing when missing.getMessage() != null ->
              missing.getMessage();
          case AvroRuntimeException avro -> avro.getClass().getSimpleName();
          default -> e.getClass().getName();
        };
    return new SerializationException(
        "cannot write a " + schema.getFullName() + " to topic " + topic + ": " + detail);
  }
}
