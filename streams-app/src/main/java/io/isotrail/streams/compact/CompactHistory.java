package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A history in bytes, without its subject, which the key of the store tells. Equal histories are
 * equal bytes.
 */
// The format is the order of the constants; they are only ever appended.
@SuppressWarnings("EnumOrdinal")
final class CompactHistory {

  private static final Status[] STATUSES = Status.values();
  private static final Severity[] SEVERITIES = Severity.values();
  private static final Ending[] ENDINGS = Ending.values();

  private CompactHistory() {}

  static void write(History history, CompactWriter to) {
    to.optionalText(history.accountName());
    to.number(history.lastEventAt());
    write(history.generations(), to);
  }

  static void write(List<History.Generation> generations, CompactWriter to) {
    to.count(generations.size());
    for (History.Generation generation : generations) {
      write(generation, to);
    }
  }

  private static void write(History.Generation generation, CompactWriter to) {
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
    to.count(generation.spells().size());
    for (History.Spell spell : generation.spells()) {
      write(spell, to);
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

  static History read(Subject subject, CompactReader from) {
    String accountName = from.optionalText();
    long lastEventAt = from.number();
    return new History(subject, accountName, lastEventAt, generations(from));
  }

  static List<History.Generation> generations(CompactReader from) {
    int count = from.elements();
    List<History.Generation> generations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      generations.add(generation(from));
    }
    return List.copyOf(generations);
  }

  private static History.Generation generation(CompactReader from) {
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
        spells(from));
  }

  private static List<History.Served> served(CompactReader from) {
    int count = from.elements();
    List<History.Served> served = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      served.add(new History.Served(from.text(), from.number(), from.optionalNumber()));
    }
    return List.copyOf(served);
  }

  private static List<History.Spell> spells(CompactReader from) {
    int count = from.elements();
    List<History.Spell> spells = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
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
    return List.copyOf(spells);
  }
}
