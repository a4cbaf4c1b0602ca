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

  private static Violation violation(ViolationSpell spell) {
    return Violation.newBuilder()
        .setResource(spell.subject().key())
        .setArn(spell.subject().arn())
        .setAccount(spell.subject().account())
        .setRegion(spell.subject().region())
        .setKind(spell.subject().kind())
        .setName(spell.name())
        .setGeneration(spell.generation())
        .setOpenedAt(spell.openedAt())
        .setExposedSince(spell.exposedSince())
        .setDetectedAt(spell.detectedAt())
        .setEndedAt(spell.endedAt())
        .setEndedAs(Enums.ending(spell.endedAs()))
        .setDueAt(spell.dueAt())
        .setSeverity(spell.severity().word())
        .setEnvironment(spell.environment())
        .setSensitivity(spell.sensitivity())
        .setOwner(spell.owner())
        .setThirdParty(spell.thirdParty())
        .setInService(spell.inService())
        .build();
  }
}
