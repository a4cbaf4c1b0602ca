package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The generations of a history in bytes. Equal ones are equal bytes. */
// The format is the order of the constants; they are only ever appended.
@SuppressWarnings("EnumOrdinal")
final class CompactHistory {

  private static final Status[] STATUSES = Status.values();
  private static final Severity[] SEVERITIES = Severity.values();
  private static final Ending[] ENDINGS = Ending.values();

  private CompactHistory() {}

  /**
   * Writes generations; of the stretches that stand in other bytes already, those bytes.
   *
   * @param before what stands there
   * @param known the other bytes
   * @return where the stretches stand now
   */
  static PlacedSpells write(
      List<History.Generation> generations, CompactWriter to, PlacedSpells before, byte[] known) {
    PlacedSpells written = PlacedSpells.of(generations);
    int[] places = written.places();
    int next = 0;
    int old = 0;
    int oldPlace = 0;
    to.count(generations.size());
    for (History.Generation generation : generations) {
      List<History.Spell> spells = generation.spells();
      writeHead(generation, to);
      to.count(spells.size());
      while (old < before.generations().size()
          && before.generations().get(old).number() < generation.number()) {
        oldPlace += before.generations().get(old++).spells().size() + 1;
      }
      int common =
          old == before.generations().size()
              ? 0
              : History.common(before.generations().get(old).spells(), spells);
      if (common > 0) {
        int moved = to.size() - before.places()[oldPlace];
        for (int i = 0; i < common; i++) {
          places[next++] = before.places()[oldPlace + i] + moved;
        }
        to.copy(known, before.places()[oldPlace], before.places()[oldPlace + common]);
      }
      for (History.Spell spell : spells.subList(common, spells.size())) {
        places[next++] = to.size();
        write(spell, to);
      }
      places[next++] = to.size();
    }
    return written;
  }

  /** All but the stretches themselves. */
  private static void writeHead(History.Generation generation, CompactWriter to) {
    to.count(generation.number());
    to.identifier(generation.id());
    to.text(generation.name());
    to.number(generation.from());
    to.single(generation.created() ? 1 : 0);
    to.text(generation.createdBy());
    to.single(generation.isolation().ordinal());
    to.single(generation.hidden() ? 1 : 0);
    CompactFact.answer(generation.vpc(), to);
    CompactFact.answer(generation.interContainerEncryption(), to);
    to.number(generation.exposedSince());
    to.number(generation.detectedAt());
    to.textsByKey(generation.tags());
    to.optionalNumber(generation.deletedAt());
    to.count(generation.served().size());
    for (History.Served served : generation.served()) {
      to.text(served.endpoint());
      to.number(served.from());
      to.optionalNumber(served.to());
    }
  }

  private static void write(History.Spell spell, CompactWriter to) {
    to.number(spell.from());
    to.optionalNumber(spell.to());
    to.single(spell.status().ordinal());
    choice(spell.severity(), to);
    to.text(spell.environment());
    to.text(spell.sensitivity());
    to.text(spell.owner());
    to.single(spell.thirdParty() ? 1 : 0);
    CompactFact.answer(spell.inService(), to);
    to.optionalText(spell.exception());
    to.optionalNumber(spell.openedAt());
    to.optionalNumber(spell.dueAt());
    choice(spell.endedAs(), to);
  }

  private static void choice(@Nullable Enum<?> chosen, CompactWriter to) {
    to.single(chosen == null ? 0 : 1 + chosen.ordinal());
  }

  private static <E> @Nullable E choice(E[] choices, CompactReader from) {
    int chosen = from.oneOf(choices.length + 1);
    return chosen == 0 ? null : choices[chosen - 1];
  }

  static PlacedSpells generations(CompactReader from) {
    int count = from.elements();
    List<History.Generation> generations = new ArrayList<>(count);
    IntStream.Builder places = IntStream.builder();
    for (int i = 0; i < count; i++) {
      generations.add(generation(from, places));
    }
    return new PlacedSpells(List.copyOf(generations), places.build().toArray());
  }

  private static History.Generation generation(CompactReader from, IntStream.Builder places) {
    return new History.Generation(
        from.count(),
        from.text(),
        from.text(),
        from.number(),
        from.flag(),
        from.text(),
        CompactFact.isolation(from),
        from.flag(),
        CompactFact.answer(from),
        CompactFact.answer(from),
        from.number(),
        from.number(),
        from.textsByKey(),
        from.optionalNumber(),
        served(from),
        spells(from, places));
  }

  private static List<History.Served> served(CompactReader from) {
    int count = from.elements();
    List<History.Served> served = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      served.add(new History.Served(from.text(), from.number(), from.optionalNumber()));
    }
    return List.copyOf(served);
  }

  private static List<History.Spell> spells(CompactReader from, IntStream.Builder places) {
    int count = from.elements();
    List<History.Spell> spells = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      places.add(from.position());
      spells.add(
          new History.Spell(
              from.number(),
              from.optionalNumber(),
              STATUSES[from.oneOf(STATUSES.length)],
              choice(SEVERITIES, from),
              from.text(),
              from.text(),
              from.text(),
              from.flag(),
              CompactFact.answer(from),
              from.optionalText(),
              from.optionalNumber(),
              from.optionalNumber(),
              choice(ENDINGS, from)));
    }
    places.add(from.position());
    return List.copyOf(spells);
  }
}
