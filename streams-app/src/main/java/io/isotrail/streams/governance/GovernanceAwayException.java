package io.isotrail.streams.governance;

import java.io.Serial;

/**
 * The governance topic cannot be read or written now; the message names the address and the mend.
 */
public final class GovernanceAwayException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final boolean unconfirmed;

  GovernanceAwayException(String message) {
    super(message);
    this.unconfirmed = false;
  }

  GovernanceAwayException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private GovernanceAwayException(String message, Throwable cause, boolean unconfirmed) {
    super(message, cause);
    this.unconfirmed = unconfirmed;
  }

  /** A change was sent, and Kafka did not say what became of it. */
  public static GovernanceAwayException unconfirmed(String message, Throwable cause) {
    return new GovernanceAwayException(message, cause, true);
  }

  /** Whether the change may have been published all the same: whoever reads again will see. */
  public boolean isUnconfirmed() {
    return unconfirmed;
  }
}
