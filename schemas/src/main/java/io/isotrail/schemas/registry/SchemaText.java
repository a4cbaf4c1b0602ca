package io.isotrail.schemas.registry;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.SchemaParser;

/** A schema as JSON text, as registries keep it. */
final class SchemaText {

  private SchemaText() {}

  /**
   * @throws SchemaParseException when it cannot be read or refers to schemas that it does not hold
   */
  static Schema parse(String text) {
    try {
      return new SchemaParser().parse(text).mainSchema();
    } catch (SchemaParseException e) {
      throw e;
    } catch (AvroRuntimeException | NullPointerException e) {
      // Avro's parser answers a name that is nowhere defined with a NullPointerException.
      throw new SchemaParseException(e);
    }
  }
}
