package io.isotrail.streams.api.access;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name the name beside the token; {@code anonymous} where no token was asked for, which no
 *     token may be called
 * @param roles never empty where a token was asked for
 */
public record Caller(String name, Set<Role> roles) {

  /** Whoever reads where reading is open to all. */
  public static final Caller ANONYMOUS = new Caller("anonymous", Set.of());

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** Whether it has at least one of these roles. */
  public boolean hasAny(Set<Role> wanted) {
    return roles.stream().anyMatch(wanted::contains);
  }
}
