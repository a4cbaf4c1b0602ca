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
