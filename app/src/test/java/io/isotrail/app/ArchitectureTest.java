package io.isotrail.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls between the rooms of this module. */
final class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.isotrail.app");

  /** Kafka changes them from one release to the next, so one room pays for that. */
  @Test
  void kafkasInternalsStayInTheRoomOfTheBroker() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.isotrail.app.broker")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "kafka..",
            "org.apache.kafka.controller..",
            "org.apache.kafka.image..",
            "org.apache.kafka.metadata..",
            "org.apache.kafka.raft..",
            "org.apache.kafka.server..",
            "org.apache.kafka.storage..")
        .check(CLASSES);
  }

  /** What checks the pipeline's answers must not share its mistakes. */
  @Test
  void theBatchProgramKnowsNothingOfThePipeline() {
    noClasses()
        .that()
        .resideInAPackage("io.isotrail.app.simulate.batch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.isotrail.streams..", "io.isotrail.ingest..")
        .check(CLASSES);
  }
}
