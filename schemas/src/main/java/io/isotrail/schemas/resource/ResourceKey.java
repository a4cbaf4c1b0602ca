package io.isotrail.schemas.resource;

import java.util.Locale;
import java.util.Optional;

/**
 * Which resource: {@code partition/account/region/kind/name}, the name lower-cased, because
 * SageMaker answers with lower-cased ARNs while requests keep the case in which they were typed.
 *
 * @param partition AWS partition, e.g. {@code aws-cn}
 * @param account twelve digits
 * @param region e.g. {@code eu-central-1}
 * @param kind the kind
 * @param name the name, lower-cased here; empty only for a rejection whose name is not visible
 */
public record ResourceKey(
    String partition, String account, String region, ResourceKind kind, String name) {

  public ResourceKey {
    requireSegment("partition", partition);
    requireSegment("account", account);
    requireSegment("region", region);
    if (name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("the name of a resource has no slash: " + name);
    }
    name = name.toLowerCase(Locale.ROOT);
  }

  private static void requireSegment(String what, String segment) {
    if (!isSegment(segment)) {
      throw new IllegalArgumentException(
          "a resource key needs a " + what + " without a slash: '" + segment + "'");
    }
  }

  private static boolean isSegment(String text) {
    return !text.isEmpty() && text.indexOf('/') < 0;
  }

  /**
   * Reads a key as {@link #toString()} writes it.
   *
   * @return empty when the text is not a resource key
   */
  public static Optional<ResourceKey> parse(String text) {
    String[] segments = text.split("/", -1);
    if (segments.length != 5) {
      return Optional.empty();
    }
    return of(segments[0], segments[1], segments[2], segments[3], segments[4]);
  }

  /**
   * Reads {@code arn:PARTITION:sagemaker:REGION:ACCOUNT:TYPE/NAME}, in any letter case.
   *
   * @return empty when it is no ARN of one of our kinds
   */
  public static Optional<ResourceKey> ofArn(String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length != 6
        || !parts[0].equalsIgnoreCase("arn")
        || !parts[2].equalsIgnoreCase("sagemaker")) {
      return Optional.empty();
    }
    int slash = parts[5].indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    return of(
        parts[1].toLowerCase(Locale.ROOT),
        parts[4],
        parts[3].toLowerCase(Locale.ROOT),
        parts[5].substring(0, slash).toLowerCase(Locale.ROOT),
        parts[5].substring(slash + 1));
  }

  private static Optional<ResourceKey> of(
      String partition, String account, String region, String segment, String name) {
    if (!isSegment(partition)
        || !isSegment(account)
        || !isSegment(region)
        || name.indexOf('/') >= 0) {
      return Optional.empty();
    }
    return ResourceKind.ofSegment(segment)
        .map(kind -> new ResourceKey(partition, account, region, kind, name));
  }

  /** What must be joined lives in one Kafka partition: {@code partition/account/region}. */
  public String locality() {
    return partition + "/" + account + "/" + region;
  }

  /** The ARN, with the name as it stands in this key (lower case, as SageMaker itself answers). */
  public String arn() {
    return arn(name);
  }

  /** The ARN with the name in another letter case. */
  public String arn(String displayName) {
    return "arn:"
        + partition
        + ":sagemaker:"
        + region
        + ":"
        + account
        + ":"
        + kind.segment()
        + "/"
        + displayName;
  }

  @Override
  public String toString() {
    return locality() + "/" + kind.segment() + "/" + name;
  }
}
