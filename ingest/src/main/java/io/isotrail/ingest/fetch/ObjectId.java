package io.isotrail.ingest.fetch;

/**
 * An object to be read, in one of its versions.
 *
 * @param bucket S3 bucket; empty for a file
 * @param key S3 key, or the path of a file
 * @param size bytes as the listing or the notification said; -1 when it did not
 * @param version etag, or a file's time of change; empty when not known
 */
public record ObjectId(String bucket, String key, long size, String version) {

  /** A file. */
  public static ObjectId ofFile(String path, long size, String version) {
    return new ObjectId("", path, size, version);
  }

  /** {@code s3://bucket/key}, or the path of a file. */
  public String name() {
    return bucket.isEmpty() ? key : "s3://" + bucket + "/" + key;
  }
}
