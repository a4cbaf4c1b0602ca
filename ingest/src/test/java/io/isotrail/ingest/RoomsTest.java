package io.isotrail.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls between the rooms. */
class RoomsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.isotrail.ingest");

  @Test
  void awsStaysInFeedFetchAndTheWiring() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..read..", "..fact..", "..publish..", "..settle..", "..status..", "..telemetry..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(CLASSES);
  }

  @Test
  void kafkaStaysInPublishAndTheWiring() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..feed..",
            "..fetch..",
            "..read..",
            "..fact..",
            "..settle..",
            "..status..",
            "..telemetry..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void whatIsReadAndUnderstoodIsNotMeasuredThere() {
    noClasses()
        .that()
        .resideInAnyPackage("..read..", "..fact..", "..feed..", "..fetch..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void noRoomGoesInCircles() {
    slices().matching("io.isotrail.ingest.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
