package io.isotrail.streams.governance;

import io.isotrail.streams.compliance.ExceptionGrant;
import java.time.Duration;
import java.util.Locale;

/** How an exception stands at an instant. */
public enum ExceptionState {
  /** Nobody has approved it yet. */
  REQUESTED,
  /** It begins later. */
  APPROVED,
  /** It is in force. */
  ACTIVE,
  /** Its time is over; a request that nobody approved ends so too. */
  EXPIRED,
  /** It was revoked before its time. */
  REVOKED;

  /** One that is active and ends within this time is expiring. */
  public static final Duration EXPIRING = Duration.ofDays(30);

  /**
   * The state at an instant.
   *
   * @param instant epoch seconds
   */
  public static ExceptionState of(ExceptionGrant grant, long instant) {
    Long approvedAt = grant.approvedAt();
    Long revokedAt = grant.revokedAt();
    if (revokedAt != null && revokedAt <= instant && revokedAt < grant.validUntil()) {
      return REVOKED;
    }
    if (grant.validUntil() <= instant) {
      return EXPIRED;
    }
    if (approvedAt == null || approvedAt > instant) {
      return REQUESTED;
    }
    return grant.validFrom() > instant ? APPROVED : ACTIVE;
  }

  /**
   * Whether one is active and ends soon.
   *
   * @param instant epoch seconds
   */
  public static boolean expiring(ExceptionGrant grant, long instant) {
    return of(grant, instant) == ACTIVE && grant.endsAt() <= instant + EXPIRING.toSeconds();
  }

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
