package io.isotrail.streams.compliance;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The verdict at one instant with everything that it hangs on.
 *
 * @param inService null for kinds that nothing serves
 * @param objective time to remediate; only in a violation
 */
record Verdict(
    Status status,
    @Nullable Severity severity,
    Classification classification,
    boolean thirdParty,
    @Nullable Boolean inService,
    @Nullable String exception,
    @Nullable Duration objective) {

  /** Used where the table of the policy is silent: nobody decided, so somebody should look. */
  private static final Severity UNRULED = Severity.HIGH;

  static Verdict of(
      Subject subject,
      Policy policy,
      Optional<ExceptionGrant> exception,
      Isolation isolation,
      Classification classification,
      boolean thirdParty,
      @Nullable Boolean inService) {
    return switch (isolation) {
      case ISOLATED -> plain(Status.COMPLIANT, classification, thirdParty, inService);
      case UNKNOWN -> plain(Status.UNDETERMINED, classification, thirdParty, inService);
      case NOT_ISOLATED -> {
        if (isLeftOut(subject, policy, classification)) {
          yield plain(Status.OUT_OF_SCOPE, classification, thirdParty, inService);
        }
        if (exception.isPresent()) {
          yield new Verdict(
              Status.EXEMPT,
              null,
              classification,
              thirdParty,
              inService,
              exception.get().id(),
              null);
        }
        Severity severity =
            severity(policy, classification, thirdParty, Boolean.TRUE.equals(inService));
        yield new Verdict(
            Status.VIOLATION,
            severity,
            classification,
            thirdParty,
            inService,
            null,
            objective(policy, severity));
      }
    };
  }

  /** The same of a resource with this owner, who takes no part in it. */
  Verdict ownedBy(String owner) {
    return new Verdict(
        status,
        severity,
        new Classification(classification.environment(), classification.sensitivity(), owner),
        thirdParty,
        inService,
        exception,
        objective);
  }

  private static Duration objective(Policy policy, Severity severity) {
    return Objects.requireNonNull(
        policy.objectives().get(severity),
        () -> "the policy " + policy.version() + " has no objective for " + severity.word());
  }

  private static Verdict plain(
      Status status,
      Classification classification,
      boolean thirdParty,
      @Nullable Boolean inService) {
    return new Verdict(status, null, classification, thirdParty, inService, null, null);
  }

  private static boolean isLeftOut(Subject subject, Policy policy, Classification classification) {
    for (Policy.ScopeRule rule : policy.scope()) {
      if ((rule.resource() == null || Glob.matches(rule.resource(), subject.arn()))
          && accepts(rule.environments(), classification.environment())
          && accepts(rule.sensitivities(), classification.sensitivity())
          && accepts(rule.kinds(), subject.kind())) {
        return true;
      }
    }
    return false;
  }

  /**
   * By the first rule that matches. A third-party container raises by one level, unless the rule
   * itself speaks of third parties. What nothing can serve counts as not in service.
   */
  private static Severity severity(
      Policy policy, Classification classification, boolean thirdParty, boolean inService) {
    for (Policy.SeverityRule rule : policy.severity()) {
      if (accepts(rule.environments(), classification.environment())
          && accepts(rule.sensitivities(), classification.sensitivity())
          && (rule.inService() == null || rule.inService() == inService)
          && (rule.thirdParty() == null || rule.thirdParty() == thirdParty)) {
        return thirdParty && rule.thirdParty() == null ? rule.severity().raised() : rule.severity();
      }
    }
    return UNRULED;
  }

  private static boolean accepts(@Nullable Set<String> accepted, String value) {
    return accepted == null || accepted.contains(value);
  }
}
