package io.isotrail.streams.governance;

import io.isotrail.streams.compliance.Policy;
import org.jspecify.annotations.Nullable;

/**
 * One published version of the policy.
 *
 * @param revision counts from 1
 * @param contentHash SHA-256 of its document
 * @param publishedAt epoch seconds
 * @param origin who published it: file, shipped, or api: and the caller's name
 * @param since epoch seconds from which it applies; null: from the beginning of the history
 */
public record PolicyRevision(
    long revision,
    String contentHash,
    long publishedAt,
    String origin,
    Policy policy,
    @Nullable Long since) {}
