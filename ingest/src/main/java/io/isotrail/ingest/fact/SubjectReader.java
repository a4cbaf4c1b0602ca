package io.isotrail.ingest.fact;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.ingest.fact.Finding.BadReason;
import io.isotrail.schemas.resource.GovernedOperation;
import io.isotrail.schemas.resource.GovernedOperation.Effect;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.Map;
import java.util.Optional;

/** Finds out which resource a record is about. */
final class SubjectReader {

  private static final int MOST_NAME = 256;

  /** Partitions of regions by prefix, for records in which no ARN says it. */
  private static final Map<String, String> PARTITION_BY_PREFIX =
      Map.of(
          "cn-", "aws-cn",
          "us-gov-", "aws-us-gov",
          "us-iso-", "aws-iso",
          "us-isob-", "aws-iso-b",
          "eu-isoe-", "aws-iso-e",
          "us-isof-", "aws-iso-f",
          "eusc-", "aws-eusc");

  private SubjectReader() {}

  /** Empty when the record tags a resource of another kind than ours. */
  static Optional<Subject> of(JsonNode record, GovernedOperation operation, Event event)
      throws BadRecord {
    if (operation.effect() == Effect.TAG || operation.effect() == Effect.UNTAG) {
      return ofTaggedArn(Json.text(record.path("requestParameters"), operation.nameField()));
    }
    ResourceKind kind = operation.kind().orElseThrow();
    String arn = Json.text(record.path("responseElements"), arnField(operation));
    Optional<ResourceKey> answered = ours(arn, kind);
    String name = nameIn(record, operation);
    if (name.isEmpty() && answered.isPresent()) {
      name = nameOf(arn);
    }
    if (name.isEmpty()) {
      throw new BadRecord(BadReason.MISSING_NAME, operation.nameField() + " is not in the record");
    }
    return Optional.of(subject(record, event, kind, answered, name));
  }

  /**
   * The resource that was not created. The name comes from the request, else from the ARN in the
   * message where that is of the operation's kind, and may stay empty.
   */
  static Subject ofRejection(
      JsonNode record, GovernedOperation operation, Event event, Denial denial) throws BadRecord {
    ResourceKind kind = operation.kind().orElseThrow();
    Optional<ResourceKey> named = ours(denial.resourceArn(), kind);
    String name = nameIn(record, operation);
    if (name.isEmpty() && named.isPresent()) {
      name = nameOf(denial.resourceArn());
    }
    return subject(record, event, kind, named, name);
  }

  private static Subject subject(
      JsonNode record, Event event, ResourceKind kind, Optional<ResourceKey> key, String name)
      throws BadRecord {
    if (name.length() > MOST_NAME || name.indexOf('/') >= 0) {
      throw new BadRecord(BadReason.BAD_NAME, "the name has a slash or is far too long");
    }
    return key.map(
            found -> new Subject(found.partition(), found.account(), found.region(), kind, name))
        .orElseGet(
            () ->
                new Subject(
                    partitionOf(event.region(), Json.text(record.path("userIdentity"), "arn")),
                    event.account(),
                    event.region(),
                    kind,
                    name));
  }

  private static Optional<Subject> ofTaggedArn(String arn) throws BadRecord {
    String[] parts = arn.split(":", 6);
    if (parts.length != 6 || !parts[0].equalsIgnoreCase("arn") || parts[5].indexOf('/') < 0) {
      throw new BadRecord(
          BadReason.BAD_RESOURCE_ARN, "resourceArn is missing or is no ARN of SageMaker");
    }
    Optional<ResourceKey> key = ResourceKey.ofArn(arn);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    ResourceKey found = key.get();
    if (!Event.isAccount(found.account())
        || !Event.isRegion(found.region())
        || found.name().isEmpty()
        || found.name().length() > MOST_NAME) {
      throw new BadRecord(BadReason.BAD_RESOURCE_ARN, "resourceArn has no usable account or name");
    }
    return Optional.of(
        new Subject(found.partition(), found.account(), found.region(), found.kind(), nameOf(arn)));
  }

  private static Optional<ResourceKey> ours(String arn, ResourceKind kind) {
    return ResourceKey.ofArn(arn)
        .filter(key -> key.kind() == kind)
        .filter(key -> Event.isAccount(key.account()) && Event.isRegion(key.region()));
  }

  private static String nameIn(JsonNode record, GovernedOperation operation) {
    String name = Json.text(record.path("requestParameters"), operation.nameField()).strip();
    return name.equals(Json.HIDDEN) ? "" : name;
  }

  private static String nameOf(String arn) {
    return arn.substring(arn.indexOf('/') + 1);
  }

  /** {@code modelName} is answered as {@code modelArn}. */
  private static String arnField(GovernedOperation operation) {
    String field = operation.nameField();
    return field.substring(0, field.length() - "Name".length()) + "Arn";
  }

  private static String partitionOf(String region, String callerArn) {
    for (Map.Entry<String, String> entry : PARTITION_BY_PREFIX.entrySet()) {
      if (region.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    String[] parts = callerArn.split(":", 3);
    return parts.length == 3 && parts[0].equals("arn") && parts[1].matches("aws[a-z-]{0,20}")
        ? parts[1]
        : "aws";
  }
}
