package io.isotrail.schemas.resource;

import static io.isotrail.schemas.resource.ResourceKind.*;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one list of SageMaker operations that matter here, in the form in which CloudTrail writes
 * them (the first letter of each request field lowered). Source: the API model of SageMaker
 * 2017-07-24 and the condition key {@code sagemaker:NetworkIsolation} of the Service Authorization
 * Reference, which name the same eleven create operations.
 *
 * <p>AddTags and DeleteTags have no kind of their own: the kind comes from the ARN in the request.
 *
 * <p>Left out on purpose:
 *
 * <ul>
 *   <li>StopMonitoringSchedule and StartMonitoringSchedule. A stopped schedule still exists with
 *       the definition that it had and can be started again, so a stop neither ends it nor mends
 *       what is wrong with it. A stopped run never runs again: StopTrainingJob, StopProcessingJob
 *       and StopHyperParameterTuningJob end theirs.
 *   <li>CreateInferenceExperiment, UpdateInferenceExperiment and StopInferenceExperiment, which
 *       name models in {@code modelVariants[].modelName}. They do not say when these models serve:
 *       an experiment may start at a scheduled time and end by itself at another, without a call,
 *       and what remains on the endpoint depends on the action chosen for each variant when it
 *       stops. A model that serves in an experiment alone is therefore not seen to serve.
 * </ul>
 *
 * @param eventName CloudTrail's eventName
 * @param effect what the operation does
 * @param kind the kind of resource that it concerns; empty for tags
 * @param nameField request field with the resource's name, or {@code resourceArn} for tags
 * @param isolationPaths dotted paths of the flag in the request; {@code []} marks a list whose
 *     every element counts; empty for operations that do not carry it
 */
