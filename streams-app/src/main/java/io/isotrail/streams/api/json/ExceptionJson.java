package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.governance.ExceptionState;

/**
 * An exception as the register shows it. {@code state} is {@code requested} (nobody approved it),
 * {@code approved} (begins later), {@code active}, {@code expired} or {@code revoked}.
 */
public final class ExceptionJson {

  private ExceptionJson() {}

  /**
   * One exception.
   *
   * @param asOf epoch seconds
   */
  public static ObjectNode of(ExceptionGrant grant, long asOf) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", grant.id());
    node.put("state", ExceptionState.of(grant, asOf).word());
    node.put("resource", grant.resource());
    node.put("reason", grant.reason());
    node.put("ticket", grant.ticket());
    node.put("requestedBy", grant.requestedBy());
    node.put("approver", grant.approver());
    Times.put(node, "approvedAt", grant.approvedAt());
    Times.put(node, "validFrom", grant.validFrom());
    Times.put(node, "validUntil", grant.validUntil());
    Times.put(node, "revokedAt", grant.revokedAt());
    ArrayNode controls = node.putArray("compensatingControls");
    grant.compensatingControls().forEach(controls::add);
    return node;
  }
}
