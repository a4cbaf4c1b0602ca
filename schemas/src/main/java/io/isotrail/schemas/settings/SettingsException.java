package io.isotrail.schemas.settings;

/**
 * The configuration cannot be used. The message names the key and what would be accepted; the
 * command line exits with 2.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }

  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
