package io.isotrail.streams.topology;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.StoredFact;
import io.isotrail.avro.StoredTimeline;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.EvidenceCodec;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.codec.ViolationCodec;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What the task remembers of each resource, and what was concluded from it. Whatever is said to the
 * outside is the difference between the history that was stored and the one judged now.
 */
final class Timelines {

  /**
   * A character takes three bytes at most, and the history no more than the facts: so a row stays
   * below the largest record.
   */
  private static final long MOST_CHARACTERS = StreamsProperties.LARGEST_RECORD / 8;

  /** Facts of all sorts, as a multiple of the limit. */
  private static final long HARD_LIMIT = 10;

  private final KeyValueStore<String, StoredTimeline> store;
  private final TallyBook tallies;
  private final DueTimes due;
  private final Outbox outbox;
  private final int limit;

  Timelines(Stored stored, TallyBook tallies, Outbox outbox, int limit) {
    this.store = stored.timelines();
    this.tallies = tallies;
    this.due = new DueTimes(stored.due());
    this.outbox = outbox;
    this.limit = limit;
  }

  /**
   * Adds a fact to its timeline and judges it.
   *
   * @param governance empty while no policy has been read: the fact is then only remembered
   * @return false when the timeline is full and the fact was not taken
   */
  boolean remember(io.isotrail.avro.Fact fact, Optional<Governance> governance) {
    Subject subject = FactCodec.subject(fact);
    StoredTimeline known = store.get(subject.key());
    Timeline before = known == null ? Timeline.EMPTY : timeline(known);
    Timeline after = before.with(FactCodec.fact(fact));
    if (after.equals(before)) {
      return true;
    }
    if (after.all().size() > before.all().size() && isTooMuch(FactCodec.fact(fact).what(), after)) {
      return false;
    }
    conclude(subject, known, after, governance, true);
    return true;
  }

  /**
   * Tags and deployments are repeated at will, so they are held to the limit and to half of the
   * room. What says that a resource exists or is gone must find a place beside them: without it a
   * deleted resource would stay in violation for ever.
   */
  private boolean isTooMuch(Fact.What what, Timeline timeline) {
    List<Fact> repeatable =
        timeline.all().stream().filter(fact -> isRepeatable(fact.what())).toList();
    return (isRepeatable(what)
            && (repeatable.size() > limit || characters(repeatable) > MOST_CHARACTERS / 2))
        || timeline.all().size() > HARD_LIMIT * limit
        || characters(timeline.all()) > MOST_CHARACTERS;
  }

  private static boolean isRepeatable(Fact.What what) {
    return switch (what) {
      case Fact.Tagged ignored -> true;
      case Fact.Untagged ignored -> true;
      case Fact.Deployed ignored -> true;
      case Fact.Undeployed ignored -> true;
      case Fact.Redefined ignored -> true;
      case Fact.Created ignored -> false;
      case Fact.Deleted ignored -> false;
      case Fact.Seen ignored -> false;
    };
  }

  private static long characters(Collection<Fact> facts) {
    return facts.stream().mapToLong(FactCodec::characters).sum();
  }

  /** Judges a resource again; nothing is said when the verdict stands. */
  void rejudge(StoredTimeline known, Governance governance) {
    Subject subject = FactCodec.subject(known.getFacts().getFirst().getFact());
    conclude(subject, known, timeline(known), Optional.of(governance), false);
  }

  /** Says the rows again whose verdict has changed by the mere passing of time. */
  void sayWhatIsDue(Slice slice) {
    long now = outbox.now();
    while (slice.takesOneMore()) {
      Optional<String> reached = due.reached(now);
      if (reached.isEmpty()) {
        return;
      }
      sayWhatIsDue(reached.get(), now);
    }
  }

  private void sayWhatIsDue(String resource, long now) {
    StoredTimeline known = store.get(resource);
    if (known == null || known.getJudgement() == null) {
      throw new IllegalStateException("the store due names a resource that was never judged");
    }
    History history = HistoryCodec.history(known.getJudgement());
    Long next = DueTimes.nextChange(history, now);
    due.move(resource, known.getDue(), next);
    store.put(resource, StoredTimeline.newBuilder(known).setDue(next).build());
    sayRow(resource, history, timeline(known));
  }

  private void conclude(
      Subject subject,
      @Nullable StoredTimeline known,
      Timeline timeline,
      Optional<Governance> governance,
      boolean newEvidence) {
    Compliance judged = known == null ? null : known.getJudgement();
    Long dueBefore = known == null ? null : known.getDue();
    if (governance.isEmpty() || !Judge.judges(subject.kind())) {
      if (newEvidence) {
        store.put(subject.key(), stored(subject, timeline, judged, dueBefore));
      }
      return;
    }
    History before = judged == null ? null : HistoryCodec.history(judged);
    History after = Judge.judge(subject, timeline, governance.get());
    boolean changed = !after.equals(before);
    if (!changed && !newEvidence) {
      return;
    }
    Long dueAfter = DueTimes.nextChange(after, outbox.now());
    due.move(subject.key(), dueBefore, dueAfter);
    store.put(
        subject.key(), stored(subject, timeline, HistoryCodec.row(after, List.of(), 0), dueAfter));
    if (changed) {
      tallies.replace(movements(before), movements(after));
      sayViolations(before, after);
    }
    if (!after.generations().isEmpty()) {
      sayRow(subject.key(), after, timeline);
    } else if (before != null && !before.generations().isEmpty()) {
      outbox.say(Topics.COMPLIANCE, subject.key(), null);
    }
  }

  private static List<Movement> movements(@Nullable History history) {
    return history == null ? List.of() : Movements.of(history);
  }

  private void sayRow(String resource, History history, Timeline timeline) {
    outbox.say(
        Topics.COMPLIANCE,
        resource,
        HistoryCodec.row(history, EvidenceCodec.evidence(timeline.facts()), outbox.now()));
  }

  private void sayViolations(@Nullable History before, History after) {
    Map<String, Violation> was = before == null ? Map.of() : ViolationCodec.violations(before);
    Map<String, Violation> is = ViolationCodec.violations(after);
    was.keySet().stream()
        .filter(key -> !is.containsKey(key))
        .forEach(key -> outbox.say(Topics.VIOLATIONS, key, null));
    is.forEach(
        (key, violation) -> {
          if (!violation.equals(was.get(key))) {
            outbox.say(Topics.VIOLATIONS, key, violation);
          }
        });
  }

  private static Timeline timeline(StoredTimeline stored) {
    return Timeline.of(stored.getFacts().stream().map(FactCodec::fact).toList());
  }

  private static StoredTimeline stored(
      Subject subject, Timeline timeline, @Nullable Compliance judgement, @Nullable Long due) {
    List<StoredFact> facts =
        timeline.all().stream().map(fact -> FactCodec.stored(subject, fact)).toList();
    return StoredTimeline.newBuilder().setFacts(facts).setJudgement(judgement).setDue(due).build();
  }
}
