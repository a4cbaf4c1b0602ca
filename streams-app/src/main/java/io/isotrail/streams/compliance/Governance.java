package io.isotrail.streams.compliance;

import java.util.List;

/**
 * Everything that was decided by people: all published versions of the policy and all exceptions in
 * their latest revision.
 *
 * @param policies by revision, the oldest first; never empty
 * @param exceptions in the order of their ids
 */
public record Governance(List<Policy.Published> policies, List<ExceptionGrant> exceptions) {}
