package io.isotrail.streams.simulation;

import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The governance as it would be with another policy. */
final class Candidate {

  private Candidate() {}

  /**
   * With the candidate for the whole past; or, where it has an effectiveFrom and does not rewrite
   * the past, with the versions that began before that instant, and the candidate from it on. So a
   * later version that is in force today does not hide what the candidate would do.
   */
  static Governance with(Governance present, Policy candidate) {
    Long from = candidate.effectiveFrom();
    List<Policy.Published> policies = new ArrayList<>();
    long revision = 1;
    if (from != null && !candidate.rewritesPast()) {
      for (Policy.Published published : sinceRewritten(present.policies())) {
        if (policies.isEmpty() || start(published) < from) {
          policies.add(published);
          revision = published.revision() + 1;
        }
      }
    }
    policies.add(new Policy.Published(candidate, from == null ? 0 : from, revision));
    return new Governance(policies, present.exceptions());
  }

  /** By revision, from the last one on that rewrote the past: it counts from the beginning. */
  private static List<Policy.Published> sinceRewritten(List<Policy.Published> policies) {
    List<Policy.Published> byRevision =
        policies.stream().sorted(Comparator.comparingLong(Policy.Published::revision)).toList();
    int first = 0;
    for (int index = 1; index < byRevision.size(); index++) {
      if (byRevision.get(index).policy().rewritesPast()) {
        first = index;
      }
    }
    return byRevision.subList(first, byRevision.size());
  }

  private static long start(Policy.Published published) {
    Long effective = published.policy().effectiveFrom();
    return effective == null
        ? published.publishedAt()
        : Math.max(effective, published.publishedAt());
  }
}
