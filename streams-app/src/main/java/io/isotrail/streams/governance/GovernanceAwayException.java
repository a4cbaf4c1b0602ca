package io.isotrail.streams.governance;

import java.io.Serial;

/**
 * The governance topic cannot be read or written now; the message names the address and the mend.
 */
public final class GovernanceAwayException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  GovernanceAwayException(String message) {
    super(message);
  }

  GovernanceAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
