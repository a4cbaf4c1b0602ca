package io.isotrail.streams.proof;

import static io.isotrail.streams.compliance.Status.GONE;

import io.isotrail.avro.Ending;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.oracle.RowAnswer;
import io.isotrail.streams.oracle.SpellAnswer;
import io.isotrail.streams.oracle.ViolationAnswer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Histories of the judge in the words of the oracle. */
final class Told {

  private Told() {}

  /** Without the stretches of being gone: where the one before ends says the same. */
  static List<SpellAnswer> spells(Collection<History> histories) {
    return histories.stream()
        .flatMap(
            history ->
                history.generations().stream()
                    .flatMap(
                        generation ->
                            generation.spells().stream()
                                .filter(spell -> spell.status() != GONE)
                                .map(spell -> spell(history, generation, spell))))
        .toList();
  }

  private static SpellAnswer spell(
      History history, History.Generation generation, History.Spell spell) {
    return new SpellAnswer(
        key(history.subject()),
        generation.number(),
        spell.from(),
        spell.to(),
        Status.valueOf(spell.status().name()),
        word(spell.severity()),
        spell.environment(),
        spell.sensitivity(),
        spell.owner(),
        spell.thirdParty(),
        spell.inService(),
        spell.exception(),
        spell.openedAt(),
        spell.dueAt(),
        spell.endedAs() == null ? null : Ending.valueOf(spell.endedAs().name()));
  }

  static List<ViolationAnswer> violations(Collection<History> histories) {
    return histories.stream()
        .flatMap(history -> Table.violations(history).stream())
        .map(
            spell ->
                new ViolationAnswer(
                    key(spell.subject()),
                    spell.generation(),
                    spell.openedAt(),
                    spell.exposedSince(),
                    spell.detectedAt(),
                    spell.endedAt(),
                    spell.endedAs() == null ? null : Ending.valueOf(spell.endedAs().name()),
                    spell.dueAt(),
                    Objects.requireNonNull(word(spell.severity())),
                    spell.environment(),
                    spell.sensitivity(),
                    spell.owner(),
                    spell.thirdParty(),
                    spell.inService()))
        .toList();
  }

  static List<RowAnswer> rows(Collection<History> histories, long asOf) {
    return histories.stream()
        .flatMap(history -> Table.rowsAt(history, asOf).stream())
        .map(Told::row)
        .toList();
  }

  private static RowAnswer row(Row row) {
    return new RowAnswer(
        key(row.subject()),
        row.generation(),
        io.isotrail.avro.Isolation.valueOf(row.isolation().name()),
        Status.valueOf(row.status().name()),
        word(row.severity()),
        row.environment(),
        row.sensitivity(),
        row.owner(),
        row.thirdParty(),
        row.inService(),
        row.deleted(),
        row.endpoints(),
        row.createdAt(),
        row.createdBy(),
        row.openedAt(),
        row.exposedSince(),
        row.detectedAt(),
        row.dueAt(),
        row.overdue(),
        row.exception(),
        new TreeMap<>(row.tags()),
        row.lastEventAt());
  }

  static ResourceKey key(Subject subject) {
    return ResourceKey.parse(subject.key()).orElseThrow();
  }

  private static @Nullable String word(@Nullable Severity severity) {
    return severity == null ? null : severity.word();
  }
}
