package io.isotrail.ingest.integrity;

import java.util.Locale;

/** What became of a log that a valid digest names; each is exactly one of these. */
public enum Fate {
  /** It was read before the digest was judged, and is as it was delivered. */
  READ,
  /**
   * A notification or a listing told of it, and it is not read: it is in flight for the first time,
   * was left out on purpose, or is a dead letter. The ledger has it already.
   */
  TOLD,
  /** No notification told of it, though it was delivered under our eyes. It is read now. */
  HEALED,
  /**
   * It was delivered before the start, or so long ago that it may be forgotten, or another instance
   * may have read it, or it was read while it was changed, or it was given back. It is read now.
   */
  READ_AGAIN,
  /** Of a listing, which finds it by itself, or of a day that is not wanted: it is not read. */
  CHECKED,
  /** It is there and not as it was delivered. */
  INVALID,
  /** It is not there. */
  MISSING,
  /** It could not be had. */
  UNPROVEN;

  /** The code in metrics, e.g. {@code read-again}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the log enters the ledger by its digest. */
  public boolean entersByDigest() {
    return this == HEALED || this == READ_AGAIN;
  }
}
