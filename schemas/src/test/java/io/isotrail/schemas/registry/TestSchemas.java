package io.isotrail.schemas.registry;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Three versions of one record. */
final class TestSchemas {

  static final Schema FIRST =
      SchemaBuilder.record("Thing").namespace("test").fields().requiredString("name").endRecord();

  /** Can read the first. */
  static final Schema SECOND =
      SchemaBuilder.record("Thing")
          .namespace("test")
          .fields()
          .requiredString("name")
          .name("size")
          .type()
          .longType()
          .longDefault(0)
          .endRecord();

  /** Cannot read the second: its new field has no default. */
  static final Schema BROKEN =
      SchemaBuilder.record("Thing")
          .namespace("test")
          .fields()
          .requiredString("name")
          .requiredLong("weight")
          .endRecord();

  private TestSchemas() {}
}
