package io.isotrail.schemas.serde;

import io.isotrail.schemas.registry.RegistryRefusedException;
import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import io.isotrail.schemas.registry.SchemaRegistry.Registered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * How records of one schema are written to one topic. Safe for many threads at once.
 *
 * @param topic the topic
 * @param schema the schema of the records at hand
 * @param id the id that goes into the header
 * @param writer writes the record in the schema of that id
 */
record Encoding(String topic, Schema schema, int id, DatumWriter<Object> writer) {

  static Encoding of(String topic, Schema schema, int id) {
    return new Encoding(topic, schema, id, new SpecificDatumWriter<>(schema, straight(schema)));
  }

  /**
   * What lets a generated class write its fields itself where it can (all but those with a union of
   * records): the same bytes for less time. An instance of our own, since the one of the class is
   * everybody's.
   */
  private static SpecificData straight(Schema schema) {
    SpecificData data = new SpecificData();
    SpecificData.getForSchema(schema).getConversions().forEach(data::addLogicalTypeConversion);
    data.setCustomCoders(true);
    return data;
  }

  /**
   * Writes in the subject's latest schema, whichever ours is. Where they differ, each record is
   * written, read as the latest and written again, since the bytes must be those that the id
   * promises; that costs about four times as much.
   */
  static Encoding asLatest(String topic, Schema schema, Registered latest) {
    if (latest.schema().equals(schema)) {
      return of(topic, schema, latest.id());
    }
    var verdict = SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), schema);
    if (verdict.getType() != SchemaCompatibilityType.COMPATIBLE) {
      throw new RegistryRefusedException(
          Reason.INCOMPATIBLE,
          "version "
              + latest.version()
              + " of "
              + schema.getFullName()
              + ", the latest, cannot take what this release writes to "
              + topic
              + ": "
              + verdict.getResult().getIncompatibilities()
              + "; register this release's schema, or set use.latest.version=false");
    }
    Encoding ours = of(topic, schema, latest.id());
    GenericDatumReader<Object> reader = new GenericDatumReader<>(schema, latest.schema());
    GenericDatumWriter<Object> rewriter = new GenericDatumWriter<>(latest.schema());
    return new Encoding(
        topic,
        schema,
        latest.id(),
        new DatumWriter<>() {
          @Override
          public void setSchema(Schema ignored) {}

          @Override
          public void write(Object value, org.apache.avro.io.Encoder out) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            ours.writer().write(value, encoder);
            encoder.flush();
            Object asLatest =
                reader.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
            rewriter.write(asLatest, out);
          }
        });
  }

  boolean isFor(String otherTopic, Schema otherSchema) {
    return schema.equals(otherSchema) && topic.equals(otherTopic);
  }
}
