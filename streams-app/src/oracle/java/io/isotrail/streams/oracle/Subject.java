package io.isotrail.streams.oracle;

import io.isotrail.schemas.resource.ResourceKind;
import java.util.List;
import java.util.Locale;

/**
 * The resource that a step is about, and the call.
 *
 * @param name in one letter case or another; empty for a rejection that shows none
 * @param operation CloudTrail's eventName
 */
record Subject(ResourceKind kind, String name, String operation) {

  static final String DEFINITION = "quality";

  private static final List<String> MODELS = List.of("model-a", "model-b", "model-c", "sandbox-d");

  private static final List<ResourceKind> DEFINITIONS =
      List.of(
          ResourceKind.DATA_QUALITY_JOB_DEFINITION,
          ResourceKind.MODEL_QUALITY_JOB_DEFINITION,
          ResourceKind.MODEL_BIAS_JOB_DEFINITION,
          ResourceKind.MODEL_EXPLAINABILITY_JOB_DEFINITION);

  private static final List<ResourceKind> RUNS =
      List.of(
          ResourceKind.TRAINING_JOB,
          ResourceKind.PROCESSING_JOB,
          ResourceKind.HYPER_PARAMETER_TUNING_JOB);

  /** What is tagged or seen; models most of all, a definition or a run of any kind. */
  private static final List<ResourceKind> TRACED =
      List.of(
          ResourceKind.MODEL,
          ResourceKind.MODEL,
          ResourceKind.MODEL,
          ResourceKind.MODEL,
          ResourceKind.MODEL,
          ResourceKind.ENDPOINT_CONFIG,
          ResourceKind.ENDPOINT_CONFIG,
          ResourceKind.MONITORING_SCHEDULE,
          ResourceKind.DATA_QUALITY_JOB_DEFINITION,
          ResourceKind.TRAINING_JOB,
          ResourceKind.PROCESSING_JOB,
          ResourceKind.MODEL_BIAS_JOB_DEFINITION);

  static Subject of(Step step) {
    int slot = step.name();
    Subject subject =
        switch (step.verb()) {
          case CREATE_MODEL -> model("CreateModel", slot);
          case DELETE_MODEL -> model("DeleteModel", slot);
          case TAG -> traced("AddTags", slot);
          case UNTAG -> traced("DeleteTags", slot);
          case SEE -> traced("Describe", slot);
          case CREATE_CONFIG -> config("CreateEndpointConfig", slot);
          case DELETE_CONFIG -> config("DeleteEndpointConfig", slot);
          case CREATE_ENDPOINT -> endpoint("CreateEndpoint", slot);
          case UPDATE_ENDPOINT -> endpoint("UpdateEndpoint", slot);
          case DELETE_ENDPOINT -> endpoint("DeleteEndpoint", slot);
          case CREATE_COMPONENT -> component("CreateInferenceComponent", slot);
          case UPDATE_COMPONENT -> component("UpdateInferenceComponent", slot);
          case DELETE_COMPONENT -> component("DeleteInferenceComponent", slot);
          case TRANSFORM ->
              new Subject(ResourceKind.TRANSFORM_JOB, "batch-" + slot, "CreateTransformJob");
          case CREATE_SCHEDULE -> schedule("CreateMonitoringSchedule", slot);
          case REDEFINE_SCHEDULE -> schedule("UpdateMonitoringSchedule", slot);
          case DELETE_SCHEDULE -> schedule("DeleteMonitoringSchedule", slot);
          case CREATE_DEFINITION -> definition("Create", slot);
          case DELETE_DEFINITION -> definition("Delete", slot);
          case CREATE_RUN -> run("Create", slot);
          case END_RUN -> run(slot % 2 == 0 ? "Stop" : "Delete", slot / 2);
          case REJECT -> rejected(step);
        };
    return new Subject(subject.kind(), inSomeCase(subject.name(), step.id()), subject.operation());
  }

  static String modelName(int slot) {
    return MODELS.get(slot % MODELS.size());
  }

  static String configName(int slot) {
    return "config-" + slot % 3;
  }

  static String endpointName(int slot) {
    return "endpoint-" + slot % 3;
  }

  static ResourceKind definitionKind(int slot) {
    return DEFINITIONS.get(slot % DEFINITIONS.size());
  }

  private static String inSomeCase(String name, int id) {
    return switch (id % 5) {
      case 3 -> name.toUpperCase(Locale.ROOT);
      case 4 ->
          name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      default -> name;
    };
  }

  private static Subject model(String operation, int slot) {
    return new Subject(ResourceKind.MODEL, modelName(slot), operation);
  }

  private static Subject config(String operation, int slot) {
    return new Subject(ResourceKind.ENDPOINT_CONFIG, configName(slot), operation);
  }

  private static Subject endpoint(String operation, int slot) {
    return new Subject(ResourceKind.ENDPOINT, endpointName(slot), operation);
  }

  private static Subject component(String operation, int slot) {
    return new Subject(ResourceKind.INFERENCE_COMPONENT, "component-" + slot % 2, operation);
  }

  private static Subject schedule(String operation, int slot) {
    return new Subject(ResourceKind.MONITORING_SCHEDULE, "schedule-" + slot % 2, operation);
  }

  private static Subject definition(String verb, int slot) {
    ResourceKind kind = definitionKind(slot);
    return new Subject(kind, DEFINITION, verb + camelCase(kind));
  }

  private static Subject run(String verb, int slot) {
    ResourceKind kind = RUNS.get(slot % RUNS.size());
    return new Subject(kind, "run", verb + camelCase(kind));
  }

  /** {@code training-job} is created by {@code CreateTrainingJob}. */
  private static String camelCase(ResourceKind kind) {
    StringBuilder words = new StringBuilder();
    for (String word : kind.segment().split("-", -1)) {
      words.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return words.toString();
  }

  private static Subject traced(String operation, int slot) {
    ResourceKind kind = TRACED.get(slot / 4 % TRACED.size());
    Subject subject =
        switch (kind) {
          case MODEL -> model(operation, slot);
          case ENDPOINT_CONFIG -> config(operation, slot);
          case MONITORING_SCHEDULE -> schedule(operation, slot);
          case TRAINING_JOB, PROCESSING_JOB ->
              new Subject(RUNS.get(slot % RUNS.size()), "run", operation);
          default -> new Subject(definitionKind(slot), DEFINITION, operation);
        };
    return operation.equals("Describe")
        ? new Subject(subject.kind(), subject.name(), operation + camelCase(subject.kind()))
        : subject;
  }

  private static Subject rejected(Step step) {
    Subject subject =
        switch (step.name() % 6) {
          case 4 -> run("Create", step.name());
          case 5 -> config("CreateEndpointConfig", step.name());
          default -> model("CreateModel", step.name());
        };
    boolean nameless = step.name() >= Step.NAMES / 2 && step.name() % 4 == 0;
    return nameless ? new Subject(subject.kind(), "", subject.operation()) : subject;
  }
}
