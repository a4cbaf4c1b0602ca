package io.isotrail.streams.api.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * What one route asks of its callers.
 *
 * @param token when a token is asked for
 * @param anyOf the caller's token needs at least one of these roles
 */
public record Access(When token, Set<Role> anyOf) {

  /** When a token is asked for. */
  public enum When {
    NEVER,
    /** Beyond loopback, unless the operator opened reading to all. */
    BEYOND_LOOPBACK,
    ALWAYS
  }

  public Access {
    anyOf = Set.copyOf(anyOf);
  }

  /** For what tells nothing about anybody's resources: liveness, and the files of the page. */
  public static Access open() {
    return new Access(When.NEVER, Set.of());
  }

  /** For whatever changes nothing. */
  public static Access reading() {
    return new Access(When.BEYOND_LOOPBACK, EnumSet.allOf(Role.class));
  }

  /** For whatever changes something. */
  public static Access writing(Role first, Role... others) {
    return new Access(When.ALWAYS, EnumSet.of(first, others));
  }
}
