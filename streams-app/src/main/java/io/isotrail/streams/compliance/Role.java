package io.isotrail.streams.compliance;

/** What a kind of resource is to the judge. */
public enum Role {
  MODEL,
  ENDPOINT_CONFIG,
  SCHEDULE,
  DEFINITION,
  /** A job that is judged once, when it is created. */
  RUN,
  ENDPOINT,
  INFERENCE_COMPONENT,
  TRANSFORM_JOB;

  /**
   * The role of a kind.
   *
   * @param kind type segment of the ARN
   * @throws IllegalArgumentException when it is no governed kind
   */
  public static Role of(String kind) {
    return switch (kind) {
      case "model" -> MODEL;
      case "endpoint-config" -> ENDPOINT_CONFIG;
      case "monitoring-schedule" -> SCHEDULE;
      case "data-quality-job-definition",
          "model-quality-job-definition",
          "model-bias-job-definition",
          "model-explainability-job-definition" ->
          DEFINITION;
      case "training-job", "processing-job", "hyper-parameter-tuning-job" -> RUN;
      case "endpoint" -> ENDPOINT;
      case "inference-component" -> INFERENCE_COMPONENT;
      case "transform-job" -> TRANSFORM_JOB;
      default -> throw new IllegalArgumentException("no governed kind of resource: " + kind);
    };
  }

  /** Whether resources of this role have a verdict of their own. */
  public boolean judged() {
    return switch (this) {
      case MODEL, ENDPOINT_CONFIG, SCHEDULE, DEFINITION, RUN -> true;
      case ENDPOINT, INFERENCE_COMPONENT, TRANSFORM_JOB -> false;
    };
  }

  /** Whether it says which models serve, or use, what. */
  public boolean serves() {
    return switch (this) {
      case ENDPOINT, INFERENCE_COMPONENT, TRANSFORM_JOB -> true;
      case MODEL, ENDPOINT_CONFIG, SCHEDULE, DEFINITION, RUN -> false;
    };
  }

  /** Whether something can serve it. */
  public boolean served() {
    return switch (this) {
      case MODEL, ENDPOINT_CONFIG -> true;
      case SCHEDULE, DEFINITION, RUN, ENDPOINT, INFERENCE_COMPONENT, TRANSFORM_JOB -> false;
    };
  }
}
