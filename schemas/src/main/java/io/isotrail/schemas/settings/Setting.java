package io.isotrail.schemas.settings;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting that a room declares.
 *
 * @param key dotted key in the properties file, e.g. {@code isotrail.api.port}
 * @param type how its values read, for the reference page: integer, bytes, duration, text, ...
 * @param fallback value used when nothing is given; null when there is none: then {@link
 *     Settings#get} refuses its absence and {@link Settings#find} accepts it
 * @param secret true hides the value in logs and errors
 * @param doc one sentence with the unit and the behaviour at the limit
 * @param parser reads the text; throws IllegalArgumentException with a message that says what is
 *     accepted
 */
public record Setting<T>(
    String key,
    String type,
    @Nullable String fallback,
    boolean secret,
    String doc,
    Function<String, T> parser) {

  /** A text. */
  public static Setting<String> text(String key, @Nullable String fallback, String doc) {
    return new Setting<>(key, "text", fallback, false, doc, Function.identity());
  }

  /** A text that is never shown. */
  public static Setting<String> secret(String key, @Nullable String fallback, String doc) {
    return new Setting<>(key, "secret", fallback, true, doc, Function.identity());
  }

  /** A whole number within bounds, both inclusive. */
  public static Setting<Integer> integer(
      String key, int fallback, int least, int most, String doc) {
    return new Setting<>(
        key,
        "integer " + least + ".." + most,
        Integer.toString(fallback),
        false,
        doc,
        text -> Math.toIntExact(Values.whole(text, least, most)));
  }

  /**
   * A number of bytes within bounds: {@code 1048576}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}.
   */
  public static Setting<Long> bytes(
      String key, String fallback, long least, long most, String doc) {
    return new Setting<>(
        key, "bytes", fallback, false, doc, text -> Values.bytes(text, least, most));
  }

  /**
   * A duration: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}, or ISO-8601 such
   * as {@code PT30S}.
   */
  public static Setting<java.time.Duration> duration(String key, String fallback, String doc) {
    return new Setting<>(key, "duration", fallback, false, doc, Values::duration);
  }

  /** A duration within bounds, both inclusive and written like its values. */
  public static Setting<java.time.Duration> duration(
      String key, String fallback, String least, String most, String doc) {
    return new Setting<>(
        key,
        "duration " + least + ".." + most,
        fallback,
        false,
        doc,
        text -> Values.duration(text, least, most));
  }

  /** {@code true} or {@code false}. */
  public static Setting<Boolean> flag(String key, boolean fallback, String doc) {
    return new Setting<>(key, "true | false", Boolean.toString(fallback), false, doc, Values::flag);
  }
}
