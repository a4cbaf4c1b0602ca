package io.isotrail.schemas.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The settings as given: a properties file, overridden by environment variables, overridden by the
 * command line. Rooms read them once through {@link #get} into their own records.
 *
 * @param values key to text, in the order of the keys
 */
public record Settings(Map<String, String> values) {

  /**
   * Keys under these prefixes are handed through to Kafka's clients and to the Avro serde
   * unchecked, and so are those of Confluent's keys that have no prefix.
   */
  public static final List<String> PASSED_THROUGH = PassedThrough.PREFIXES;

  /** What the commands that ask a running Isotrail send; no setting of their own. */
  public static final String CLIENT_TOKEN = "ISOTRAIL_API_TOKEN";

  public Settings {
    values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** The value of a setting, or its fallback. */
  public <T> T get(Setting<T> setting) {
    String text = values.getOrDefault(setting.key(), setting.fallback());
    if (text == null) {
      throw new SettingsException(setting.key() + " is needed: " + setting.doc());
    }
    try {
      return setting.parser().apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      if (setting.secret()) {
        // Without the cause, whose message shows the value.
        throw new SettingsException(setting.key() + ": its value is not usable");
      }
      throw new SettingsException(setting.key() + ": " + e.getMessage(), e);
    }
  }

  /** The value of a setting that need not be given. */
  public <T> Optional<T> find(Setting<T> setting) {
    return values.containsKey(setting.key()) || setting.fallback() != null
        ? Optional.of(get(setting))
        : Optional.empty();
  }

  /** All settings under a prefix, without the prefix: what is handed to a library. */
  public Map<String, String> under(String prefix) {
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** What Confluent's serde and Schema Registry client read, under their own keys. */
  public Map<String, String> ofConfluent() {
    Map<String, String> found = new TreeMap<>(values);
    found.keySet().removeIf(key -> !PassedThrough.isOfConfluent(key));
    return found;
  }

  /** These settings with others put over them. */
  public Settings with(Map<String, String> overrides) {
    Map<String, String> merged = new TreeMap<>(values);
    merged.putAll(overrides);
    return new Settings(merged);
  }

  /**
   * Environment variables as settings: {@code ISOTRAIL_API_PORT} is {@code isotrail.api.port}, and
   * {@code ISOTRAIL_KAFKA_BOOTSTRAP_SERVERS} is {@code kafka.bootstrap.servers}. Since dots and
   * dashes both become underscores, only keys that are known can be found again; Kafka's and the
   * registry's own keys have dots alone. Other variables of the same beginnings belong to nobody.
   *
   * @throws SettingsException naming a variable that begins as one of a setting does, and is of
   *     none, and the nearest that is
   */
  public static Map<String, String> fromEnvironment(
      Map<String, String> environment, List<? extends Setting<?>> known) {
    Map<String, String> byVariable = new TreeMap<>();
    for (Setting<?> setting : known) {
      byVariable.put(variableOf(setting.key()), setting.key());
    }
    PassedThrough.KEYS.forEach(key -> byVariable.put(variableOf(key), key));
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          String key = byVariable.get(variable);
          if (key == null) {
            for (String prefix : PASSED_THROUGH) {
              if (variable.startsWith(variableOf(prefix))) {
                key =
                    variable
                        .substring("ISOTRAIL_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
              }
            }
          }
          if (key != null) {
            found.put(key, value);
          } else if (isOurs(variable, known)) {
            throw new SettingsException(
                "unknown variable " + variable + nearest(variable, byVariable.keySet().stream()));
          }
        });
    return found;
  }

  /** Whether it stands where settings of a subject stand, ISOTRAIL_INGEST_ say. */
  private static boolean isOurs(String variable, List<? extends Setting<?>> known) {
    return !variable.equals(CLIENT_TOKEN)
        && known.stream()
            .map(setting -> setting.key().split("\\.", 3))
            .anyMatch(
                parts ->
                    parts.length == 3
                        && parts[0].equals("isotrail")
                        && variable.startsWith(variableOf(parts[0] + "." + parts[1]) + "_"));
  }

  private static String nearest(String wrong, Stream<String> right) {
    return right
        .min(Comparator.comparingInt(candidate -> distance(wrong, candidate)))
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElse("");
  }

  /**
   * The environment variable of a key: upper case, dots and dashes to underscores, prefixed
   * ISOTRAIL_ once.
   */
  public static String variableOf(String key) {
    String upper = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return upper.startsWith("ISOTRAIL_") ? upper : "ISOTRAIL_" + upper;
  }

  /**
   * Refuses keys that nobody reads.
   *
   * @throws SettingsException naming the unknown key and the nearest known one
   */
  public void requireKnown(List<? extends Setting<?>> known) {
    for (String key : values.keySet()) {
      if (PassedThrough.contains(key)
          || known.stream().anyMatch(setting -> setting.key().equals(key))) {
        continue;
      }
      String hint =
          nearest(
              key,
              Stream.concat(
                  known.stream().map(Setting::key), PassedThrough.KEYS.stream().sorted()));
      throw new SettingsException("unknown setting " + key + hint);
    }
  }

  /** The effective configuration for the log, one {@code key=value} a line, secrets hidden. */
  public String redacted(List<? extends Setting<?>> known) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) -> {
          boolean secret =
              known.stream().anyMatch(setting -> setting.key().equals(key) && setting.secret())
                  || PassedThrough.soundsSecret(key);
          text.append(key)
              .append('=')
              .append(secret ? "(hidden)" : Redaction.of(value))
              .append('\n');
        });
    return text.toString();
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
