package io.isotrail.streams.compliance;

import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verdicts on one generation, at one instant after the other. */
final class LifeVerdicts {

  private final Life life;
  private final Subject subject;
  private final boolean served;
  private final Course<Policy> policies;
  private final Course<Optional<ExceptionGrant>> exceptions;
  private final Course<Isolation> isolation;
  private final Verdicts verdicts;

  /** The policy by which it was asked last whether the containers are a third party's. */
  private @Nullable Policy asked;

  private boolean thirdParty;

  /**
   * @param isolation that of the generation
   */
  LifeVerdicts(
      Life life,
      Subject subject,
      boolean served,
      Course<Policy> policies,
      Course<Optional<ExceptionGrant>> exceptions,
      NavigableMap<Long, Isolation> isolation,
      Verdicts verdicts) {
    this.life = life;
    this.subject = subject;
    this.served = served;
    this.policies = policies;
    this.exceptions = exceptions;
    this.isolation = new Course<>(isolation);
    this.verdicts = verdicts;
  }

  Verdict at(long instant) {
    Policy policy = policies.at(instant);
    return verdicts.of(
        policy,
        exceptions.at(instant),
        isolation.at(instant),
        isThirdParty(policy),
        life.tagsFrom.at(instant),
        served ? life.inServiceAt(instant) : null);
  }

  @SuppressWarnings("ReferenceEquality") // An equal policy that is another object costs time only.
  private boolean isThirdParty(Policy policy) {
    if (asked != policy) {
      thirdParty = ThirdParty.is(policy, subject.account(), life.images, life.modelPackages);
      asked = policy;
    }
    return thirdParty;
  }
}
