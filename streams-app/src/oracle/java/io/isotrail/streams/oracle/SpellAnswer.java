package io.isotrail.streams.oracle;

import io.isotrail.avro.Ending;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKey;
import org.jspecify.annotations.Nullable;

/**
 * A stretch in which nothing of the verdict changed, in [from, to).
 *
 * @param generation counts from 1 within the resource key
 * @param to null when nothing known ends it; equal to from when all of it was in one second
 * @param severity only in a violation
 * @param owner empty when unknown
 * @param inService null for kinds that never serve
 * @param exception id, only when exempt
 * @param openedAt of the violation that it belongs to; null otherwise, and for runs
 * @param dueAt of that violation, by this and its earlier stretches
 * @param endedAs on the last stretch of a violation that ends
 */
public record SpellAnswer(
    ResourceKey key,
    int generation,
    long from,
    @Nullable Long to,
    Status status,
    @Nullable String severity,
    String environment,
    String sensitivity,
    String owner,
    boolean thirdParty,
    @Nullable Boolean inService,
    @Nullable String exception,
    @Nullable Long openedAt,
    @Nullable Long dueAt,
    @Nullable Ending endedAs) {

  /** Whether it holds at that instant; one of no length never does. */
  public boolean holdsAt(long at) {
    return from <= at && (to == null || at < to);
  }
}
