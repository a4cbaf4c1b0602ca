package io.isotrail.schemas.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.resource.GovernedOperation.Effect;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GovernedOperationTest {

  private static final String JOB = "networkConfig.enableNetworkIsolation";
  private static final String SCHEDULE = "monitoringScheduleConfig.monitoringJobDefinition." + JOB;

  /** Written from the API model of SageMaker and not from the list under test. */
  private static final Map<String, List<String>> PATHS =
      Map.ofEntries(
          Map.entry("CreateModel", List.of("enableNetworkIsolation")),
          Map.entry("CreateEndpointConfig", List.of("enableNetworkIsolation")),
          Map.entry("CreateTrainingJob", List.of("enableNetworkIsolation")),
          Map.entry("CreateProcessingJob", List.of(JOB)),
          Map.entry(
              "CreateHyperParameterTuningJob",
              List.of(
                  "trainingJobDefinition.enableNetworkIsolation",
                  "trainingJobDefinitions[].enableNetworkIsolation")),
          Map.entry("CreateDataQualityJobDefinition", List.of(JOB)),
          Map.entry("CreateModelQualityJobDefinition", List.of(JOB)),
          Map.entry("CreateModelBiasJobDefinition", List.of(JOB)),
          Map.entry("CreateModelExplainabilityJobDefinition", List.of(JOB)),
          Map.entry("CreateMonitoringSchedule", List.of(SCHEDULE)),
          Map.entry("UpdateMonitoringSchedule", List.of(SCHEDULE)));

  static List<GovernedOperation> all() {
    return GovernedOperation.all();
  }

  @Test
  void exactlyElevenOperationsCarryTheFlagAtThesePaths() {
    Map<String, List<String>> carrying = new HashMap<>();
    all().stream()
        .filter(GovernedOperation::carriesIsolation)
        .forEach(it -> carrying.put(it.eventName(), it.isolationPaths()));

    assertThat(carrying).hasSize(11).isEqualTo(PATHS);
  }

  @Test
  void theListBeginsWithThem() {
    assertThat(all().subList(0, 11)).allMatch(GovernedOperation::carriesIsolation);
    assertThat(all().subList(11, all().size())).noneMatch(GovernedOperation::carriesIsolation);
  }

  @Test
  void namesAreUniqueAndFound() {
    assertThat(all()).extracting(GovernedOperation::eventName).doesNotHaveDuplicates();
    assertThat(all())
        .allSatisfy(it -> assertThat(GovernedOperation.named(it.eventName())).hasValue(it));
    assertThat(GovernedOperation.named("CreateNotebookInstance")).isEmpty();
    assertThat(GovernedOperation.named("createmodel")).isEmpty();
  }

  @Test
  void everyKindThatIsJudgedIsCreatedAndEnded() {
    Set<ResourceKind> judged =
        EnumSet.allOf(ResourceKind.class).stream()
            .filter(kind -> kind.role() != ResourceKind.Role.DEPLOYMENT)
            .collect(Collectors.toSet());

    assertThat(kindsOf(Effect.CREATE)).isEqualTo(judged);
    assertThat(kindsOf(Effect.END)).isEqualTo(judged);
    assertThat(kindsOf(Effect.REDEFINE)).containsExactly(ResourceKind.MONITORING_SCHEDULE);
  }

  private static Set<ResourceKind> kindsOf(Effect effect) {
    return all().stream()
        .filter(it -> it.effect() == effect)
        .map(it -> it.kind().orElseThrow())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theKindAndTheNameFieldFollowFromTheEventName(GovernedOperation operation) {
    switch (operation.effect()) {
      case TAG, UNTAG -> {
        assertThat(operation.kind()).isEmpty();
        assertThat(operation.nameField()).isEqualTo("resourceArn");
      }
      case CREATE, REDEFINE, END, DEPLOY, UNDEPLOY -> {
        String noun = operation.eventName().replaceFirst("^(Create|Update|Delete|Stop)", "");
        String segment =
            noun.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
        assertThat(operation.kind()).isEqualTo(ResourceKind.ofSegment(segment)).isPresent();
        String field = noun.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + noun.substring(1);
        assertThat(operation.nameField())
            .isEqualTo(noun.endsWith("JobDefinition") ? "jobDefinitionName" : field + "Name");
      }
    }
  }

  /** The stop of a schedule ends nothing, and an experiment does not say when a model serves. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "StopMonitoringSchedule",
        "StartMonitoringSchedule",
        "CreateInferenceExperiment",
        "UpdateInferenceExperiment",
        "StopInferenceExperiment"
      })
  void whatNeitherEndsNorTellsOfServingIsLeftOut(String eventName) {
    assertThat(GovernedOperation.named(eventName)).isEmpty();
  }

  @Test
  void onlyRunsEndByAStop() {
    assertThat(all())
        .filteredOn(it -> it.effect() == Effect.END && it.eventName().startsWith("Stop"))
        .allMatch(it -> it.kind().orElseThrow().role() == ResourceKind.Role.RUN)
        .hasSize(3);
  }

  @Test
  void aSegmentOfAnotherTypeIsNoKind() {
    assertThat(ResourceKind.ofSegment("domain")).isEqualTo(Optional.empty());
    assertThat(ResourceKind.ofSegment("MODEL")).isEqualTo(Optional.empty());
  }
}
