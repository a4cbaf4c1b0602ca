package io.isotrail.streams.compliance;

import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was decided by people: all published versions of the policy, and all exceptions.
 * Immutable.
 */
public final class Governance {

  private final List<Policy.Published> policies;
  private final List<ExceptionGrant> exceptions;
  // Computed when first asked for, since every verdict asks; a race computes the same twice.
  private volatile @Nullable NavigableMap<Long, Policy> course;

  /**
   * @param policies by revision, the oldest first; nothing can be judged without one
   * @param exceptions in the order of their ids; one that came back after a revocation once for
   *     each stretch, see {@link ExceptionRevisions}
   */
  public Governance(List<Policy.Published> policies, List<ExceptionGrant> exceptions) {
    this.policies = List.copyOf(policies);
    this.exceptions = List.copyOf(exceptions);
  }

  public List<Policy.Published> policies() {
    return policies;
  }

  public List<ExceptionGrant> exceptions() {
    return exceptions;
  }

  /**
   * The policy that applies at an instant.
   *
   * @param instant epoch seconds
   * @throws IllegalArgumentException when there is no policy
   */
  public Policy policyAt(long instant) {
    return policyCourse().floorEntry(instant).getValue();
  }

  /** Start, in epoch seconds, to the version that applies from there; never empty. */
  NavigableMap<Long, Policy> policyCourse() {
    NavigableMap<Long, Policy> known = course;
    if (known == null) {
      known = PolicyCourse.of(policies);
      course = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Governance governance
        && policies.equals(governance.policies)
        && exceptions.equals(governance.exceptions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(policies, exceptions);
  }

  @Override
  public String toString() {
    return policies.size() + " versions of the policy, " + exceptions.size() + " exceptions";
  }
}
