package io.isotrail.streams.compliance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An approved exception.
 *
 * @param id its identity
 * @param resource glob over the ARN, any letter case, {@code *} crosses {@code /}
 * @param approvedAt epoch seconds; null while it is only requested
 * @param validFrom epoch seconds
 * @param validUntil epoch seconds, exclusive
 * @param revokedAt epoch seconds from which it no longer holds; null when it was not revoked
 */
public record ExceptionGrant(
    String id,
    String resource,
    String reason,
    String ticket,
    String requestedBy,
    String approver,
    @Nullable Long approvedAt,
    long validFrom,
    long validUntil,
    @Nullable Long revokedAt,
    List<String> compensatingControls) {

  /** Whether it is in force at any instant: approved, and not revoked before it began. */
  public boolean everInForce() {
    return approvedAt != null && startsAt() < endsAt();
  }

  /** When it comes into force: the later of validFrom and approvedAt; never, when not approved. */
  public long startsAt() {
    return approvedAt == null ? Long.MAX_VALUE : Math.max(validFrom, approvedAt);
  }

  /** First instant at which it no longer holds: the earlier of validUntil and revokedAt. */
  public long endsAt() {
    return revokedAt == null ? validUntil : Math.min(validUntil, revokedAt);
  }

  /** Whether it is in force at an instant. */
  public boolean inForceAt(long instant) {
    return everInForce() && startsAt() <= instant && instant < endsAt();
  }
}
