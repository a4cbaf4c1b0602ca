package io.isotrail.ingest.integrity;

import java.util.Locale;

/** What is wrong with a digest or a log that is there. */
public enum Fault {
  MOVED(
      "has been moved from its original location",
      "put it back where it says that it was delivered"),
  FORMAT("invalid format", "restore it from a copy or an older version of the object"),
  SIGNATURE_MISSING(
      "its signature is missing",
      "restore the object with its metadata: a copy must keep x-amz-meta-signature"),
  KEY_UNKNOWN(
      "public key not found",
      "give the keys of that region and time by --public-keys; if they lack it, CloudTrail did not"
          + " sign this"),
  SIGNATURE(
      "signature verification failed",
      "it or its metadata was changed after delivery: restore it, and find out who wrote it"),
  HASH(
      "hash value doesn't match",
      "the log was changed after delivery: restore it, and find out who wrote it");

  private final String words;
  private final String mend;

  Fault(String words, String mend) {
    this.words = words;
    this.mend = mend;
  }

  /** What is wrong, in the words of AWS's own tool where it has them. */
  public String words() {
    return words;
  }

  /** What to do about it. */
  public String mend() {
    return mend;
  }

  /** For metrics and the API, e.g. {@code key-unknown}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
