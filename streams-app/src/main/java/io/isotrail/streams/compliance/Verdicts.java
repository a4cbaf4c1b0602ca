package io.isotrail.streams.compliance;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts on one resource, at one instant after the other. A long history says the same few
 * things many times, and what people decided changes seldom: each verdict is worked out once.
 */
final class Verdicts {

  /** What may change from instant to instant; null where the tags are silent. */
  private record Said(
      @Nullable String environment,
      @Nullable String sensitivity,
      @Nullable String owner,
      @Nullable Boolean inService) {

    Said ownerless() {
      return new Said(environment, sensitivity, null, inService);
    }
  }

  /** What holds for long. */
  private record Under(
      Policy policy, Optional<ExceptionGrant> exception, Isolation isolation, boolean thirdParty) {

    @SuppressWarnings(
        "ReferenceEquality") // An equal policy that is another object costs time only.
    boolean is(
        Policy other,
        Optional<ExceptionGrant> otherException,
        Isolation otherIsolation,
        boolean otherThirdParty) {
      return policy == other
          && exception.equals(otherException)
          && isolation == otherIsolation
          && thirdParty == otherThirdParty;
    }
  }

  private final Subject subject;
  private final Role role;
  private final Map<Said, Verdict> known = new HashMap<>();
  private @Nullable Under under;
  private TagPlaces places = TagPlaces.NONE;

  Verdicts(Subject subject, Role role) {
    this.subject = subject;
    this.role = role;
  }

  /**
   * The verdict by what holds at an instant.
   *
   * @param inService null for what nothing can serve
   */
  Verdict of(
      Policy policy,
      Optional<ExceptionGrant> exception,
      Isolation isolation,
      boolean thirdParty,
      Tags tags,
      @Nullable Boolean inService) {
    Under now = under;
    if (now == null || !now.is(policy, exception, isolation, thirdParty)) {
      now = new Under(policy, exception, isolation, thirdParty);
      under = now;
      known.clear();
      places = TagPlaces.NONE;
    }
    places = places.in(tags, policy);
    Said said =
        new Said(
            tags.first(places.environment()),
            tags.first(places.sensitivity()),
            tags.first(places.owner()),
            inService);
    return of(said, now);
  }

  private Verdict of(Said said, Under now) {
    Verdict verdict = known.get(said);
    if (verdict == null) {
      // Who owns it changes nothing else.
      verdict =
          said.owner() == null ? anew(said, now) : of(said.ownerless(), now).ownedBy(said.owner());
      known.put(said, verdict);
    }
    return verdict;
  }

  private Verdict anew(Said said, Under now) {
    return Verdict.of(
        subject,
        now.policy(),
        now.exception(),
        now.isolation(),
        Classification.of(
            now.policy(),
            subject.account(),
            said.environment(),
            said.sensitivity(),
            null,
            role == Role.MODEL && Boolean.TRUE.equals(said.inService())),
        now.thirdParty(),
        said.inService());
  }
}
