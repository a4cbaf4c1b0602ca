package io.isotrail.streams.oracle;

import java.util.List;

/** The severities in their order. */
final class Severities {

  static final List<String> UPWARDS = List.of("low", "medium", "high", "critical");

  private Severities() {}

  /** One level above, where there is one. */
  static String raised(String severity) {
    int level = UPWARDS.indexOf(severity);
    return UPWARDS.get(Math.min(level + 1, UPWARDS.size() - 1));
  }
}
