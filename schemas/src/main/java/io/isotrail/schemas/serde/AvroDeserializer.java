package io.isotrail.schemas.serde;

import io.isotrail.schemas.registry.RegistryRefusedException;
import io.isotrail.schemas.registry.SchemaRegistry;
import io.isotrail.schemas.serde.UndecodableBytesException.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to records: read by the schema that wrote them, resolved to the schema of the generated
 * class. The registry is asked once for each id.
 */
final class AvroDeserializer<V extends SpecificRecord> implements Deserializer<V> {

  private static final int MOST_DECODINGS = 1000;
  private static final int MOST_DECODERS_KEPT = 16;

  private record Decoding<V>(int id, DatumReader<V> reader) {}

  private final SchemaRegistry registry;
  private final Optional<Class<?>> valueType;
  private final Map<Integer, Decoding<V>> decodings = new ConcurrentHashMap<>();
  private final ArrayBlockingQueue<BinaryDecoder> idle =
      new ArrayBlockingQueue<>(MOST_DECODERS_KEPT);

  /** What was used last; nearly always what is used next. */
  private volatile @Nullable Decoding<V> last;

  AvroDeserializer(SchemaRegistry registry, Optional<Class<?>> valueType) {
    this.registry = registry;
    this.valueType = valueType;
  }

  @Override
  public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    int id = WireFormat.readHeader(topic, bytes);
    Decoding<V> decoding = last;
    if (decoding == null || decoding.id() != id) {
      decoding = find(topic, id);
      last = decoding;
    }
    try {
      return read(topic, bytes, decoding);
    } catch (AvroTypeException | SecurityException e) {
      throw incompatible(topic, id, e);
    } catch (IOException | RuntimeException e) {
      if (e instanceof UndecodableBytesException already) {
        throw already;
      }
      throw malformed(topic, id, "is cut off or damaged", e);
    }
  }

  private V read(String topic, byte[] bytes, Decoding<V> decoding) throws IOException {
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(
                bytes,
                WireFormat.HEADER_BYTES,
                bytes.length - WireFormat.HEADER_BYTES,
                idle.poll());
    V value = decoding.reader().read(null, decoder);
    if (!decoder.isEnd()) {
      throw malformed(topic, decoding.id(), "goes on after its end", null);
    }
    var _ = idle.offer(decoder);
    return value;
  }

  private Decoding<V> find(String topic, int id) {
    Decoding<V> known = decodings.get(id);
    if (known != null) {
      return known;
    }
    Decoding<V> fresh = new Decoding<>(id, readerOf(topic, id));
    if (decodings.size() >= MOST_DECODINGS) {
      decodings.clear();
    }
    decodings.put(id, fresh);
    return fresh;
  }

  private DatumReader<V> readerOf(String topic, int id) {
    Schema writer;
    try {
      writer = registry.byId(id);
    } catch (RegistryRefusedException e) {
      switch (e.reason()) {
        case UNKNOWN_ID ->
            throw new UndecodableBytesException(
                Reason.UNKNOWN_ID, topic + ": " + e.getMessage(), e);
        case UNUSABLE_SCHEMA -> throw incompatible(topic, id, e);
        // The record is not at fault.
        case NOT_REGISTERED, INCOMPATIBLE, UNAUTHORIZED, FULL, NOT_A_REGISTRY -> throw e;
      }
      throw e;
    }
    Class<?> type = valueType.orElseGet(() -> typeNamedBy(topic, id, writer));
    Schema reader = SpecificData.get().getSchema(type);
    if (!writer.getType().equals(Schema.Type.RECORD)
        || (!writer.getFullName().equals(reader.getFullName())
            && !reader.getAliases().contains(writer.getFullName()))) {
      throw new UndecodableBytesException(
          Reason.INCOMPATIBLE_SCHEMA,
          "a record of "
              + topic
              + " was written as "
              + writer.getFullName()
              + " (id "
              + id
              + "), and "
              + reader.getFullName()
              + " is expected there");
    }
    return new SpecificDatumReader<>(writer, reader, SpecificData.getForSchema(reader));
  }

  private static Class<?> typeNamedBy(String topic, int id, Schema writer) {
    try {
      Class<?> type = SpecificData.get().getClass(writer);
      if (type != null && SpecificRecord.class.isAssignableFrom(type)) {
        return type;
      }
    } catch (SecurityException e) {
      throw incompatible(topic, id, e);
    }
    throw new UndecodableBytesException(
        Reason.INCOMPATIBLE_SCHEMA,
        "a record of "
            + topic
            + " was written as "
            + writer.getFullName()
            + " (id "
            + id
            + "), for which no class was generated");
  }

  private static UndecodableBytesException incompatible(String topic, int id, Exception e) {
    return new UndecodableBytesException(
        Reason.INCOMPATIBLE_SCHEMA,
        "a record of "
            + topic
            + " was written with schema id "
            + id
            + ", which does not resolve to the schema of this release: "
            + e.getMessage(),
        e);
  }

  private static UndecodableBytesException malformed(
      String topic, int id, String what, @Nullable Exception e) {
    String message = "a record of " + topic + " with schema id " + id + " " + what;
    return e == null
        ? new UndecodableBytesException(Reason.MALFORMED, message)
        : new UndecodableBytesException(
            Reason.MALFORMED, message + ": " + e.getClass().getSimpleName(), e);
  }
}
