package io.isotrail.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.avro.Governance;
import io.isotrail.avro.GovernanceKind;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.registry.RegistryRefusedException;
import io.isotrail.schemas.registry.SchemaRegistry;
import io.isotrail.schemas.serde.UndecodableBytesException.Reason;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** Releases that know more or less than each other. */
final class SchemaEvolutionTest {

  private static final String TOPIC = Topics.GOVERNANCE.name();

  private final Map<String, String> configs =
      Map.of("schema.registry.url", "memory://" + UUID.randomUUID());
  private final SchemaRegistry registry = SchemaRegistry.open(configs);

  @Test
  void aReleaseThatAddedFieldsReadsWhatAnOlderOneWrote() throws IOException {
    // An older Violation, made by hand, without the three fields that have defaults.
    Schema current = Violation.getClassSchema();
    Schema older = without(current, List.of("owner", "thirdParty", "inService"));
    GenericRecord written = new GenericData.Record(older);
    for (Schema.Field field : older.getFields()) {
      written.put(
          field.name(),
          switch (field.schema().getType()) {
            case STRING -> field.name();
            case LONG -> 7L;
            case INT -> 3;
            default -> null;
          });
    }

    Violation read;
    try (Serde<Violation> serde = AvroSerdes.forValue(Topics.VIOLATIONS, new Settings(configs))) {
      read =
          serde
              .deserializer()
              .deserialize(Topics.VIOLATIONS.name(), bytes("isotrail.violations.v1", written));
    }

    assertThat(read.getResource()).isEqualTo("resource");
    assertThat(read.getOpenedAt()).isEqualTo(7);
    assertThat(read.getOwner()).isEmpty();
    assertThat(read.getThirdParty()).isFalse();
    assertThat(read.getInService()).isNull();
  }

  @Test
  void aReleaseReadsWhatANewerOneWroteAndLeavesOutWhatItDoesNotKnow() throws IOException {
    Schema newer = with(Governance.getClassSchema(), "approvedBy");
    GenericRecord written = record(newer);
    written.put("approvedBy", "somebody");

    assertThat(read(bytes("isotrail.governance.v1", written)))
        .isEqualTo(new Governance(GovernanceKind.POLICY, "policy", 3L, "hash", 7L, "{}", "file"));
  }

  @Test
  void aFieldWithoutDefaultThatTheWriterDidNotKnowIsAnIncompatibleSchema() throws IOException {
    Schema older = without(Governance.getClassSchema(), List.of("document"));

    undecodable(bytes("isotrail.governance.v1", record(older)), Reason.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void aRecordOfAnotherKindIsAnIncompatibleSchema() throws IOException {
    Schema other = Schema.createRecord("Other", "doc", "io.isotrail.avro", false, List.of());

    undecodable(
        bytes("isotrail.governance.v1", new GenericData.Record(other)), Reason.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void aSchemaThatIsNoRecordIsAnIncompatibleSchema() {
    int id = registry.register("a-value", Schema.create(Schema.Type.LONG));

    undecodable(new byte[] {0, 0, 0, 0, (byte) id, 2}, Reason.INCOMPATIBLE_SCHEMA);
  }

  @Test
  void whereTheLatestVersionIsUsedTheBytesAreThoseOfTheLatest() {
    Schema latest = with(Governance.getClassSchema(), "approvedBy");
    int id = registry.register(TOPIC + "-value", latest);
    Governance value =
        new Governance(GovernanceKind.EXCEPTION, "e-1", 3L, "hash", 7L, "{}", "file");

    byte[] bytes;
    try (Serde<Governance> serde = governance("false", "true")) {
      bytes = serde.serializer().serialize(TOPIC, value);
    }

    assertThat(bytes[4]).isEqualTo((byte) id);
    // The union's first branch, which is null, in the field that only the latest has.
    assertThat(bytes[bytes.length - 1]).isZero();
    assertThat(read(bytes)).isEqualTo(value);
  }

  @Test
  void aLatestVersionThatCannotTakeOurRecordsIsRefused() {
    Schema latest =
        Schema.createRecord(
            "Governance",
            "doc",
            "io.isotrail.avro",
            false,
            List.of(new Schema.Field("needed", Schema.create(Schema.Type.STRING), "Needed.")));
    registry.register(TOPIC + "-value", latest);
    Governance value =
        new Governance(GovernanceKind.EXCEPTION, "e-1", 3L, "hash", 7L, "{}", "file");

    try (Serde<Governance> serde = governance("false", "true")) {
      assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, value))
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContaining("use.latest.version");
    }
  }

  @Test
  void whereNothingIsRegisteredByItselfTheSchemaMustBeThere() {
    Governance value =
        new Governance(GovernanceKind.EXCEPTION, "e-1", 3L, "hash", 7L, "{}", "file");
    try (Serde<Governance> serde = governance("false", "false")) {
      assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, value))
          .isInstanceOf(RegistryRefusedException.class)
          .hasMessageContaining("auto.register.schemas");

      registry.register(TOPIC + "-value", Governance.getClassSchema());

      assertThat(serde.serializer().serialize(TOPIC, value)).startsWith(0, 0, 0, 0, 1);
    }
  }

  private Serde<Governance> governance(String autoRegister, String useLatest) {
    return AvroSerdes.forValue(
        Topics.GOVERNANCE,
        new Settings(configs)
            .with(Map.of("auto.register.schemas", autoRegister, "use.latest.version", useLatest)));
  }

  private Governance read(byte[] bytes) {
    try (Serde<Governance> serde = AvroSerdes.forValue(Topics.GOVERNANCE, new Settings(configs))) {
      return serde.deserializer().deserialize(TOPIC, bytes);
    }
  }

  private void undecodable(byte[] bytes, Reason reason) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            UndecodableBytesException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static GenericRecord record(Schema schema) {
    GenericRecord written = new GenericData.Record(schema);
    Map<String, Object> values =
        Map.of(
            "kind",
            GenericData.get().createEnum("POLICY", schema.getField("kind").schema()),
            "id",
            "policy",
            "revision",
            3L,
            "contentHash",
            "hash",
            "publishedAt",
            7L,
            "document",
            "{}",
            "origin",
            "file");
    values.forEach(
        (name, value) -> {
          if (schema.getField(name) != null) {
            written.put(name, value);
          }
        });
    return written;
  }

  private static Schema without(Schema schema, List<String> names) {
    return copy(
        schema, schema.getFields().stream().filter(f -> !names.contains(f.name())).toList());
  }

  private static Schema with(Schema schema, String name) {
    List<Schema.Field> fields = new ArrayList<>(schema.getFields());
    Schema optional =
        Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
    fields.add(new Schema.Field(name, optional, "Added.", Schema.Field.NULL_DEFAULT_VALUE));
    return copy(schema, fields);
  }

  private static Schema copy(Schema schema, List<Schema.Field> fields) {
    return Schema.createRecord(
        schema.getName(),
        schema.getDoc(),
        schema.getNamespace(),
        false,
        fields.stream().map(field -> new Schema.Field(field, field.schema())).toList());
  }

  private byte[] bytes(String topic, GenericRecord value) throws IOException {
    int id = registry.register(topic + "-written-by-hand-value", value.getSchema());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0, 0, 0, 0, (byte) id});
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<>(value.getSchema()).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
