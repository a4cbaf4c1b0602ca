package io.isotrail.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls between the rooms of this module. */
final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.isotrail.schemas");

  @Test
  void resourceAndSettingsKnowNothingButJava() {
    for (String room : new String[] {"resource", "settings"}) {
      classes()
          .that()
          .resideInAPackage("io.isotrail.schemas." + room)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.isotrail.schemas." + room, "java..", "org.jspecify..")
          .check(CLASSES);
    }
  }

  @Test
  void noRoomDependsOnItselfByAnother() {
    slices().matching("io.isotrail.schemas.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theRegistryKnowsNeitherTopicsNorRecords() {
    noClasses()
        .that()
        .resideInAPackage("io.isotrail.schemas.registry")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.isotrail.avro..", "io.isotrail.schemas.topic..", "io.isotrail.schemas.serde..")
        .check(CLASSES);
  }

  @Test
  void confluentsClassesAreNeverCompiledAgainst() {
    noClasses().should().dependOnClassesThat().resideInAPackage("io.confluent..").check(CLASSES);
  }
}
