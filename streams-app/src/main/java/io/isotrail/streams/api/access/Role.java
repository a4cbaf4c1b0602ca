package io.isotrail.streams.api.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the holder of a token may do. Every role reads. Beyond that the roles are apart and not
 * ordered: whoever may approve exceptions cannot by that change the policy, since a policy that
 * leaves everything out of scope would be an approval of everything. A token may carry both.
 */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Puts policies, requests and revokes exceptions, reports rejections. */
  OPERATOR,
  /** Approves and revokes exceptions that somebody else requested. */
  APPROVER;

  /** As it stands in files and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> ofWord(String word) {
    return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
