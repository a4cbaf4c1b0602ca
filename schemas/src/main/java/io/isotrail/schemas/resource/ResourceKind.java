package io.isotrail.schemas.resource;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of SageMaker resources that facts are about. The {@link #segment()} is the type segment
 * of the ARN, as the Service Authorization Reference for Amazon SageMaker lists it.
 */
public enum ResourceKind {
  MODEL("model", Role.STANDING),
  ENDPOINT_CONFIG("endpoint-config", Role.STANDING),
  MONITORING_SCHEDULE("monitoring-schedule", Role.STANDING),
  DATA_QUALITY_JOB_DEFINITION("data-quality-job-definition", Role.STANDING),
  MODEL_QUALITY_JOB_DEFINITION("model-quality-job-definition", Role.STANDING),
  MODEL_BIAS_JOB_DEFINITION("model-bias-job-definition", Role.STANDING),
  MODEL_EXPLAINABILITY_JOB_DEFINITION("model-explainability-job-definition", Role.STANDING),
  TRAINING_JOB("training-job", Role.RUN),
  PROCESSING_JOB("processing-job", Role.RUN),
  HYPER_PARAMETER_TUNING_JOB("hyper-parameter-tuning-job", Role.RUN),
  ENDPOINT("endpoint", Role.DEPLOYMENT),
  INFERENCE_COMPONENT("inference-component", Role.DEPLOYMENT),
  TRANSFORM_JOB("transform-job", Role.DEPLOYMENT);

  /** What a kind is to the judge. */
  public enum Role {
    /** Has spells; counts in the ratio and in the time to remediate. */
    STANDING,
    /** Judged once, when created. */
    RUN,
    /** Says which model serves where; is not judged itself. */
    DEPLOYMENT
  }

  private static final Map<String, ResourceKind> BY_SEGMENT =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(ResourceKind::segment, Function.identity()));

  private final String segment;
  private final Role role;

  ResourceKind(String segment, Role role) {
    this.segment = segment;
    this.role = role;
  }

  /**
   * The type segment of the ARN, e.g. {@code training-job}; also the kind's name in keys, topics
   * and the API.
   */
  public String segment() {
    return segment;
  }

  public Role role() {
    return role;
  }

  /** The kind with this type segment; empty for any of SageMaker's other resource types. */
  public static Optional<ResourceKind> ofSegment(String segment) {
    return Optional.ofNullable(BY_SEGMENT.get(segment));
  }
}
