package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource, or one violation spell of it, as it stands at an instant: a line of the compliance
 * table. All instants are epoch seconds.
 *
 * @param name in the case in which the generation was created
 * @param status of the generation at the instant
 * @param severity of the violation; null outside one
 * @param deleted whether it was deleted by then
 * @param createdAt null when the creation was never seen
 * @param openedAt opening of the violation; null outside one
 * @param exposedSince since when isolation is missing in fact; null when it is not missing
 * @param detectedAt when this system could first know; null when isolation is not missing
 * @param dueAt by the stretches begun by then; null outside a violation
 * @param overdue open, and past the second in which it is due
 * @param exception id of the exception in force; null when there is none
 * @param endedAt end of the violation, only in a line about an ended violation
 * @param endedAs how it ended, likewise
 */
public record Row(
    Subject subject,
    String name,
    @Nullable String accountName,
    int generation,
    Isolation isolation,
    Status status,
    @Nullable Severity severity,
    String environment,
    String sensitivity,
    String owner,
    boolean thirdParty,
    @Nullable Boolean inService,
    boolean deleted,
    List<String> endpoints,
    @Nullable Boolean vpc,
    @Nullable Boolean interContainerEncryption,
    @Nullable Long createdAt,
    String createdBy,
    @Nullable Long openedAt,
    @Nullable Long exposedSince,
    @Nullable Long detectedAt,
    @Nullable Long dueAt,
    boolean overdue,
    @Nullable String exception,
    Map<String, String> tags,
    long lastEventAt,
    @Nullable Long endedAt,
    @Nullable Ending endedAs) {}
