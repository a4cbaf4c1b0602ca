package io.isotrail.schemas.registry;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry cannot answer now: not reached, timed out, overloaded, broken, or its file cannot be
 * read or written. The record in hand is not at fault, so it must be tried again and never
 * dead-lettered.
 */
public final class RegistryAwayException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public RegistryAwayException(String message) {
    super(message);
  }

  public RegistryAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
