package io.isotrail.streams.codec;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Evidence;
import io.isotrail.avro.Served;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Subject;
import java.util.ArrayList;
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
    return row(
        history,
        history.generations().stream()
            .map(generation -> generation(generation, spells(generation.spells())))
            .toList(),
        evidence,
        writtenAt);
  }

  /**
   * As {@link #row(History, List, long)}.
   *
   * @param generations those of the history, see {@link ShownHistory}
   */
  public static Compliance row(
      History history,
      List<io.isotrail.avro.Generation> generations,
      List<Evidence> evidence,
      long writtenAt) {
    Subject subject = history.subject();
    String name =
        history.generations().isEmpty() ? subject.name() : history.generations().getLast().name();
    return new Compliance(
        subject.partition(),
        subject.account(),
        subject.region(),
        subject.kind(),
        name,
        history.accountName(),
        writtenAt,
        history.lastEventAt(),
        generations,
        evidence);
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

  static io.isotrail.avro.Generation generation(
      History.Generation generation, List<io.isotrail.avro.Spell> spells) {
    return new io.isotrail.avro.Generation(
        generation.number(),
        generation.id(),
        generation.name(),
        generation.from(),
        generation.created(),
        generation.createdBy(),
        Enums.isolation(generation.isolation()),
        generation.hidden(),
        generation.vpc(),
        generation.interContainerEncryption(),
        generation.exposedSince(),
        generation.detectedAt(),
        generation.tags(),
        generation.deletedAt(),
        generation.endpointsAt(Long.MAX_VALUE),
        served(generation.served()),
        spells);
  }

  private static List<Served> served(List<History.Served> stretches) {
    List<Served> served = new ArrayList<>(stretches.size());
    for (History.Served stretch : stretches) {
      served.add(new Served(stretch.endpoint(), stretch.from(), stretch.to()));
    }
    return served;
  }

  private static List<io.isotrail.avro.Spell> spells(List<History.Spell> stretches) {
    List<io.isotrail.avro.Spell> spells = new ArrayList<>(stretches.size());
    for (History.Spell stretch : stretches) {
      spells.add(spell(stretch));
    }
    return spells;
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

  static io.isotrail.avro.Spell spell(History.Spell spell) {
    return new io.isotrail.avro.Spell(
        spell.from(),
        spell.to(),
        Enums.status(spell.status()),
        Enums.word(spell.severity()),
        spell.environment(),
        spell.sensitivity(),
        spell.owner(),
        spell.thirdParty(),
        spell.inService(),
        spell.exception(),
        spell.openedAt(),
        spell.dueAt(),
        Enums.ending(spell.endedAs()));
  }
}
