package io.isotrail.streams;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
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

  /** Else both would make the same mistake. */
  @Test
  void theOracleSharesNoCodeWithWhatItProves() {
    noClasses()
        .that()
        .resideInAPackage("io.isotrail.streams.oracle")
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.isotrail.streams..")
                .and(resideOutsideOfPackage("io.isotrail.streams.oracle")))
        .check(new ClassFileImporter().importPackages("io.isotrail.streams.oracle"));
  }
}
