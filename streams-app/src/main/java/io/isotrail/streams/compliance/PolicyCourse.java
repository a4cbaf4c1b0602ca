package io.isotrail.streams.compliance;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which version of the policy applies when. A version applies from the later of its effectiveFrom
 * and its publication; the first applies from the beginning. One that rewrites the past replaces
 * every version published before it. Of several that have come into force the one that came last
 * applies, then the higher revision.
 */
final class PolicyCourse {

  private PolicyCourse() {}

  /** Start, in epoch seconds, to the version that applies from there; never empty. */
  static NavigableMap<Long, Policy> of(List<Policy.Published> policies) {
    if (policies.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing can be judged without a policy: publish one to the governance topic first");
    }
    List<Policy.Published> byRevision =
        policies.stream().sorted(Comparator.comparingLong(Policy.Published::revision)).toList();
    int first = 0;
    for (int index = 1; index < byRevision.size(); index++) {
      if (byRevision.get(index).policy().rewritesPast()) {
        first = index;
      }
    }
    NavigableMap<Long, Policy> course = new TreeMap<>();
    course.put(Long.MIN_VALUE, byRevision.get(first).policy());
    for (Policy.Published later : byRevision.subList(first + 1, byRevision.size())) {
      Long effective = later.policy().effectiveFrom();
      long start =
          effective == null ? later.publishedAt() : Math.max(effective, later.publishedAt());
      course.put(start, later.policy());
    }
    return course;
  }
}
