package io.isotrail.streams.compliance;

/**
 * The resource that is judged.
 *
 * @param partition AWS partition
 * @param account account that owns it
 * @param region AWS region
 * @param kind type segment of its ARN, e.g. {@code model}
 * @param name name, lower-cased
 */
public record Subject(String partition, String account, String region, String kind, String name) {

  /**
   * Reads a resource key as {@link #key} writes it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Subject ofKey(String key) {
    String[] segments = key.split("/", -1);
    if (segments.length != 5) {
      throw new IllegalArgumentException("a resource key has five segments: " + key);
    }
    return new Subject(segments[0], segments[1], segments[2], segments[3], segments[4]);
  }

  /** Another resource of the same account and region. */
  public Subject sibling(String otherKind, String otherName) {
    return new Subject(partition, account, region, otherKind, otherName);
  }

  /** The ARN, in lower case as SageMaker answers. */
  public String arn() {
    return "arn:" + partition + ":sagemaker:" + region + ":" + account + ":" + kind + "/" + name;
  }

  /** The resource key, {@code partition/account/region/kind/name}. */
  public String key() {
    return partition + "/" + account + "/" + region + "/" + kind + "/" + name;
  }
}
