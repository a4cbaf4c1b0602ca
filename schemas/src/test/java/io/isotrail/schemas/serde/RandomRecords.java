package io.isotrail.schemas.serde;

import io.isotrail.schemas.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Records with every branch of the schema in them, the same for the same seed. */
final class RandomRecords {

  private RandomRecords() {}

  static <V extends SpecificRecord> Stream<V> of(Topic<V> topic, int count, long seed) {
    TrustedClasses.trust();
    Schema schema = SpecificData.get().getSchema(topic.valueType());
    return StreamSupport.stream(new RandomData(schema, count, seed, true).spliterator(), false)
        .map(generic -> topic.valueType().cast(specific(schema, generic)));
  }

  private static Object specific(Schema schema, Object generic) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<>(schema).write(generic, encoder);
      encoder.flush();
      return new SpecificDatumReader<>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
