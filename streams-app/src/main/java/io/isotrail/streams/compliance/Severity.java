package io.isotrail.streams.compliance;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Severity of a violation, the worst first. */
public enum Severity {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW;

  /** As it is written in the policy, the API, the topics and the metrics: {@code critical}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity with this word, in any letter case. */
  public static Optional<Severity> ofWord(String word) {
    return Stream.of(values())
        .filter(severity -> severity.name().equalsIgnoreCase(word))
        .findFirst();
  }

  /** One level worse; critical stays critical. */
  public Severity raised() {
    return switch (this) {
      case CRITICAL, HIGH -> CRITICAL;
      case MEDIUM -> HIGH;
      case LOW -> MEDIUM;
    };
  }
}
