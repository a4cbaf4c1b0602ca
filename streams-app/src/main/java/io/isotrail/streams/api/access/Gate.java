package io.isotrail.streams.api.access;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets a request in, or says why not. Safe for use by many threads. */
public final class Gate {

  private static final Pattern BEARER =
      Pattern.compile("bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST_HEADER = 1_024;

  private final Tokens tokens;
  private final boolean openReading;
  private final WrongTokens wrong;

  /**
   * @param openReading whether reading needs no token: on loopback, or where the operator said so
   * @param nanoTime the monotonic clock of {@link System#nanoTime}
   */
  public Gate(AccessSettings settings, boolean openReading, LongSupplier nanoTime) {
    this.tokens = settings.tokens();
    this.openReading = openReading;
    this.wrong = new WrongTokens(settings.wrongTokens(), Duration.ofMinutes(1), nanoTime);
  }

  /**
   * Decides. Where no token is asked for, none is looked at, so that an open route cannot be used
   * to try tokens.
   *
   * @param authorization the Authorization header, if there is one
   * @param address the caller's address without its port
   */
  public Decision decide(Access access, Optional<String> authorization, String address) {
    boolean needed =
        switch (access.token()) {
          case NEVER -> false;
          case BEYOND_LOOPBACK -> !openReading;
          case ALWAYS -> true;
        };
    if (!needed) {
      return new Decision.Admitted(Caller.ANONYMOUS);
    }
    if (tokens.isEmpty()) {
      return new Decision.NoTokens();
    }
    if (authorization.isEmpty()) {
      return new Decision.TokenMissing();
    }
    long wait = wrong.secondsToWait(address);
    if (wait > 0) {
      return new Decision.TooManyWrong(wait);
    }
    Optional<Caller> caller = token(authorization.get()).flatMap(tokens::find);
    if (caller.isEmpty()) {
      wrong.count(address);
      return new Decision.TokenWrong();
    }
    return caller.get().hasAny(access.anyOf())
        ? new Decision.Admitted(caller.get())
        : new Decision.RoleMissing(caller.get(), access.anyOf());
  }

  private static Optional<String> token(String header) {
    if (header.length() > LONGEST_HEADER) {
      return Optional.empty();
    }
    Matcher matcher = BEARER.matcher(header);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
