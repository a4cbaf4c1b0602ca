package io.isotrail.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The judge and the sums know nothing of Kafka, Avro, AWS, Micrometer or the clock's room. */
class PureRoomsTest {

  private static final String COMPLIANCE = "io.isotrail.streams.compliance";
  private static final String KPI = "io.isotrail.streams.kpi";
  private static final JavaClasses ROOMS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(COMPLIANCE, KPI);

  @Test
  void theRoomsAreThere() {
    assertThat(ROOMS.containPackage(COMPLIANCE)).isTrue();
    assertThat(ROOMS.containPackage(KPI)).isTrue();
  }

  @Test
  void complianceImportsOnlyJava() {
    classes()
        .that()
        .resideInAPackage(COMPLIANCE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", COMPLIANCE)
        .check(ROOMS);
  }

  @Test
  void kpiImportsOnlyJavaAndTheJudge() {
    classes()
        .that()
        .resideInAPackage(KPI)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", COMPLIANCE, KPI)
        .check(ROOMS);
  }
}
