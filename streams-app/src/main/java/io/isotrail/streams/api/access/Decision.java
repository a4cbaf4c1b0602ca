package io.isotrail.streams.api.access;

import java.util.Set;

/** What the gate says to one request. */
public sealed interface Decision {

  /** Come in. */
  record Admitted(Caller caller) implements Decision {}

  /** A token is needed and none was given. */
  record TokenMissing() implements Decision {}

  /** The token that was given is none of ours. */
  record TokenWrong() implements Decision {}

  /** Too many wrong ones came from this address; nothing was looked at. */
  record TooManyWrong(long retryAfterSeconds) implements Decision {}

  /** The caller is known, and may not do this. */
  record RoleMissing(Caller caller, Set<Role> anyOf) implements Decision {}

  /** A token is needed, and this server has none at all. */
  record NoTokens() implements Decision {}
}
