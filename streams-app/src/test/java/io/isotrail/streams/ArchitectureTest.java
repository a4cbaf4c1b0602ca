package io.isotrail.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls between the rooms; those of the pure ones are in PureRoomsTest. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.isotrail.streams");

  @Test
  void kafkaStreamsStaysInTheTopologyAndTheWiring() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..streams.topology..", "io.isotrail.streams")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka.streams..")
        .check(CLASSES);
  }

  @Test
  void theDiskBelongsToTheTopologyAndTheView() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..streams.topology..", "..streams.view..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.rocksdb..")
        .check(CLASSES);
  }

  @Test
  void kafkaStaysAwayFromWhatAnswers() {
    noClasses()
        .that()
        .resideInAnyPackage("..streams.api..", "..streams.telemetry..", "..streams.codec..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void theTopologyCallsNothingOutsideOfKafka() {
    noClasses()
        .that()
        .resideInAPackage("..streams.topology..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "io.isotrail.streams.view..", "io.isotrail.streams.api..")
        .check(CLASSES);
  }
}
