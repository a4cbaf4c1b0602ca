package io.isotrail.streams.compliance;

import org.jspecify.annotations.Nullable;

/**
 * One violation spell: a maximal stretch of status VIOLATION of one generation. Instants are epoch
 * seconds; severity and dimensions are those of its latest stretch.
 *
 * @param generationId eventID of the generation's first fact
 * @param endedAt when it ended or is known to end; null while nothing ends it
 */
public record ViolationSpell(
    Subject subject,
    String name,
    int generation,
    String generationId,
    long openedAt,
    long exposedSince,
    long detectedAt,
    @Nullable Long endedAt,
    @Nullable Ending endedAs,
    long dueAt,
    Severity severity,
    String environment,
    String sensitivity,
    String owner,
    boolean thirdParty,
    @Nullable Boolean inService) {

  /** Its key in the topic of violations: {@code resource key # generation's eventID # opening}. */
  public String id() {
    return subject.key() + "#" + generationId + "#" + openedAt;
  }
}
