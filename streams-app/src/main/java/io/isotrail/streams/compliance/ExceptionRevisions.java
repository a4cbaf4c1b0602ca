package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All revisions of one exception as the stretches in which it holds. A later revision stands in for
 * an earlier one, with one exception: a revocation never alters the past. So what follows a
 * revocation holds from its own publication at the earliest, and what was exempt before the
 * revocation stays so.
 */
public final class ExceptionRevisions {

  private ExceptionRevisions() {}

  /**
   * One revision.
   *
   * @param publishedAt epoch seconds
   */
  public record Published(ExceptionGrant grant, long publishedAt, long revision) {}

  /**
   * The stretches in their order; they do not overlap.
   *
   * @param revisions of one exception, in any order; not empty
   * @return never empty; the last one is the present state
   */
  public static List<ExceptionGrant> stretches(List<Published> revisions) {
    List<ExceptionGrant> stretches = new ArrayList<>();
    ExceptionGrant current = null;
    long earliest = Long.MIN_VALUE;
    for (Published next :
        revisions.stream().sorted(Comparator.comparingLong(Published::revision)).toList()) {
      Long revokedAt = current == null ? null : current.revokedAt();
      if (current != null && revokedAt != null) {
        earliest = Math.max(earliest, next.publishedAt());
        ExceptionGrant past = within(current, current.validFrom(), Math.min(revokedAt, earliest));
        if (past.everInForce()) {
          stretches.add(past);
        }
      }
      ExceptionGrant grant = next.grant();
      current = within(grant, Math.max(grant.validFrom(), earliest), grant.revokedAt());
    }
    if (current == null) {
      throw new IllegalArgumentException("an exception has one revision at least");
    }
    // A revoked one that is merely worded anew has no stretch of its own.
    if (stretches.isEmpty() || current.revokedAt() == null || current.everInForce()) {
      stretches.add(current);
    }
    return List.copyOf(stretches);
  }

  private static ExceptionGrant within(
      ExceptionGrant grant, long validFrom, @Nullable Long revokedAt) {
    return new ExceptionGrant(
        grant.id(),
        grant.resource(),
        grant.reason(),
        grant.ticket(),
        grant.requestedBy(),
        grant.approver(),
        grant.approvedAt(),
        validFrom,
        grant.validUntil(),
        revokedAt,
        grant.compensatingControls());
  }
}
