package io.isotrail.ingest.read;

import java.io.IOException;

/** The content of an object is at fault, not the way to it: trying again would not help. */
final class ContentFault extends IOException {

  private static final long serialVersionUID = 1L;

  private final Fault.Reason reason;

  ContentFault(Fault.Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Fault.Reason reason() {
    return reason;
  }

  String explanation() {
    return String.valueOf(getMessage());
  }
}
