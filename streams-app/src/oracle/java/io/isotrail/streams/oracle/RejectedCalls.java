package io.isotrail.streams.oracle;

import io.isotrail.avro.Attribution;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Rejected;
import io.isotrail.avro.RejectionSource;
import io.isotrail.schemas.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rejections of one resource, which stand outside of its timeline. */
final class RejectedCalls {

  private static final long DAY = 86_400;
  private static final Comparator<Fact> IN_ORDER =
      Comparator.comparingLong(Fact::getAt).thenComparing(Lives.BY_EVENT);

  private record ActorDay(String actor, long day) {}

  private RejectedCalls() {}

  /**
   * In the order of (event time, event).
   *
   * @param facts those of the resource that count; others than rejections are left out
   */
  static List<RejectionAnswer> of(ResourceKey key, List<Fact> facts, Rulings rulings) {
    Set<ActorDay> seen = new HashSet<>();
    List<RejectionAnswer> rejections = new ArrayList<>();
    for (Fact fact : facts.stream().sorted(IN_ORDER).toList()) {
      if (fact.getBody() instanceof Rejected rejected) {
        PlainPolicy policy = rulings.policyAt(fact.getAt());
        Classification classes = Classification.of(policy, key, rejected.getTags(), false);
        rejections.add(
            new RejectionAnswer(
                key,
                fact.getAccount(),
                fact.getEventId(),
                fact.getAt(),
                fact.getActor(),
                attribution(policy, fact.getOperation(), rejected),
                rejected.getPipeline() == null ? RejectionSource.AWS : RejectionSource.PIPELINE,
                classes.environment(),
                classes.sensitivity(),
                classes.owner(),
                seen.add(new ActorDay(fact.getActor(), Math.floorDiv(fact.getAt(), DAY)))));
      }
    }
    return rejections;
  }

  private static Attribution attribution(PlainPolicy policy, String operation, Rejected rejected) {
    if (rejected.getPipeline() != null) {
      boolean listed =
          policy.rejectionRules().isEmpty() || policy.rejectionRules().contains(rejected.getRule());
      return listed ? Attribution.ISOLATION : Attribution.OTHER;
    }
    if (rejected.getIsolationRequired()) {
      return Attribution.ISOLATION;
    }
    String action = rejected.getDeniedAction();
    if (action != null && !action.equalsIgnoreCase("sagemaker:" + operation)) {
      return Attribution.OTHER;
    }
    if (rejected.getIsolation() == Isolation.NOT_ISOLATED) {
      return Attribution.ISOLATION;
    }
    if (rejected.getIsolation() == Isolation.ISOLATED) {
      return Attribution.OTHER;
    }
    return policy.rejectionPolicies().contains(rejected.getDenyingPolicy())
        ? Attribution.ISOLATION
        : Attribution.UNKNOWN;
  }
}
