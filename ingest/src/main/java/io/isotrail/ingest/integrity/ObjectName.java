package io.isotrail.ingest.integrity;

/**
 * Where an object lies, or where a digest says that it lies.
 *
 * @param bucket S3 bucket; empty for a file whose bucket is not known
 * @param key S3 key
 */
public record ObjectName(String bucket, String key) {

  private static final String ROOT = "AWSLogs/";

  /** {@code s3://bucket/key}, or the key alone. */
  @Override
  public String toString() {
    return bucket.isEmpty() ? key : "s3://" + bucket + "/" + key;
  }

  /** Reads what {@link #toString} gives. */
  public static ObjectName parse(String text) {
    String scheme = "s3://";
    int slash = text.startsWith(scheme) ? text.indexOf('/', scheme.length()) : -1;
    return slash < 0
        ? new ObjectName("", text)
        : new ObjectName(text.substring(scheme.length(), slash), text.substring(slash + 1));
  }

  /** The key from {@code AWSLogs/} on; the whole key where there is none. */
  String belowRoot() {
    int at = ("/" + key).lastIndexOf("/" + ROOT);
    return at < 0 ? key : key.substring(at);
  }

  /**
   * Whether an object that says it lies here was found in its place. A directory knows no bucket,
   * and may begin anywhere above {@code AWSLogs}.
   */
  boolean isPlaceOf(ObjectName found) {
    return found.bucket().isEmpty()
        ? belowRoot().equals(found.belowRoot())
        : equals(found);
  }
}
