package io.isotrail.streams.codec;

import io.isotrail.avro.Violation;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Violation spells as {@code isotrail.violations.v1} carries them. */
public final class ViolationCodec {

  private ViolationCodec() {}

  /** Every violation spell of a history by its key, future ones included, in time order. */
  public static Map<String, Violation> violations(History history) {
    Map<String, Violation> byKey = new LinkedHashMap<>();
    for (History.Generation generation : history.generations()) {
      for (History.Spell spell : generation.spells()) {
        if (spell.status() == Status.VIOLATION) {
          // A later stretch of the same violation overwrites: the latest one speaks for it.
          String key = Keys.ofHashed(history.subject().key(), generation.id(), openedAt(spell));
          byKey.put(key, violation(history, generation, spell));
        }
      }
    }
    return byKey;
  }

  private static long openedAt(History.Spell spell) {
    return Objects.requireNonNull(spell.openedAt(), "a violation has an opening");
  }

  private static Violation violation(
      History history, History.Generation generation, History.Spell last) {
    return Violation.newBuilder()
        .setResource(history.subject().key())
        .setArn(history.subject().arn())
        .setAccount(history.subject().account())
        .setRegion(history.subject().region())
        .setKind(history.subject().kind())
        .setName(generation.name())
        .setGeneration(generation.number())
        .setOpenedAt(openedAt(last))
        .setExposedSince(generation.exposedSince())
        .setDetectedAt(generation.detectedAt())
        .setEndedAt(last.endedAs() == null ? null : last.to())
        .setEndedAs(Enums.ending(last.endedAs()))
        .setDueAt(last.dueAt())
        .setSeverity(Objects.requireNonNull(Enums.word(last.severity()), "it has a severity"))
        .setEnvironment(last.environment())
        .setSensitivity(last.sensitivity())
        .setOwner(last.owner())
        .setThirdParty(last.thirdParty())
        .setInService(last.inService())
        .build();
  }
}
