package io.isotrail.ingest.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Deployed;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Undeployed;
import io.isotrail.avro.Untagged;
import io.isotrail.schemas.resource.GovernedOperation;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a successful call observed: the body of its fact. */
final class Bodies {

  private static final String SCHEDULE = "monitoringScheduleConfig.";
  private static final String INLINE = SCHEDULE + "monitoringJobDefinition.";
  private static final String DEFINITION_NAME = SCHEDULE + "monitoringJobDefinitionName";

  /** Where requests name container images, over all kinds. */
  private static final String[] IMAGES = {
    "primaryContainer.image",
    "containers[].image",
    "algorithmSpecification.trainingImage",
    "trainingJobDefinition.algorithmSpecification.trainingImage",
    "trainingJobDefinitions[].algorithmSpecification.trainingImage",
    "appSpecification.imageUri",
    "dataQualityAppSpecification.imageUri",
    "modelQualityAppSpecification.imageUri",
    "modelBiasAppSpecification.imageUri",
    "modelExplainabilityAppSpecification.imageUri",
    INLINE + "monitoringAppSpecification.imageUri"
  };

  /** Where requests name model packages and algorithms, over all kinds. */
  private static final String[] MODEL_PACKAGES = {
    "primaryContainer.modelPackageName",
    "containers[].modelPackageName",
    "algorithmSpecification.algorithmName",
    "trainingJobDefinition.algorithmSpecification.algorithmName",
    "trainingJobDefinitions[].algorithmSpecification.algorithmName"
  };

  /** Where requests name the models that serve, over all kinds. */
  private static final String[] MODELS = {
    "productionVariants[].modelName",
    "shadowProductionVariants[].modelName",
    "modelName",
    "specification.modelName",
    "specifications[].modelName"
  };

  /** monitoringType to the kind of definition that it names. */
  private static final Map<String, ResourceKind> DEFINITION_KINDS =
      Map.of(
          "DataQuality", ResourceKind.DATA_QUALITY_JOB_DEFINITION,
          "ModelQuality", ResourceKind.MODEL_QUALITY_JOB_DEFINITION,
          "ModelBias", ResourceKind.MODEL_BIAS_JOB_DEFINITION,
          "ModelExplainability", ResourceKind.MODEL_EXPLAINABILITY_JOB_DEFINITION);

  private Bodies() {}

  static Object of(JsonNode record, GovernedOperation operation) {
    JsonNode request = record.path("requestParameters");
    return switch (operation.effect()) {
      case CREATE, REDEFINE -> created(request, operation);
      case END -> new Deleted();
      case TAG -> new Tagged(Request.tags(request));
      case UNTAG -> new Untagged(Request.tagKeys(request));
      case DEPLOY ->
          operation.kind().orElseThrow() == ResourceKind.TRANSFORM_JOB
              ? usedByTransformJob(request)
              : deployed(request);
      case UNDEPLOY -> new Undeployed();
    };
  }

  private static Created created(JsonNode request, GovernedOperation operation) {
    if (!Request.isVisible(request)) {
      return unseen(true);
    }
    ResourceKind kind = operation.kind().orElseThrow();
    String definition = Request.optional(request, DEFINITION_NAME);
    boolean elsewhere = kind == ResourceKind.MONITORING_SCHEDULE && definition != null;
    Isolation isolation = isolation(request, operation);
    boolean applies = !elsewhere && encryptsBetweenContainers(kind);
    return Created.newBuilder()
        .setIsolation(isolation)
        // Visible, yet the flag itself is not: "HIDDEN_DUE_TO_SECURITY_REASONS" in its place.
        .setHidden(isolation == Isolation.UNKNOWN && !standsElsewhere(request, operation))
        .setVpc(elsewhere ? null : Request.vpc(request, operation))
        .setInterContainerEncryption(
            applies ? Request.interContainerEncryption(request, operation) : null)
        .setTags(Request.tags(request))
        .setImages(Request.names(request, IMAGES))
        .setModelPackages(Request.names(request, MODEL_PACKAGES))
        .setModels(
            kind == ResourceKind.ENDPOINT_CONFIG ? Request.names(request, MODELS) : List.of())
        .setDefinition(elsewhere ? definition : null)
        .setDefinitionKind(elsewhere ? definitionKind(request) : null)
        .build();
  }

  /** What a visible request says about isolation, whether the call succeeded or was denied. */
  static Isolation isolation(JsonNode request, GovernedOperation operation) {
    return standsElsewhere(request, operation) || mayStandElsewhere(request, operation)
        ? Isolation.UNKNOWN
        : Request.isolation(request, operation);
  }

  /**
   * Whether the flag cannot stand in this request, so that its absence says nothing: a schedule
   * with a definition by name has that definition's flag, and the API refuses the flag of an
   * endpoint config whose variants name models (theirs count then).
   */
  private static boolean standsElsewhere(JsonNode request, GovernedOperation operation) {
    ResourceKind kind = operation.kind().orElseThrow();
    if (kind == ResourceKind.MONITORING_SCHEDULE) {
      return Request.optional(request, DEFINITION_NAME) != null;
    }
    return kind == ResourceKind.ENDPOINT_CONFIG
        && !request.hasNonNull("enableNetworkIsolation")
        && !Json.seen(request, "productionVariants[].modelName").isEmpty();
  }

  /** Whether it cannot be seen if the flag stands elsewhere. */
  private static boolean mayStandElsewhere(JsonNode request, GovernedOperation operation) {
    ResourceKind kind = operation.kind().orElseThrow();
    if (kind == ResourceKind.MONITORING_SCHEDULE) {
      return Json.isHidden(Json.at(request, DEFINITION_NAME));
    }
    return kind == ResourceKind.ENDPOINT_CONFIG
        && !request.hasNonNull("enableNetworkIsolation")
        && Json.seen(request, "productionVariants[]").stream().anyMatch(Json::isHidden);
  }

  /** A transform job inherits the isolation of its model, so it says none of its own. */
  private static Created usedByTransformJob(JsonNode request) {
    if (!Request.isVisible(request)) {
      return unseen(false);
    }
    return Created.newBuilder(unseen(false))
        .setTags(Request.tags(request))
        .setModels(Request.names(request, MODELS))
        .build();
  }

  private static Created unseen(boolean hidden) {
    return Created.newBuilder()
        .setIsolation(Isolation.UNKNOWN)
        .setHidden(hidden)
        .setVpc(null)
        .setInterContainerEncryption(null)
        .setDefinition(null)
        .setDefinitionKind(null)
        .build();
  }

  private static boolean encryptsBetweenContainers(ResourceKind kind) {
    return kind != ResourceKind.MODEL && kind != ResourceKind.ENDPOINT_CONFIG;
  }

  private static @Nullable String definitionKind(JsonNode request) {
    ResourceKind kind =
        DEFINITION_KINDS.get(Json.at(request, SCHEDULE + "monitoringType").asText(""));
    return kind == null ? null : kind.segment();
  }

  private static Deployed deployed(JsonNode request) {
    boolean component = request.has("inferenceComponentName");
    return Deployed.newBuilder()
        .setEndpointConfig(component ? null : Request.optional(request, "endpointConfigName"))
        .setEndpoint(component ? Request.optional(request, "endpointName") : null)
        .setModels(component ? Request.names(request, MODELS) : List.of())
        .build();
  }
}
