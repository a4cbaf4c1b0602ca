package io.isotrail.streams.governance;

import java.io.Serial;

/**
 * A policy or an exception cannot be used; the message names the place, the culprit and the mend.
 */
public final class InvalidGovernanceException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  InvalidGovernanceException(String message) {
    super(message);
  }

  InvalidGovernanceException(String message, Throwable cause) {
    super(message, cause);
  }
}
