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
    List<String> compensatingControls) {}
