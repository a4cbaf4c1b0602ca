package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.simulation.Outcome;
import org.jspecify.annotations.Nullable;

/** A simulation as {@code POST /api/v1/policy/simulate} answers it. */
public final class OutcomeJson {

  private OutcomeJson() {}

  public static ObjectNode of(Outcome.Done done) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("before", KpiJson.of(done.before()));
    node.set("after", KpiJson.of(done.after()));
    ArrayNode changed = node.putArray("changed");
    for (Outcome.Changed row : done.changed()) {
      ObjectNode item = changed.addObject();
      item.put("key", row.key());
      verdict(item, "from", row.from());
      verdict(item, "to", row.to());
    }
    node.put("changedTotal", done.changedTotal());
    node.put("truncated", done.changedTotal() > done.changed().size());
    return node;
  }

  private static void verdict(ObjectNode item, String name, Outcome.@Nullable Verdict verdict) {
    if (verdict == null) {
      item.putNull(name);
      return;
    }
    item.putObject(name)
        .put("status", verdict.status().name())
        .put("severity", verdict.severity() == null ? null : verdict.severity().word());
  }
}
