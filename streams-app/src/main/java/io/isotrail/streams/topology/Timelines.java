package io.isotrail.streams.topology;

import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.codec.ViolationCodec;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Role;
import io.isotrail.streams.compliance.Settling;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.compliance.Timeline;
import io.isotrail.streams.compliance.ViolationSpell;
import io.isotrail.streams.kpi.Movements;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the task remembers of each resource, and what was concluded from it. Whatever is said to the
 * outside is the difference between the history that was stored and the one judged now.
 */
final class Timelines {

  /** What became of a fact. */
  enum Taken {
    /** It is remembered, now or before. */
    REMEMBERED,
    /** Its timeline is full. */
    FULL,
    /** It happened in a time that is settled. */
    SETTLED
  }

  /** How long until a definition that could go is asked again whether it is still needed. */
  private static final long BETWEEN_ASKING = 86_400;

  private final Memory memory;
  private final TallyBook tallies;
  private final DueTimes due;
  private final Outbox outbox;
  private final Bounds bounds;

  Timelines(Stored stored, TallyBook tallies, Outbox outbox, Bounds bounds) {
    this.memory = new Memory(stored.timelines(), stored.graves(), bounds.mostHeld());
    this.tallies = tallies;
    this.due = new DueTimes(stored.due());
    this.outbox = outbox;
    this.bounds = bounds;
  }

  /**
   * Adds a fact to its timeline and judges whatever hangs on it.
   *
   * @param governance empty while no policy has been read: the fact is then only remembered
   */
  Taken remember(io.isotrail.avro.Fact record, Optional<Governance> governance) {
    Subject subject = FactCodec.subject(record);
    Fact fact = FactCodec.fact(record);
    Joining joining = new Joining(memory);
    Draft own = joining.draft(subject);
    Timeline before = own.timeline();
    Timeline after = before.with(fact);
    if (after.equals(before)) {
      return Taken.REMEMBERED;
    }
    if (own.ground().refuses(fact)) {
      return Taken.SETTLED;
    }
    if (after.size() > before.size() && !bounds.isShort(after)) {
      Room room = memory.room(subject, before).with(after, fact);
      if (bounds.isTooMuch(fact.what(), room)) {
        return Taken.FULL;
      }
      memory.remember(subject, room);
    }
    own.take(after);
    joining.spread(subject);
    joining.drafts().forEach(draft -> conclude(joining, draft, governance));
    return Taken.REMEMBERED;
  }

  /** Judges a resource again; nothing is said when the verdict stands. */
  void rejudge(String key, Governance governance) {
    Subject subject = Subject.ofKey(key);
    if (Role.of(subject.kind()).judged()) {
      Joining joining = new Joining(memory);
      Draft draft = joining.draft(subject);
      write(draft, judged(joining, draft, governance));
    }
  }

  /** Does for every resource whose instant has come what time asks for. */
  void sayWhatIsDue(Slice slice) {
    long now = outbox.now();
    while (slice.takesOneMore()) {
      Optional<String> reached = due.reached(now);
      if (reached.isEmpty()) {
        return;
      }
      sayWhatIsDue(Subject.ofKey(reached.get()), now);
    }
  }

  private void sayWhatIsDue(Subject subject, long now) {
    Remembered known = memory.recall(subject);
    if (known.due() == null) {
      throw new IllegalStateException("the store due names a resource that has no due time");
    }
    boolean needed = isNeeded(known);
    Remembered purged =
        bounds
            .purgeable(known, now)
            .filter(purgeable -> !needed)
            .map(purgeable -> purge(known, purgeable))
            .orElse(known);
    Long next = nextDue(purged, needed ? now + BETWEEN_ASKING : now + 1, now);
    due.move(subject.key(), known.due(), next);
    Remembered after = with(purged, next);
    if (Bounds.isGrave(after)) {
      memory.bury(after);
    } else {
      memory.keep(after);
    }
    sayRow(known.history(), after);
    if (after.history() != null && !after.history().equals(known.history())) {
      sayViolations(known.history(), after.history());
    }
  }

  /** A schedule has the isolation of its definition even after that one was deleted. */
  private boolean isNeeded(Remembered known) {
    return Role.of(known.subject().kind()) == Role.DEFINITION
        && known.dependents().stream()
            .anyMatch(schedule -> !memory.recall(Subject.ofKey(schedule)).timeline().isEmpty());
  }

