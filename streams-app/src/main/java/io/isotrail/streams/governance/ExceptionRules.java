package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of one exception: requested, approved by another person, revoked. Nothing that was
 * exempt becomes a violation for the past, so that what was once approved is revoked and requested
 * anew, and never overwritten.
 */
final class ExceptionRules {

  private static final String API = "api:";

  private final PublishedGovernance published;
  private final long now;

  /**
   * @param now epoch seconds
   */
  ExceptionRules(PublishedGovernance published, long now) {
    this.published = published;
    this.now = now;
  }

  /**
   * Somebody requests an exception, or says a request anew that nobody has approved.
   *
   * @param json the request
   * @param caller who sends it; also who requests it, when the request does not say
   */
  Outcome request(String id, String json, String caller) {
    Optional<ExceptionRevision> known = published.exception(id);
    Long validFrom = known.map(one -> one.grant().validFrom()).orElse(null);
    ExceptionGrant asked =
        GovernanceFiles.requestFromDocument(
            json, id, caller, validFrom == null ? now : validFrom, policy());
    if (known.isPresent()) {
      ExceptionGrant present = known.get().grant();
      if (sameRequest(asked, present) && present.revokedAt() == null) {
        return new Outcome.Unchanged(published);
      }
      if (present.approvedAt() != null && present.revokedAt() == null) {
        return new Outcome.Conflict(
            "the exception "
                + id
                + " is approved, and what it covered stays covered: revoke it, or request another"
                + " id");
      }
    }
    if (asked.validUntil() <= now) {
      throw new InvalidGovernanceException(
          "validUntil: has passed already; a request is for the time to come", "validUntil");
    }
    return write(published.next(asked, API + caller, now));
  }

  /** Everything but what the approval added. */
  private static boolean sameRequest(ExceptionGrant asked, ExceptionGrant present) {
    String approver = present.approvedAt() == null ? present.approver() : asked.approver();
    return asked.equals(with(present, approver, null, present.revokedAt()));
  }

  /**
   * Somebody else approves it, from now on.
   *
   * @param revision the one that was read; no other is approved
   */
  Outcome approve(String id, long revision, String caller) {
    Optional<ExceptionRevision> known = published.exception(id);
    if (known.isEmpty()) {
      return new Outcome.Unknown(id);
    }
    ExceptionGrant present = known.get().grant();
    if (present.revokedAt() != null) {
      return new Outcome.Conflict("the exception " + id + " was revoked; request it anew");
    }
    if (present.approvedAt() != null) {
      return present.approver().equalsIgnoreCase(caller)
          ? new Outcome.Unchanged(published)
          : new Outcome.Conflict(
              "the exception " + id + " was approved by " + present.approver() + " already");
    }
    if (present.validUntil() <= now) {
      return new Outcome.Conflict(
          "the exception " + id + " ended before anybody approved it; request it anew");
    }
    if (caller.equalsIgnoreCase(present.requestedBy()) || isSender(caller, known.get())) {
      throw new InvalidGovernanceException(
          "approver: "
              + caller
              + " requested the exception "
              + id
              + "; let somebody else approve it",
          "approver");
    }
    if (known.get().revision() != revision) {
      return new Outcome.Conflict(
          "the latest revision of the exception "
              + id
              + " is "
              + known.get().revision()
              + ", not "
              + revision
              + ": look at what changed, and approve that revision");
    }
    // The policy may have become stricter since the request.
    requireLength(present, policy(), "the exception " + id);
    return write(published.next(with(present, caller, now, null), API + caller, now));
  }

  /** A request in somebody else's name is still the request of whoever sent it. */
  private static boolean isSender(String caller, ExceptionRevision request) {
    return request.origin().equalsIgnoreCase(API + caller);
  }

  /**
   * Revokes from now on; those that have ended or are revoked already stay as they are.
   *
   * @param origin who does so
   */
  Outcome revoke(List<String> ids, String origin) {
    List<Governance> revisions = new ArrayList<>();
    for (String id : ids.stream().distinct().toList()) {
      Optional<ExceptionRevision> known = published.exception(id);
      if (known.isEmpty()) {
        return new Outcome.Unknown(id);
      }
      ExceptionGrant grant = known.get().grant();
      Long revokedAt = grant.revokedAt();
      if ((revokedAt == null || revokedAt > now) && grant.validUntil() > now) {
        published.next(revoked(grant, now), origin, now).ifPresent(revisions::add);
      }
    }
    return revisions.isEmpty()
        ? new Outcome.Unchanged(published)
        : new Outcome.Published(revisions, published, published);
  }

  private Outcome write(Optional<Governance> revision) {
    return revision
        .<Outcome>map(one -> new Outcome.Published(List.of(one), published, published))
        .orElseGet(() -> new Outcome.Unchanged(published));
  }

  private Policy policy() {
    return published
        .policyAt(now)
        .map(PolicyRevision::policy)
        .orElseGet(GovernanceFiles::defaultPolicy);
  }

  /**
   * Requires that an exception is no longer than the policy allows, from the start of its validity.
   *
   * @param where what to call it in the error
   */
  static void requireLength(ExceptionGrant grant, Policy policy, String where) {
    if (grant.validUntil() - grant.validFrom() > policy.maximumExceptionLength().toSeconds()) {
      throw new InvalidGovernanceException(
          where
              + ": validUntil: the exception is longer than the policy's exceptions.maxLength "
              + policy.maximumExceptionLength()
              + ", i.e. ends after "
              + Instant.ofEpochSecond(grant.validFrom()).plus(policy.maximumExceptionLength())
              + "; shorten it and renew it in time",
          "validUntil");
    }
  }

  /**
   * The same, revoked.
   *
   * @param at epoch seconds
   */
  static ExceptionGrant revoked(ExceptionGrant grant, long at) {
    return with(grant, grant.approver(), grant.approvedAt(), at);
  }

  private static ExceptionGrant with(
      ExceptionGrant grant, String approver, @Nullable Long approvedAt, @Nullable Long revokedAt) {
    return new ExceptionGrant(
        grant.id(),
        grant.resource(),
        grant.reason(),
        grant.ticket(),
        grant.requestedBy(),
        approver,
        approvedAt,
        grant.validFrom(),
        grant.validUntil(),
        revokedAt,
        grant.compensatingControls());
  }
}
