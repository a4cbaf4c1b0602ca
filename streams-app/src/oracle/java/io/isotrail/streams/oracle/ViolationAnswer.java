package io.isotrail.streams.oracle;

import io.isotrail.avro.Ending;
import io.isotrail.schemas.resource.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * A violation: a maximal stretch of status VIOLATION within one generation.
 *
 * @param generation counts from 1 within the resource key
 * @param detectedAt the first instant at which the isolation of the generation was known
 * @param endedAt null while nothing known ends it
 * @param dueAt by all its stretches
 * @param severity of its latest stretch, like all that follows
 */
public record ViolationAnswer(
    ResourceKey key,
    int generation,
    long openedAt,
    long exposedSince,
    @Nullable Long detectedAt,
    @Nullable Long endedAt,
    @Nullable Ending endedAs,
    long dueAt,
    String severity,
    String environment,
    String sensitivity,
    String owner,
    boolean thirdParty,
    @Nullable Boolean inService) {}
