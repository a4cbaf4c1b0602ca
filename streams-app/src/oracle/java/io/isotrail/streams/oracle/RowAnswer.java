package io.isotrail.streams.oracle;

import io.isotrail.avro.Isolation;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the compliance table at an instant.
 *
 * @param generation counts from 1 within the resource key
 * @param isolation as known at that instant
 * @param severity only in a violation
 * @param owner empty when unknown
 * @param inService null for kinds that never serve
 * @param deleted whether it had ended, though something may still serve it
 * @param endpoints names in lower case of those that serve it, sorted
 * @param createdAt as the create or an observation gave it; null when neither was seen
 * @param createdBy empty when unknown
 * @param openedAt of the violation that holds, like exposedSince, detectedAt and dueAt
 * @param exception id, only when exempt
 * @param tags at that instant
 * @param lastEventAt event time of the latest fact of the resource that counts, up to that instant
 */
public record RowAnswer(
    ResourceKey key,
    int generation,
    Isolation isolation,
    Status status,
    @Nullable String severity,
    String environment,
    String sensitivity,
    String owner,
    boolean thirdParty,
    @Nullable Boolean inService,
    boolean deleted,
    List<String> endpoints,
    @Nullable Long createdAt,
    String createdBy,
    @Nullable Long openedAt,
    @Nullable Long exposedSince,
    @Nullable Long detectedAt,
    @Nullable Long dueAt,
    boolean overdue,
    @Nullable String exception,
    Map<String, String> tags,
    @Nullable Long lastEventAt) {}
