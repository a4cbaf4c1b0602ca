package io.isotrail.schemas.registry;

import io.isotrail.schemas.settings.SettingsException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Confluent's keys as they were given. Like Confluent's own client, it takes each key with or
 * without the prefix {@code schema.registry.}; where both are given, the prefixed one wins. Only
 * numbers are shown in errors, since other values may be secrets.
 */
final class GivenKeys {

  private static final String PREFIX = "schema.registry.";

  private final Map<String, ?> configs;

  GivenKeys(Map<String, ?> configs) {
    this.configs = configs;
  }

  /** The text of a key; empty when it is not given or blank. */
  Optional<String> text(String key) {
    Object value = configs.get(PREFIX + key);
    if (value == null) {
      value = configs.get(key);
    }
    return Optional.ofNullable(value)
        .map(given -> given.toString().strip())
        .filter(s -> !s.isEmpty());
  }

  /** A whole number within bounds, both inclusive. */
  int whole(String key, int fallback, int least, int most) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    int value;
    try {
      value = Integer.parseInt(text.get());
    } catch (NumberFormatException e) {
      throw new SettingsException(key + ": a whole number is needed, not '" + text.get() + "'", e);
    }
    if (value < least || value > most) {
      throw new SettingsException(
          key + ": must lie within " + least + " and " + most + ", and is " + value);
    }
    return value;
  }

  boolean flag(String key, boolean fallback) {
    return switch (text(key).map(text -> text.toLowerCase(Locale.ROOT)).orElse("")) {
      case "" -> fallback;
      case "true" -> true;
      case "false" -> false;
      default -> throw new SettingsException(key + ": true or false is needed");
    };
  }

  /** Everything under {@code schema.registry.ssl.}, with the keys beginning at {@code ssl.}. */
  Map<String, Object> tls() {
    return configs.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(PREFIX + "ssl."))
        .collect(
            java.util.stream.Collectors.toMap(
                entry -> entry.getKey().substring(PREFIX.length()), Map.Entry::getValue));
  }
}