  /**
   * Before it goes, whatever was concluded with its help is settled: the servers that asked for it,
   * and what hangs on it.
   */
  private Remembered purge(Remembered known, Settling.Purgeable purgeable) {
    TreeSet<String> others = new TreeSet<>(known.dependents());
    known.servings().forEach(serving -> others.add(serving.server()));
    for (String other : others) {
      Remembered before = memory.recall(Subject.ofKey(other));
      Remembered settled = Settling.settle(before, purgeable.until());
      if (!settled.ground().equals(before.ground()) && !before.timeline().isEmpty()) {
        memory.keep(settled);
      }
    }
    return Settling.purge(known, purgeable);
  }

  private void conclude(Joining joining, Draft draft, Optional<Governance> governance) {
    Subject subject = draft.subject();
    History history = draft.before().history();
    if (governance.isPresent() && joining.isToBeJudged(subject)) {
      history = judged(joining, draft, governance.get());
    }
    write(draft, history);
  }

  private static History judged(Joining joining, Draft draft, Governance governance) {
    return Judge.judge(
            draft.subject(),
            draft.ground(),
            draft.timeline(),
            joining.joins(draft.subject()),
            governance)
        .sharing(draft.before().history());
  }

  private void write(Draft draft, @Nullable History judged) {
    Remembered before = draft.before();
    boolean changed = judged != null && !judged.equals(before.history());
    if (!changed && !draft.isChanged()) {
      return;
    }
    Remembered after =
        new Remembered(
            draft.subject(),
            draft.ground(),
            draft.timeline(),
            draft.servings(),
            draft.targets(),
            draft.dependents(),
            judged,
            before.due(),
            draft.newEvidence() ? outbox.now() : before.changedAt());
    after = bounds.folded(after);
    Long next = nextDue(after, outbox.now() + 1, outbox.now());
    due.move(draft.subject().key(), before.due(), next);
    after = with(after, next);
    memory.keep(after);
    if (judged != null && changed) {
      tallies.add(Movements.change(before.history(), judged));
      sayViolations(before.history(), judged);
    }
    if (changed || draft.newEvidence()) {
      sayRow(before.history(), after);
    }
  }

  private @Nullable Long nextDue(Remembered remembered, long earliestPurge, long now) {
    Long change =
        remembered.history() == null ? null : DueTimes.nextChange(remembered.history(), now);
    Long purge = bounds.purgeAt(remembered);
    if (purge != null) {
      purge = Math.max(purge, earliestPurge);
    }
    if (change == null || purge == null) {
      return change == null ? purge : change;
    }
    return Math.min(change, purge);
  }

  private static Remembered with(Remembered remembered, @Nullable Long due) {
    return new Remembered(
        remembered.subject(),
        remembered.ground(),
        remembered.timeline(),
        remembered.servings(),
        remembered.targets(),
        remembered.dependents(),
        remembered.history(),
        due,
        remembered.changedAt());
  }

  private void sayRow(@Nullable History before, Remembered after) {
    String key = after.subject().key();
    History history = after.history();
    if (history != null && !history.generations().isEmpty()) {
      outbox.say(
          Topics.COMPLIANCE,
          key,
          HistoryCodec.row(
              history, memory.shownHistory(history), memory.shownFacts(after), outbox.now()));
    } else if (before != null && !before.generations().isEmpty()) {
      outbox.say(Topics.COMPLIANCE, key, null);
    }
  }

  private void sayViolations(@Nullable History before, History after) {
    Map<String, ViolationSpell> was = before == null ? Map.of() : spells(before);
    Map<String, ViolationSpell> is = spells(after);
    was.keySet().stream()
        .filter(key -> !is.containsKey(key))
        .forEach(key -> outbox.say(Topics.VIOLATIONS, key, null));
    is.forEach(
        (key, spell) -> {
          if (!spell.equals(was.get(key))) {
            outbox.say(Topics.VIOLATIONS, key, ViolationCodec.violation(spell));
          }
        });
  }

  private static Map<String, ViolationSpell> spells(History history) {
    Map<String, ViolationSpell> byId = new LinkedHashMap<>();
    Table.violations(history).forEach(spell -> byId.put(spell.id(), spell));
    return byId;
  }
}
