package io.isotrail.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of every schema, now and in later releases. */
final class SchemasTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/v1");

  /**
   * Enumerations that have no symbol to fall back to, because a wrong guess would be worse than a
   * dead letter; so their symbols are final.
   */
  private static final Set<String> CLOSED = Set.of("GovernanceKind", "Ending");

  static List<Schema> schemas() {
    return Topics.all().stream()
        .map(Topic::valueType)
        .map(type -> SpecificData.get().getSchema(type))
        .toList();
  }

  @Test
  void everyTypeAndEveryFieldIsDocumented() {
    List<String> undocumented = new ArrayList<>();
    for (Schema type : namedTypes()) {
      if (blank(type.getDoc())) {
        undocumented.add(type.getFullName());
      }
      if (type.getType() == Schema.Type.RECORD) {
        type.getFields().stream()
            .filter(field -> blank(field.doc()))
            .forEach(field -> undocumented.add(type.getName() + "." + field.name()));
      }
    }

    assertThat(undocumented).isEmpty();
  }

  @Test
  void whatMayBeAbsentIsAbsentByDefault() {
    List<String> withoutDefault = new ArrayList<>();
    for (Schema type : namedTypes()) {
      if (type.getType() == Schema.Type.RECORD) {
        for (Schema.Field field : type.getFields()) {
          if (field.schema().isNullable() && field.defaultVal() == null) {
            withoutDefault.add(type.getName() + "." + field.name());
          }
        }
      }
    }

    assertThat(withoutDefault).isEmpty();
  }

  @Test
  void anEnumerationThatMayGrowHasASymbolToFallBackTo() {
    List<String> withoutDefault =
        namedTypes().stream()
            .filter(type -> type.getType() == Schema.Type.ENUM && type.getEnumDefault() == null)
            .map(Schema::getName)
            .toList();

    assertThat(withoutDefault).containsExactlyInAnyOrderElementsOf(CLOSED);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void recordsOfTheFirstReleaseCanBeReadForEver(Schema current) throws IOException {
    Schema golden = golden(current.getName());

    var verdict = SchemaCompatibility.checkReaderWriterCompatibility(current, golden);

    assertThat(verdict.getType())
        .as("%s", verdict.getResult().getIncompatibilities())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aFieldThatWasAddedSinceHasADefault(Schema current) throws IOException {
    Set<String> first =
        golden(current.getName()).getFields().stream()
            .map(Schema.Field::name)
            .collect(Collectors.toSet());

    assertThat(current.getFields())
        .filteredOn(field -> !first.contains(field.name()))
        .allMatch(Schema.Field::hasDefaultValue);
  }

  @Test
  void aChangeThatBreaksReadersIsSeenByThisTest() throws IOException {
    Schema golden = golden("Violation");
    List<Schema.Field> renamed =
        golden.getFields().stream()
            .map(
                field ->
                    field.name().equals("openedAt")
                        ? new Schema.Field("opened", field.schema(), field.doc())
                        : new Schema.Field(field, field.schema()))
            .toList();
    Schema broken =
        Schema.createRecord(
            golden.getName(), golden.getDoc(), golden.getNamespace(), false, renamed);

    assertThat(SchemaCompatibility.checkReaderWriterCompatibility(broken, golden).getType())
        .isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
  }

  @Test
  void theFirstReleaseIsCommittedWhole() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              schemas().stream().map(schema -> schema.getName() + ".avsc").toList());
    }
  }

  private static Schema golden(String name) throws IOException {
    return new SchemaParser().parse(GOLDEN.resolve(name + ".avsc")).mainSchema();
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private static Set<Schema> namedTypes() {
    Set<Schema> found = new HashSet<>();
    schemas().forEach(schema -> collect(schema, found));
    return found;
  }

  private static void collect(Schema schema, Set<Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.add(schema)) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ENUM, FIXED -> found.add(schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
      case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
    }
  }
}
