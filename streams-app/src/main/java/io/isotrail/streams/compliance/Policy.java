package io.isotrail.streams.compliance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of the policy, as {@code policy.yaml} gives it. Tag keys and values are lower-cased.
 *
 * @param version a name for people
 * @param effectiveFrom epoch seconds; null: from its publication
 * @param rewritesPast true: it applies from the beginning
 * @param environmentKeys tag keys in order of priority
 * @param productionValues tag values that mean production
 * @param sensitivityKeys tag keys in order of priority
 * @param sensitivityValues tag value to sensitivity
 * @param ownerKeys tag keys in order of priority
 * @param accounts account id to what is known about it
 * @param ownRegistries prefixes of image references, or account ids, of the organisation's own
 *     registries; empty: images are not looked at
 * @param scope rules that leave resources out; empty: everything is in scope
 * @param severity rules in their order, the first that matches wins
 * @param objectives time to remediate by severity
 * @param maximumExceptionLength longest exception
 * @param rejectionPolicyArns denying policies that mean isolation
 * @param rejectionRuleIds rules of pipelines that mean isolation
 * @param ratioObjective wanted isolation ratio, 0 to 1
 */
public record Policy(
    String version,
    @Nullable Long effectiveFrom,
    boolean rewritesPast,
    List<String> environmentKeys,
    Set<String> productionValues,
    List<String> sensitivityKeys,
    Map<String, String> sensitivityValues,
    List<String> ownerKeys,
    Map<String, Account> accounts,
    List<String> ownRegistries,
    List<ScopeRule> scope,
    List<SeverityRule> severity,
    Map<Severity, Duration> objectives,
    Duration maximumExceptionLength,
    Set<String> rejectionPolicyArns,
    Set<String> rejectionRuleIds,
    double ratioObjective) {

  /** What the policy's map knows about an account; null where it is silent. */
  public record Account(
      @Nullable String name,
      @Nullable String environment,
      @Nullable String owner,
      @Nullable String sensitivity) {}

  /**
   * Leaves resources out of scope. A null field matches everything.
   *
   * @param resource glob over the ARN
   */
  public record ScopeRule(
      @Nullable String resource,
      @Nullable Set<String> environments,
      @Nullable Set<String> sensitivities,
      @Nullable Set<String> kinds) {}

  /** Gives a severity. A null field matches everything. */
  public record SeverityRule(
      @Nullable Set<String> environments,
      @Nullable Set<String> sensitivities,
      @Nullable Boolean inService,
      @Nullable Boolean thirdParty,
      Severity severity) {}

  /** A policy with the instant of its publication, epoch seconds. */
  public record Published(Policy policy, long publishedAt, long revision) {}
}
