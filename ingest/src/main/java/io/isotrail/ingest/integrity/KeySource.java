package io.isotrail.ingest.integrity;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where CloudTrail's public keys come from. Safe for use by several threads at once. */
@FunctionalInterface
public interface KeySource {

  /**
   * Finds a key.
   *
   * @param region the region whose keys are looked through
   * @param fingerprint MD5 of the key, in hex
   * @param at an instant at which it was in use
   * @throws KeysAwayException when the keys cannot be had
   */
  Optional<PublicKey> find(String region, String fingerprint, Instant at)
      throws KeysAwayException, InterruptedException;

  /** The keys cannot be had; the message says why and what to do. */
  final class KeysAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    public KeysAwayException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    /** The message, never null. */
    public String explanation() {
      return String.valueOf(getMessage());
    }
  }
}
