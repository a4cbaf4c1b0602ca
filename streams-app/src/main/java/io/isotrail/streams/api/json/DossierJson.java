package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.avro.Evidence;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.view.View;

/**
 * A resource for an auditor: its item, the facts that it rests on (the latest 200, the oldest
 * first) and the spells concluded from them, of all generations, future ones included.
 */
public final class DossierJson {

  private DossierJson() {}

  /** The answer of {@code GET /api/v1/resources/{key}}. */
  public static ObjectNode of(Row row, View.Dossier dossier) {
    ObjectNode node = RowJson.item(row);
    ArrayNode facts = node.putArray("facts");
    dossier.facts().forEach(fact -> fact(facts.addObject(), fact));
    ArrayNode spells = node.putArray("spells");
    for (History.Generation generation : dossier.history().generations()) {
      for (History.Spell spell : generation.spells()) {
        spell(spells.addObject(), generation.number(), spell);
      }
    }
    return node;
  }

  private static void fact(ObjectNode node, Evidence fact) {
    Times.put(node, "at", fact.getAt());
    node.put("type", fact.getType());
    node.put("operation", fact.getOperation());
    node.put("account", fact.getAccount());
    node.put("eventId", fact.getEventId());
    node.put("amends", fact.getAmends());
    node.put("actor", RowJson.orNull(fact.getActor()));
    ObjectNode detail = node.putObject("detail");
    fact.getDetail().forEach(detail::put);
    ArrayNode sources = node.putArray("sources");
    fact.getSources().forEach(sources::add);
  }

  private static void spell(ObjectNode node, int generation, History.Spell spell) {
    node.put("generation", generation);
    Times.put(node, "from", spell.from());
    Times.put(node, "to", spell.to());
    node.put("status", spell.status().name());
    node.put("severity", RowJson.word(spell.severity()));
    node.put("environment", spell.environment());
    node.put("sensitivity", spell.sensitivity());
    node.put("owner", RowJson.orNull(spell.owner()));
    node.put("exception", spell.exception());
    Times.put(node, "openedAt", spell.openedAt());
    Times.put(node, "dueAt", spell.dueAt());
    node.put("endedAs", spell.endedAs() == null ? null : spell.endedAs().name());
  }
}
