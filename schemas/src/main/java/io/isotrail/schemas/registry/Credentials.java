package io.isotrail.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.schemas.settings.SettingsException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who we are to the registry. Never shown: not by {@link #toString}, and not where an answer quotes
 * it.
 */
final class Credentials {

  private final Optional<String> header;
  private final List<String> secrets;

  private Credentials(Optional<String> header, List<String> secrets) {
    this.header = header;
    this.secrets = secrets;
  }

  /**
   * Reads Confluent's keys: {@code basic.auth.credentials.source} is URL (the default) or
   * USER_INFO, {@code bearer.auth.credentials.source} is STATIC_TOKEN.
   */
  static Credentials from(GivenKeys keys, List<URI> urls) {
    Optional<String> bearerSource = keys.text("bearer.auth.credentials.source");
    Optional<String> basicSource = keys.text("basic.auth.credentials.source");
    if (bearerSource.isPresent() && basicSource.isPresent()) {
      throw new SettingsException(
          "only one of basic.auth.credentials.source and bearer.auth.credentials.source may be"
              + " given");
    }
    if (bearerSource.isPresent()) {
      return bearer(bearerSource.get(), keys);
    }
    return switch (basicSource.map(source -> source.toUpperCase(Locale.ROOT)).orElse("URL")) {
      case "URL" ->
          urls.stream()
              .map(URI::getUserInfo)
              .filter(user -> user != null && !user.isEmpty())
              .findFirst()
              .map(Credentials::basic)
              .orElseGet(() -> new Credentials(Optional.empty(), List.of()));
      case "USER_INFO" ->
          basic(
              keys.text("basic.auth.user.info")
                  .orElseThrow(
                      () ->
                          new SettingsException(
                              "basic.auth.user.info is needed: USER:PASSWORD, since"
                                  + " basic.auth.credentials.source is USER_INFO")));
      default ->
          throw new SettingsException(
              "basic.auth.credentials.source: URL or USER_INFO is needed; others are understood by"
                  + " Confluent's serde only");
    };
  }

  private static Credentials bearer(String source, GivenKeys keys) {
    if (!source.equalsIgnoreCase("STATIC_TOKEN")) {
      throw new SettingsException(
          "bearer.auth.credentials.source: STATIC_TOKEN is needed; others are understood by"
              + " Confluent's serde only");
    }
    String token =
        keys.text("bearer.auth.token")
            .orElseThrow(() -> new SettingsException("bearer.auth.token is needed"));
    if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new SettingsException("bearer.auth.token: only visible ASCII characters are allowed");
    }
    return new Credentials(Optional.of("Bearer " + token), List.of(token));
  }

  private static Credentials basic(String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw new SettingsException("basic authentication: USER:PASSWORD is needed, with a colon");
    }
    String encoded = Base64.getEncoder().encodeToString(userInfo.getBytes(UTF_8));
    return new Credentials(
        Optional.of("Basic " + encoded), List.of(userInfo, encoded, userInfo.substring(colon + 1)));
  }

  /** The value of the header Authorization. */
  Optional<String> header() {
    return header;
  }

  /** The text without what must stay secret. */
  String redact(String text) {
    String redacted = text;
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        redacted = redacted.replace(secret, "(hidden)");
      }
    }
    return redacted;
  }

  @Override
  public String toString() {
    return header.isPresent() ? "(hidden)" : "none";
  }
}
