package io.isotrail.streams.oracle;

import io.isotrail.avro.Attribution;
import io.isotrail.avro.RejectionSource;
import io.isotrail.schemas.resource.ResourceKey;

/**
 * A judged rejection.
 *
 * @param key its name is empty where none was visible
 * @param account recipient account
 * @param actor empty when unknown
 * @param owner empty when unknown
 * @param distinct the first, by (time, event), of its (resource, actor, UTC day)
 */
public record RejectionAnswer(
    ResourceKey key,
    String account,
    String eventId,
    long at,
    String actor,
    Attribution attribution,
    RejectionSource reportedBy,
    String environment,
    String sensitivity,
    String owner,
    boolean distinct) {}