public record GovernedOperation(
    String eventName,
    Effect effect,
    Optional<ResourceKind> kind,
    String nameField,
    List<String> isolationPaths) {

  /** What an operation does to the resource that it names. */
  public enum Effect {
    CREATE,
    /** Changes the definition of a resource that exists: only UpdateMonitoringSchedule. */
    REDEFINE,
    /** Ends the resource: a delete, or the stop of a run; never the stop of a schedule. */
    END,
    TAG,
    UNTAG,
    /** Requests that a model serves. */
    DEPLOY,
    UNDEPLOY
  }

  private static final String FLAG = "enableNetworkIsolation";
  private static final String NETWORK_FLAG = "networkConfig." + FLAG;
  private static final String SCHEDULE_FLAG =
      "monitoringScheduleConfig.monitoringJobDefinition." + NETWORK_FLAG;

  private static final List<GovernedOperation> ALL =
      List.of(
          // The eleven that carry the flag.
          create("CreateModel", MODEL, "modelName", FLAG),
          create("CreateEndpointConfig", ENDPOINT_CONFIG, "endpointConfigName", FLAG),
          create("CreateTrainingJob", TRAINING_JOB, "trainingJobName", FLAG),
          create("CreateProcessingJob", PROCESSING_JOB, "processingJobName", NETWORK_FLAG),
          create(
              "CreateHyperParameterTuningJob",
              HYPER_PARAMETER_TUNING_JOB,
              "hyperParameterTuningJobName",
              "trainingJobDefinition." + FLAG,
              "trainingJobDefinitions[]." + FLAG),
          create(
              "CreateDataQualityJobDefinition",
              DATA_QUALITY_JOB_DEFINITION,
              "jobDefinitionName",
              NETWORK_FLAG),
          create(
              "CreateModelQualityJobDefinition",
              MODEL_QUALITY_JOB_DEFINITION,
              "jobDefinitionName",
              NETWORK_FLAG),
          create(
              "CreateModelBiasJobDefinition",
              MODEL_BIAS_JOB_DEFINITION,
              "jobDefinitionName",
              NETWORK_FLAG),
          create(
              "CreateModelExplainabilityJobDefinition",
              MODEL_EXPLAINABILITY_JOB_DEFINITION,
              "jobDefinitionName",
              NETWORK_FLAG),
          create(
              "CreateMonitoringSchedule",
              MONITORING_SCHEDULE,
              "monitoringScheduleName",
              SCHEDULE_FLAG),
          new GovernedOperation(
              "UpdateMonitoringSchedule",
              Effect.REDEFINE,
              Optional.of(MONITORING_SCHEDULE),
              "monitoringScheduleName",
              List.of(SCHEDULE_FLAG)),
          // Those that end.
          plain("DeleteModel", Effect.END, MODEL, "modelName"),
          plain("DeleteEndpointConfig", Effect.END, ENDPOINT_CONFIG, "endpointConfigName"),
          plain(
              "DeleteMonitoringSchedule",
              Effect.END,
              MONITORING_SCHEDULE,
              "monitoringScheduleName"),
          plain(
              "DeleteDataQualityJobDefinition",
              Effect.END,
              DATA_QUALITY_JOB_DEFINITION,
              "jobDefinitionName"),
          plain(
              "DeleteModelQualityJobDefinition",
              Effect.END,
              MODEL_QUALITY_JOB_DEFINITION,
              "jobDefinitionName"),
          plain(
              "DeleteModelBiasJobDefinition",
              Effect.END,
              MODEL_BIAS_JOB_DEFINITION,
              "jobDefinitionName"),
          plain(
              "DeleteModelExplainabilityJobDefinition",
              Effect.END,
              MODEL_EXPLAINABILITY_JOB_DEFINITION,
              "jobDefinitionName"),
          plain("StopTrainingJob", Effect.END, TRAINING_JOB, "trainingJobName"),
          plain("DeleteTrainingJob", Effect.END, TRAINING_JOB, "trainingJobName"),
          plain("StopProcessingJob", Effect.END, PROCESSING_JOB, "processingJobName"),
          plain("DeleteProcessingJob", Effect.END, PROCESSING_JOB, "processingJobName"),
          plain(
              "StopHyperParameterTuningJob",
              Effect.END,
              HYPER_PARAMETER_TUNING_JOB,
              "hyperParameterTuningJobName"),
          plain(
              "DeleteHyperParameterTuningJob",
              Effect.END,
              HYPER_PARAMETER_TUNING_JOB,
              "hyperParameterTuningJobName"),
          // Those that tag.
          new GovernedOperation("AddTags", Effect.TAG, Optional.empty(), "resourceArn", List.of()),
          new GovernedOperation(
              "DeleteTags", Effect.UNTAG, Optional.empty(), "resourceArn", List.of()),
          // Those that deploy.
          plain("CreateEndpoint", Effect.DEPLOY, ENDPOINT, "endpointName"),
          plain("UpdateEndpoint", Effect.DEPLOY, ENDPOINT, "endpointName"),
          plain("DeleteEndpoint", Effect.UNDEPLOY, ENDPOINT, "endpointName"),
          plain(
              "CreateInferenceComponent",
              Effect.DEPLOY,
              INFERENCE_COMPONENT,
              "inferenceComponentName"),
          plain(
              "UpdateInferenceComponent",
              Effect.DEPLOY,
              INFERENCE_COMPONENT,
              "inferenceComponentName"),
          plain(
              "DeleteInferenceComponent",
              Effect.UNDEPLOY,
              INFERENCE_COMPONENT,
              "inferenceComponentName"),
          plain("CreateTransformJob", Effect.DEPLOY, TRANSFORM_JOB, "transformJobName"));

  private static final Map<String, GovernedOperation> BY_EVENT_NAME =
      ALL.stream()
          .collect(Collectors.toUnmodifiableMap(GovernedOperation::eventName, Function.identity()));

  public GovernedOperation {
    isolationPaths = List.copyOf(isolationPaths);
  }

  /** Every operation of the list, those that carry the flag first. */
  public static List<GovernedOperation> all() {
    return ALL;
  }

  /** The operation with this eventName; empty when it does not concern us. */
  public static Optional<GovernedOperation> named(String eventName) {
    return Optional.ofNullable(BY_EVENT_NAME.get(eventName));
  }

  /**
   * Whether the request of this operation can carry the isolation flag: true for exactly eleven.
   */
  public boolean carriesIsolation() {
    return !isolationPaths.isEmpty();
  }

  private static GovernedOperation create(
      String eventName, ResourceKind kind, String nameField, String... isolationPaths) {
    return new GovernedOperation(
        eventName, Effect.CREATE, Optional.of(kind), nameField, Stream.of(isolationPaths).toList());
  }

  private static GovernedOperation plain(
      String eventName, Effect effect, ResourceKind kind, String nameField) {
    return new GovernedOperation(eventName, effect, Optional.of(kind), nameField, List.of());
  }
}
