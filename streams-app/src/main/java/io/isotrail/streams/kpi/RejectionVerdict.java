package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Classification;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.compliance.Subject;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A judged rejection. Attribution is honest: AWS's message never names the condition that denied a
 * call, so that isolation is given as the reason only where the request or the operator says so.
 *
 * @param at event time, epoch seconds
 * @param resource resource key
 * @param actor caller; empty when unknown
 */
public record RejectionVerdict(
    long at,
    String resource,
    String actor,
    Attribution attribution,
    Source source,
    Dimensions dimensions) {

  /** Whether isolation was the reason. */
  public enum Attribution {
    ISOLATION,
    OTHER,
    UNKNOWN;

    /** As it is written in measures, the API and the metrics. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Who rejected. */
  public enum Source {
    AWS,
    PIPELINE;

    /** As it is written in measures, the API and the metrics. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Judges a rejection by the policy that was in force when it happened. */
  public static RejectionVerdict of(RejectedCall call, Governance governance) {
    Policy policy = governance.policyAt(call.at());
    Subject subject = call.subject();
    Classification classification =
        Classification.of(
            policy, subject.account(), call.requestVisible() ? call.tags() : Map.of(), false);
    return new RejectionVerdict(
        call.at(),
        subject.key(),
        call.actor(),
        attribution(call, policy),
        call.pipeline() == null ? Source.AWS : Source.PIPELINE,
        new Dimensions(
            subject.account(),
            subject.region(),
            subject.kind(),
            classification.environment(),
            classification.sensitivity(),
            classification.owner(),
            "",
            false,
            null));
  }

  /**
   * What it adds to the sums.
   *
   * @param distinct whether it is the first, by (time, eventID), of its (resource, actor, UTC day)
   */
  public Movement movement(boolean distinct) {
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put(Measures.rejections(attribution.word(), source.word()), 1L);
    if (distinct) {
      counts.put(Measures.REJECTIONS_DISTINCT, 1L);
    }
    return new Movement(at, dimensions, new Counts(counts));
  }

  private static Attribution attribution(RejectedCall call, Policy policy) {
    if (call.pipeline() != null) {
      // Without a list every finding that a pipeline reports to us is about isolation.
      return policy.rejectionRuleIds().isEmpty()
              || (call.rule() != null && policy.rejectionRuleIds().contains(call.rule()))
          ? Attribution.ISOLATION
          : Attribution.OTHER;
    }
    if (call.isolationRequired()) {
      return Attribution.ISOLATION;
    }
    if (call.deniedAction() != null
        && !call.deniedAction().equalsIgnoreCase("sagemaker:" + call.operation())) {
      return Attribution.OTHER;
    }
    // An isolated request was not denied for want of isolation, whichever policy denied it.
    return switch (call.requestVisible() ? call.isolation() : Isolation.UNKNOWN) {
      case NOT_ISOLATED -> Attribution.ISOLATION;
      case ISOLATED -> Attribution.OTHER;
      case UNKNOWN ->
          call.denyingPolicy() != null
                  && policy.rejectionPolicyArns().contains(call.denyingPolicy())
              ? Attribution.ISOLATION
              : Attribution.UNKNOWN;
    };
  }
}
