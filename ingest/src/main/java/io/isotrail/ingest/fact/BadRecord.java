package io.isotrail.ingest.fact;

import io.isotrail.ingest.fact.Finding.BadReason;

/** Inside this room only: leaves the reading of a record that cannot be understood. */
final class BadRecord extends Exception {

  private static final long serialVersionUID = 1L;

  private final BadReason reason;

  BadRecord(BadReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  BadReason reason() {
    return reason;
  }

  String explanation() {
    return String.valueOf(getMessage());
  }
}
