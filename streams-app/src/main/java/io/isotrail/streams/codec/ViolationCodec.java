package io.isotrail.streams.codec;

import io.isotrail.avro.Violation;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.compliance.ViolationSpell;
import java.util.LinkedHashMap;
import java.util.Map;

/** Violation spells as {@code isotrail.violations.v1} carries them. */
public final class ViolationCodec {

  private ViolationCodec() {}

  /** Every violation spell of a history by its key, future ones included. */
  public static Map<String, Violation> violations(History history) {
    Map<String, Violation> byKey = new LinkedHashMap<>();
    Table.violations(history).forEach(spell -> byKey.put(spell.id(), violation(spell)));
    return byKey;
  }

  /** One violation spell. */
  public static Violation violation(ViolationSpell spell) {
    return new Violation(
        spell.subject().key(),
        spell.subject().arn(),
        spell.subject().account(),
        spell.subject().region(),
        spell.subject().kind(),
        spell.name(),
        spell.generation(),
        spell.openedAt(),
        spell.exposedSince(),
        spell.detectedAt(),
        spell.endedAt(),
        Enums.ending(spell.endedAs()),
        spell.dueAt(),
        spell.severity().word(),
        spell.environment(),
        spell.sensitivity(),
        spell.owner(),
        spell.thirdParty(),
        spell.inService());
  }
}
