package io.isotrail.streams.compliance;

import java.util.Locale;

/**
 * Names of resources are joined in lower case, because requests keep the case they were typed in.
 */
final class Names {

  private Names() {}

  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
