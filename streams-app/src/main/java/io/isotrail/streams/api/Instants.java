package io.isotrail.streams.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Instants as callers give them. */
final class Instants {

  static final String ACCEPTED =
      "an instant in UTC and whole seconds such as 2026-03-01T00:00:00Z, from 2000 to 2999";

  private static final long FIRST = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("2999-12-31T23:59:59Z").getEpochSecond();

  private Instants() {}

  /** Epoch seconds. */
  static Optional<Long> parse(String text) {
    try {
      Instant instant = Instant.parse(text);
      return instant.getNano() == 0 && inRange(instant.getEpochSecond())
          ? Optional.of(instant.getEpochSecond())
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static boolean inRange(long epochSecond) {
    return epochSecond >= FIRST && epochSecond <= LAST;
  }
}
