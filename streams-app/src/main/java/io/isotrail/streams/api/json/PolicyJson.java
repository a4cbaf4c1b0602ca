package io.isotrail.streams.api.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.governance.PolicyDifference;
import io.isotrail.streams.governance.PolicyRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version of the policy: the fields of policy.yaml, and which revision it is since when. */
public final class PolicyJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PolicyJson() {}

  /** A revision with the whole policy. */
  public static ObjectNode of(PolicyRevision revision) {
    ObjectNode node = summary(revision);
    node.setAll(fields(revision.policy()));
    return node;
  }

  /** Which revision it is; {@code since} is null when it applies from the beginning. */
  public static ObjectNode summary(PolicyRevision revision) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("version", revision.policy().version());
    node.put("revision", revision.revision());
    Times.put(node, "publishedAt", revision.publishedAt());
    Times.put(node, "since", revision.since());
    node.put("origin", revision.origin());
    node.put("rewritesPast", revision.policy().rewritesPast());
    return node;
  }

  /** The fields of policy.yaml. */
  public static ObjectNode fields(Policy policy) {
    try {
      return (ObjectNode) JSON.readTree(GovernanceFiles.toDocument(policy));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was just written as JSON is JSON", impossible);
    }
  }

  /** What changed: {@code field}, {@code before}, {@code after}; null where there is no field. */
  public static ArrayNode changes(List<PolicyDifference> differences) {
    ArrayNode changes = JsonNodeFactory.instance.arrayNode();
    for (PolicyDifference difference : differences) {
      ObjectNode change = changes.addObject();
      change.put("field", difference.field());
      change.putRawValue("before", raw(difference.before()));
      change.putRawValue("after", raw(difference.after()));
    }
    return changes;
  }

  private static RawValue raw(@Nullable String json) {
    return new RawValue(json == null ? "null" : json);
  }
}
