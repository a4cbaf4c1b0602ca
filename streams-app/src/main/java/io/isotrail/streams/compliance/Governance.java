package io.isotrail.streams.compliance;

import java.util.List;

/**
 * Everything that was decided by people: all published versions of the policy, and all exceptions.
 *
 * @param policies by revision, the oldest first; never empty
 * @param exceptions in the order of their ids; one that came back after a revocation once for each
 *     stretch, see {@link ExceptionRevisions}
 */
public record Governance(List<Policy.Published> policies, List<ExceptionGrant> exceptions) {

  /**
   * The policy that applies at an instant.
   *
   * @param instant epoch seconds
   * @throws IllegalArgumentException when there is no policy
   */
  public Policy policyAt(long instant) {
    return PolicyCourse.of(policies).floorEntry(instant).getValue();
  }
}
