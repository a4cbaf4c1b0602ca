package io.isotrail.app.governance;

import io.isotrail.schemas.settings.SettingsException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Instants as people read and write them. */
final class Instants {

  private Instants() {}

  static long now() {
    return Instant.now().getEpochSecond();
  }

  static String text(@Nullable Long epochSeconds, String otherwise) {
    return epochSeconds == null ? otherwise : Instant.ofEpochSecond(epochSeconds).toString();
  }

  /**
   * Epoch seconds; null is now.
   *
   * @throws SettingsException naming the option when it is no instant
   */
  static long option(String name, @Nullable String text) {
    if (text == null) {
      return now();
    }
    try {
      return Instant.parse(text).getEpochSecond();
    } catch (DateTimeParseException e) {
      throw new SettingsException(
          name + ": an instant such as 2026-10-31T23:59:59Z is needed, not '" + text + "'", e);
    }
  }
}
