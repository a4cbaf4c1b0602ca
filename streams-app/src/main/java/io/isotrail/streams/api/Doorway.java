package io.isotrail.streams.api;

import io.isotrail.streams.api.access.Access;
import io.isotrail.streams.api.access.AccessSettings;
import io.isotrail.streams.api.access.Caller;
import io.isotrail.streams.api.access.Decision;
import io.isotrail.streams.api.access.Gate;
import io.isotrail.streams.api.access.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every request passes before its endpoint sees it: whence a browser sent it, and with which
 * token.
 */
final class Doorway {

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String REALM = "Bearer realm=\"isotrail\"";

  private final Gate gate;

  Doorway(Gate gate) {
    this.gate = gate;
  }

  /**
   * Requires that the page that makes a browser send this is our own. Browsers name the origin with
   * everything that is not a plain read; a page of a stranger could otherwise use that a write on
   * loopback comes from the right machine. Other clients name no origin.
   *
   * @throws Problem.Refusal with 403
   */
  static void requireOwnOrigin(Optional<String> origin, String hostHeader) {
    String host = hostHeader.strip().toLowerCase(Locale.ROOT);
    origin
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> !text.equals("http://" + host) && !text.equals("https://" + host))
        .ifPresent(
            stranger -> {
              throw Problem.of(
                      403,
                      "Foreign origin",
                      "The Origin header names another site than this server. Call from the"
                          + " server's own page, or from a program, which sends no Origin.")
                  .asRefusal();
            });
  }

  /**
   * Who asks.
   *
   * @throws Problem.Refusal when it may not
   */
  Caller admit(Access access, Optional<String> authorization, String address) {
    return switch (gate.decide(access, authorization, address)) {
      case Decision.Admitted admitted -> admitted.caller();
      case Decision.NoTokens none -> throw noTokens().asRefusal();
      case Decision.TokenMissing missing -> throw tokenMissing().asRefusal();
      case Decision.TokenWrong wrong -> throw tokenWrong().asRefusal();
      case Decision.TooManyWrong tooMany -> throw tooMany(tooMany.retryAfterSeconds()).asRefusal();
      case Decision.RoleMissing missing ->
          throw roleMissing(missing.caller(), missing.anyOf()).asRefusal();
    };
  }

  private static Problem noTokens() {
    return Problem.of(
        403,
        "No tokens",
        "This needs a bearer token, and this server has none. Write lines of NAME ROLE TOKEN into a"
            + " file that only its owner can read, name the file in "
            + AccessSettings.TOKENS_FILE.key()
            + ", and start the server again.");
  }

  private static Problem tokenMissing() {
    return Problem.of(
            401,
            "Token needed",
            "This needs a bearer token: send the header 'Authorization: Bearer TOKEN' with one of"
                + " those that "
                + AccessSettings.TOKENS_FILE.key()
                + " lists.")
        .withHeader(CHALLENGE, REALM);
  }

  private static Problem tokenWrong() {
    return Problem.of(
            401,
            "Wrong token",
            "The Authorization header holds no bearer token that this server knows. Tokens are read"
                + " at its start from "
                + AccessSettings.TOKENS_FILE.key()
                + ".")
        .withHeader(CHALLENGE, REALM + ", error=\"invalid_token\"");
  }

  private static Problem tooMany(long seconds) {
    return Problem.of(
            429,
            "Too many wrong tokens",
            "Too many wrong tokens came from this address; it is heard again in "
                + seconds
                + " s. The limit is "
                + AccessSettings.WRONG_TOKENS.key()
                + ".")
        .withHeader("Retry-After", Long.toString(seconds));
  }

  private static Problem roleMissing(Caller caller, Set<Role> anyOf) {
    return Problem.of(
            403,
            "Role needed",
            "This needs the role "
                + anyOf.stream().map(Role::word).sorted().collect(Collectors.joining(" or "))
                + ", and the token of "
                + caller.name()
                + " carries "
                + caller.roles().stream().map(Role::word).sorted().collect(Collectors.joining(", "))
                + ".")
        .withHeader(CHALLENGE, REALM + ", error=\"insufficient_scope\"");
  }
}
