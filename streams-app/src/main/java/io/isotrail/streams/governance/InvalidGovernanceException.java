package io.isotrail.streams.governance;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy or an exception cannot be used; the message names the place, the culprit and the mend.
 */
public final class InvalidGovernanceException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final @Nullable String field;

  InvalidGovernanceException(String message) {
    this(message, (String) null);
  }

  /**
   * @param field path of the field at fault within its document, e.g. {@code severity[2].kind}
   */
  InvalidGovernanceException(String message, @Nullable String field) {
    super(message);
    this.field = field;
  }

  InvalidGovernanceException(String message, Throwable cause) {
    super(message, cause);
    this.field = null;
  }

  /** Path of the field at fault within its document; empty when the whole document is. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }
}
