package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One observed thing about one resource. Copies of one event have the same (account, eventId) and
 * may differ in the rest.
 *
 * @param account CloudTrail's recipientAccountId
 * @param eventId CloudTrail's eventID
 * @param amends originalEventID of an addendum; null for an ordinary record
 * @param at event time, epoch seconds
 * @param operation CloudTrail's eventName
 * @param name name of the resource in the case in which it was given
 * @param actor caller; empty when unknown
 * @param origin how the copy reached us
 * @param contentHash SHA-256 of the canonical content, hex
 * @param sources the objects that carried it, in order
 * @param what what was observed
 */
public record Fact(
    String account,
    String eventId,
    @Nullable String amends,
    long at,
    String operation,
    String name,
    String actor,
    Origin origin,
    String contentHash,
    SortedSet<String> sources,
    What what) {

  /** How a copy reached us; a copy from S3 wins over all others. */
  public enum Origin {
    S3,
    EVENTBRIDGE,
    INVENTORY,
    PIPELINE
  }

  /** What was observed. Collections are unmodifiable. */
  public sealed interface What {}

  /**
   * The resource was created.
   *
   * @param hidden true when CloudTrail omitted the request parameters
   * @param vpc whether a VPC configuration was given; null when not visible
   * @param interContainerEncryption null when not visible or not applicable
   * @param images container images
   * @param modelPackages model packages or algorithms named
   * @param models models that an endpoint config or a transform job names
   * @param definition name of the job definition in which a schedule's flag stands
   * @param definitionKind kind of that definition; null when it is none that we know
   */
  public record Created(
      Isolation isolation,
      boolean hidden,
      @Nullable Boolean vpc,
      @Nullable Boolean interContainerEncryption,
      Map<String, String> tags,
      List<String> images,
      List<String> modelPackages,
      List<String> models,
      @Nullable String definition,
      @Nullable String definitionKind)
      implements What {}

  /**
   * The definition of a living resource was replaced; only monitoring schedules can be.
   *
   * @param definition what it is now; its tags, models and images count for nothing
   */
  public record Redefined(Created definition) implements What {}

  /** Tags were set; an existing key is overwritten. */
  public record Tagged(Map<String, String> tags) implements What {}

  /** Tag keys were removed. */
  public record Untagged(List<String> keys) implements What {}

  /** The resource was deleted (runs: or stopped). */
  public record Deleted() implements What {}

  /** An endpoint or an inference component was requested to serve. */
  public record Deployed(
      @Nullable String endpointConfig, @Nullable String endpoint, List<String> models)
      implements What {}

  /** An endpoint or an inference component was deleted. */
  public record Undeployed() implements What {}

  /**
   * An inventory saw the resource.
   *
   * @param createdAt creation time as described, epoch seconds
   * @param tags all tags at that instant; null when not listed
   */
  public record Seen(
      Isolation isolation,
      @Nullable Long createdAt,
      @Nullable Boolean vpc,
      @Nullable Boolean interContainerEncryption,
      @Nullable Map<String, String> tags,
      List<String> images,
      List<String> modelPackages)
      implements What {}
}
