package io.isotrail.streams.governance;

import io.isotrail.streams.compliance.Policy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy that somebody sends.
 *
 * @param revision the revision that it was made from; null when it does not say
 */
record PolicyRequest(Policy policy, @Nullable Long revision) {

  private static final String WHERE = "the policy";
  private static final String REVISION = "revision";
  private static final Set<String> ANSWERED = Set.of(REVISION, "publishedAt", "since", "origin");

  /**
   * Reads JSON.
   *
   * @throws InvalidGovernanceException when it cannot be used
   */
  static PolicyRequest of(String json) {
    Node node = Node.ofJson(json, WHERE);
    if (!(node instanceof Node.Mapping(int line, Map<String, Node> given))) {
      throw new InvalidGovernanceException(WHERE + ": must have fields");
    }
    Map<String, Node> own = new LinkedHashMap<>(given);
    own.keySet().removeAll(ANSWERED);
    return new PolicyRequest(
        GovernanceFiles.policyOf(new Node.Mapping(line, own), WHERE),
        revision(Fields.of(WHERE, "", node)));
  }

  private static @Nullable Long revision(Fields fields) {
    String text = fields.optionalText(REVISION);
    if (text == null) {
      return null;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException malformed) {
      throw fields.error(REVISION, "must be a whole number, not '" + text + "'");
    }
  }
}
