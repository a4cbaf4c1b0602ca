package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Subject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A create call that was rejected, as it was observed.
 *
 * @param account CloudTrail's recipientAccountId
 * @param eventId CloudTrail's eventID, or the reporter's id
 * @param at event time, epoch seconds
 * @param operation CloudTrail's eventName
 * @param subject what would have been created; its name is empty where none was visible
 * @param actor caller; empty when unknown
 * @param deniedAction the IAM action that the message names; null when it names none
 * @param denyingPolicy ARN of the denying policy; null when the message names none
 * @param requestVisible whether the record carried the request
 * @param isolation the flag of the visible request
 * @param isolationRequired whether validation refused the call because isolation is required
 * @param tags tags of the visible request
 * @param pipeline name of the reporting pipeline; null when AWS rejected the call
 * @param rule rule by which the pipeline stopped the deployment
 */
public record RejectedCall(
    String account,
    String eventId,
    long at,
    String operation,
    Subject subject,
    String actor,
    @Nullable String deniedAction,
    @Nullable String denyingPolicy,
    boolean requestVisible,
    Isolation isolation,
    boolean isolationRequired,
    Map<String, String> tags,
    @Nullable String pipeline,
    @Nullable String rule) {}
