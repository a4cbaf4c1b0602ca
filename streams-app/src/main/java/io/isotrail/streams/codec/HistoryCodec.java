package io.isotrail.streams.codec;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Evidence;
import io.isotrail.avro.Served;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Histories as {@code isotrail.compliance.v1} carries them. */
public final class HistoryCodec {

  private HistoryCodec() {}

  /** The history in a row of the table. */
  public static History history(Compliance row) {
    Subject subject =
        new Subject(
            row.getPartition(),
            row.getAccount(),
            row.getRegion(),
            row.getKind(),
            row.getName().toLowerCase(Locale.ROOT));
    return new History(
        subject,
        row.getAccountName(),
        row.getLastEventAt(),
        row.getGenerations().stream().map(HistoryCodec::generation).toList());
  }

  /**
   * A row of the table.
   *
   * @param evidence the latest facts
   * @param writtenAt epoch seconds; takes part in no verdict
   */
  public static Compliance row(History history, List<Evidence> evidence, long writtenAt) {
    Subject subject = history.subject();
    String name =
        history.generations().isEmpty() ? subject.name() : history.generations().getLast().name();
    return Compliance.newBuilder()
        .setPartition(subject.partition())
        .setAccount(subject.account())
        .setRegion(subject.region())
        .setKind(subject.kind())
        .setName(name)
        .setAccountName(history.accountName())
        .setJudgedUpTo(writtenAt)
        .setLastEventAt(history.lastEventAt())
        .setGenerations(history.generations().stream().map(HistoryCodec::generation).toList())
        .setFacts(evidence)
        .build();
  }

  private static History.Generation generation(io.isotrail.avro.Generation generation) {
    return new History.Generation(
        generation.getNumber(),
        generation.getId(),
        generation.getName(),
        generation.getFrom(),
        generation.getCreated(),
        generation.getCreatedBy(),
        Enums.isolation(generation.getIsolation()),
        generation.getHidden(),
        generation.getVpc(),
        generation.getInterContainerEncryption(),
        generation.getExposedSince(),
        generation.getDetectedAt(),
        Map.copyOf(generation.getTags()),
        generation.getDeletedAt(),
        generation.getServed().stream()
            .map(
                served ->
                    new History.Served(served.getEndpoint(), served.getFrom(), served.getTo()))
            .toList(),
        generation.getSpells().stream().map(HistoryCodec::spell).toList());
  }

  private static io.isotrail.avro.Generation generation(History.Generation generation) {
    return io.isotrail.avro.Generation.newBuilder()
        .setNumber(generation.number())
        .setId(generation.id())
        .setName(generation.name())
        .setFrom(generation.from())
        .setCreated(generation.created())
        .setCreatedBy(generation.createdBy())
        .setIsolation(Enums.isolation(generation.isolation()))
        .setHidden(generation.hidden())
        .setVpc(generation.vpc())
        .setInterContainerEncryption(generation.interContainerEncryption())
        .setExposedSince(generation.exposedSince())
        .setDetectedAt(generation.detectedAt())
        .setTags(generation.tags())
        .setDeletedAt(generation.deletedAt())
        .setEndpoints(generation.endpointsAt(Long.MAX_VALUE))
        .setServed(
            generation.served().stream()
                .map(
                    served ->
                        Served.newBuilder()
                            .setEndpoint(served.endpoint())
                            .setFrom(served.from())
                            .setTo(served.to())
                            .build())
                .toList())
        .setSpells(generation.spells().stream().map(HistoryCodec::spell).toList())
        .build();
  }

  private static History.Spell spell(io.isotrail.avro.Spell spell) {
    return new History.Spell(
        spell.getFrom(),
        spell.getTo(),
        Enums.status(spell.getStatus()),
        Enums.severity(spell.getSeverity()),
        spell.getEnvironment(),
        spell.getSensitivity(),
        spell.getOwner(),
        spell.getThirdParty(),
        spell.getInService(),
        spell.getException(),
        spell.getOpenedAt(),
        spell.getDueAt(),
        Enums.ending(spell.getEndedAs()));
  }

  private static io.isotrail.avro.Spell spell(History.Spell spell) {
    return io.isotrail.avro.Spell.newBuilder()
        .setFrom(spell.from())
        .setTo(spell.to())
        .setStatus(Enums.status(spell.status()))
        .setSeverity(Enums.word(spell.severity()))
        .setEnvironment(spell.environment())
        .setSensitivity(spell.sensitivity())
        .setOwner(spell.owner())
        .setThirdParty(spell.thirdParty())
        .setInService(spell.inService())
        .setException(spell.exception())
        .setOpenedAt(spell.openedAt())
        .setDueAt(spell.dueAt())
        .setEndedAs(Enums.ending(spell.endedAs()))
        .build();
  }
}
