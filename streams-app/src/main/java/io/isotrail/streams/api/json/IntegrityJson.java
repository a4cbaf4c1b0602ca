package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.TimeSpan;
import io.isotrail.avro.TrailEvent;
import io.isotrail.streams.view.Integrity;
import io.isotrail.streams.view.View;

/** Whether logs are as CloudTrail delivered them. */
public final class IntegrityJson {

  private IntegrityJson() {}

  /** The answer of {@code GET /api/v1/integrity}. */
  public static ObjectNode of(Integrity integrity) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    View.Component component = integrity.component();
    node.put("ok", component.ok());
    node.put("message", component.message());
    if (integrity.acknowledgedUntil() > 0) {
      Times.put(node, "acknowledgedUntil", integrity.acknowledgedUntil());
    } else {
      node.putNull("acknowledgedUntil");
    }
    ArrayNode trails = node.putArray("trails");
    integrity.trails().forEach(trail -> trail(trails.addObject(), trail));
    ArrayNode events = node.putArray("events");
    integrity.events().stream()
        .limit(Integrity.MOST_EVENTS)
        .forEach(event -> event(events.addObject(), event));
    return node;
  }

  private static void trail(ObjectNode item, IntegrityStatus trail) {
    item.put("source", trail.getSource());
    item.put("account", trail.getAccount());
    item.put("region", trail.getRegion());
    item.put("trail", trail.getTrail());
    Times.put(item, "since", trail.getSince());
    if (trail.getVerifiedUntil() > 0) {
      Times.put(item, "verifiedUntil", trail.getVerifiedUntil());
    } else {
      item.putNull("verifiedUntil");
    }
    ArrayNode gaps = item.putArray("gaps");
    for (TimeSpan gap : trail.getGaps()) {
      ObjectNode span = gaps.addObject();
      Times.put(span, "from", gap.getFrom());
      Times.put(span, "to", gap.getTo());
    }
    ArrayNode findings = item.putArray("findings");
    for (IntegrityFinding finding : trail.getFindings()) {
      ObjectNode found = findings.addObject();
      found.put("kind", finding.getKind());
      found.put("object", finding.getObject());
      found.put("namedBy", finding.getNamedBy().isEmpty() ? null : finding.getNamedBy());
      found.put("message", finding.getMessage());
      Times.put(found, "at", finding.getAt());
    }
    item.put("findingsLeftOut", trail.getFindingsLeftOut());
    if (trail.getFindingsLeftOutUntil() > 0) {
      Times.put(item, "findingsLeftOutUntil", trail.getFindingsLeftOutUntil());
    } else {
      item.putNull("findingsLeftOutUntil");
    }
    item.put("unproven", trail.getUnproven().isEmpty() ? null : trail.getUnproven());
    item.put("healed", trail.getHealed());
  }

  private static void event(ObjectNode item, Integrity.Event judged) {
    TrailEvent event = judged.event();
    Times.put(item, "at", event.getAt());
    item.put("name", event.getName());
    item.put("account", event.getAccount());
    item.put("region", event.getRegion());
    item.put("trail", event.getTrail());
    item.put("actor", event.getActor());
    item.put("eventId", event.getEventId());
    item.put("open", judged.open());
  }
}
