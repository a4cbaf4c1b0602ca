package io.isotrail.ingest.telemetry;

/** How something comes into the ledger. */
public enum Entry {
  /** A message or a listing told of it. */
  NOTIFIED,
  /** Only a digest names it. */
  BY_DIGEST
}
