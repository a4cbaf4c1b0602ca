package io.isotrail.streams.compliance;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Classifies one resource at one instant after the other. A long history says the same few things
 * many times: each is worked out once.
 */
final class Classifying {

  /** What is silent is null. */
  private record Said(
      @Nullable String environment,
      @Nullable String sensitivity,
      @Nullable String owner,
      boolean inService) {}

  private final String account;
  private final Map<Said, Classification> known = new HashMap<>();
  private @Nullable Policy policy;

  Classifying(String account) {
    this.account = account;
  }

  /** As {@link Classification#of(Policy, String, Map, boolean)}. */
  Classification of(Policy inForce, Tags tags, boolean inService) {
    if (policy != inForce) {
      known.clear();
      policy = inForce;
    }
    Said said =
        new Said(
            tags.first(inForce.environmentKeys()),
            tags.first(inForce.sensitivityKeys()),
            tags.first(inForce.ownerKeys()),
            inService);
    Classification classification = known.get(said);
    if (classification == null) {
      classification =
          Classification.of(
              inForce,
              account,
              said.environment(),
              said.sensitivity(),
              said.owner(),
              said.inService());
      known.put(said, classification);
    }
    return classification;
  }
}
