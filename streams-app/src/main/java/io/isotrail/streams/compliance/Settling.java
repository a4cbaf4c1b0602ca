package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is remembered without changing a number: what ended long ago is purged, and
 * overwritten facts of a very long timeline are folded. Both put the timeline on a {@link Ground}.
 */
public final class Settling {

  private Settling() {}

  /**
   * What can be purged of a resource.
   *
   * @param until everything up to this instant, inclusive, epoch seconds; also when it ended
   * @param lastGeneration number of the last generation in it
   */
  public record Purgeable(long until, int lastGeneration) {}

  /** Whether a caller can repeat it at will, so that a timeline must not hold all of them. */
  public static boolean isRepeatable(Fact.What what) {
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

  /**
   * What ended first: the oldest generations that are gone, down to where a later one begins after
   * them; a run as a whole; a server that serves nothing any more.
   *
   * @return empty while nothing has ended
   */
  public static Optional<Purgeable> purgeable(Remembered remembered) {
    Timeline timeline = remembered.timeline();
    int purged = remembered.ground().purged();
    if (timeline.isEmpty() && remembered.servings().isEmpty()) {
      return Optional.empty();
    }
    return switch (Role.of(remembered.subject().kind())) {
      case ENDPOINT, INFERENCE_COMPONENT -> {
        List<Fact> calls = calls(timeline);
        yield calls.isEmpty() || calls.getLast().what() instanceof Fact.Undeployed
            ? Optional.of(new Purgeable(lastAt(timeline), purged))
            : Optional.empty();
      }
      case TRANSFORM_JOB -> Optional.of(new Purgeable(lastAt(timeline), purged));
      case RUN -> {
        int lives = Lives.of(timeline, List.of(), purged).size();
        yield Optional.of(new Purgeable(lastAt(timeline), purged + lives));
      }
      case MODEL, ENDPOINT_CONFIG, SCHEDULE, DEFINITION ->
          isPlainlyAlive(timeline, remembered.servings())
              ? Optional.empty()
              : purgeable(Lives.of(timeline, remembered.servings(), purged), timeline, purged);
    };
  }

  /** Whether nothing ended it, as can be seen without reading lives. */
  private static boolean isPlainlyAlive(Timeline timeline, List<Serving> servings) {
    return servings.isEmpty()
        && timeline.facts().stream().noneMatch(fact -> fact.what() instanceof Fact.Deleted);
  }

  private static Optional<Purgeable> purgeable(List<Life> lives, Timeline timeline, int purged) {
    if (lives.isEmpty()) {
      // A delete alone, or what belonged to nothing.
      return Optional.of(new Purgeable(lastAt(timeline), purged));
    }
    long until = Long.MIN_VALUE;
    for (int index = 0; index < lives.size(); index++) {
      Long gone = lives.get(index).goneAt();
      if (gone == null) {
        return Optional.empty();
      }
      until = Math.max(until, gone);
      if (index + 1 == lives.size()) {
        return Optional.of(new Purgeable(until, lives.get(index).number));
      }
      if (until < lives.get(index + 1).from) {
        return Optional.of(new Purgeable(until, lives.get(index).number));
      }
    }
    return Optional.empty();
  }

  /** Without what can be purged. What was counted of it stays counted. */
  public static Remembered purge(Remembered remembered, Purgeable purgeable) {
    long until = purgeable.until();
    Timeline timeline =
        Timeline.of(
            remembered.timeline().all().stream().filter(fact -> fact.at() > until).toList());
    History history = remembered.history();
    Ground ground = remembered.ground();
    return new Remembered(
        remembered.subject(),
        new Ground(
            Math.max(until, ground.until()),
            until,
            purgeable.lastGeneration(),
            after(ground.settled(), purgeable.lastGeneration())),
        timeline,
        remembered.servings().stream().filter(serving -> serving.from() > until).toList(),
        timeline.isEmpty() ? java.util.Collections.emptySortedSet() : remembered.targets(),
        remembered.dependents(),
        history == null
            ? null
            : new History(
                history.subject(),
                history.accountName(),
                history.lastEventAt(),
                after(history.generations(), purgeable.lastGeneration())),
        remembered.due(),
        remembered.changedAt());
  }

  private static List<History.Generation> after(List<History.Generation> generations, int last) {
    return generations.stream().filter(generation -> generation.number() > last).toList();
  }

  /**
   * Folds the older facts, so that about so many facts remain as they are; where they are few, the
   * older servings that can be joined.
   *
   * @return the same where nothing can be folded: all happened in one second, or nothing was judged
   */
  public static Remembered fold(Remembered remembered, int keep) {
    List<Fact> facts = remembered.timeline().facts();
    if (facts.size() <= keep) {
      return foldServings(remembered, keep);
    }
    long until = facts.get(facts.size() - keep - 1).at();
    return until >= facts.getLast().at() ? remembered : settle(remembered, until);
  }

  private static Remembered foldServings(Remembered remembered, int keep) {
    List<Serving> servings = remembered.servings().stream().sorted(Serving.IN_ORDER).toList();
    if (servings.size() <= keep) {
      return remembered;
    }
    long until = servings.get(servings.size() - keep - 1).from();
    boolean joins =
        merged(remembered.servings(), remembered.timeline(), until).size() < servings.size();
    // Servings of many servers are many indeed: to settle them would only refuse what comes late.
    return joins ? settle(remembered, until) : remembered;
  }

  /**
   * Settles everything up to an instant: what is concluded of it stands for ever, and facts that
   * later ones overwrote by then are dropped.
   *
   * @param until epoch seconds, inclusive
   */
  public static Remembered settle(Remembered remembered, long until) {
    History history = remembered.history();
    Role role = Role.of(remembered.subject().kind());
    if (until <= remembered.ground().until() || (role.judged() && history == null)) {
      return remembered;
    }
    List<History.Generation> settled =
        history == null
            ? List.of()
            : history.generations().stream()
                .filter(generation -> generation.from() <= until)
                .toList();
    Timeline timeline = remembered.timeline();
    Set<Fact> dropped =
        new HashSet<>(
            role.serves()
                ? overwrittenCalls(timeline, until, !remembered.dependents().isEmpty())
                : overwritten(timeline, until));
    return new Remembered(
        remembered.subject(),
        new Ground(until, remembered.ground().purgedUntil(), remembered.ground().purged(), settled),
        Timeline.of(timeline.all().stream().filter(fact -> !dropped.contains(fact)).toList()),
        merged(remembered.servings(), timeline, until),
        remembered.targets(),
        remembered.dependents(),
        history,
        remembered.due(),
        remembered.changedAt());
  }

  /**
   * Of the calls up to an instant all but the last, and the last that named an endpoint.
   *
   * @param keepEnds where components are on an endpoint, each of its deletes ends some of them
   */
  private static List<Fact> overwrittenCalls(Timeline timeline, long until, boolean keepEnds) {
    List<Fact> calls = new ArrayList<>();
    List<Fact> dropped = new ArrayList<>();
    for (Fact fact : timeline.facts()) {
      if (fact.at() <= until) {
        boolean call =
            fact.what() instanceof Fact.Deployed || fact.what() instanceof Fact.Undeployed;
        // What an empty update comes after still holds, so it is not the last that counts.
        (call && !Deployments.isEmptyUpdate(fact) ? calls : dropped).add(fact);
      }
    }
    Fact named = null;
    for (Fact call : calls) {
      if (call.what() instanceof Fact.Undeployed) {
        named = null;
      } else if (call.what() instanceof Fact.Deployed deployed && deployed.endpoint() != null) {
        named = call;
      }
    }
    // A delete that another call of its second came after has ended nothing.
    List<Fact> ends = keepEnds ? Deployments.lastOfEachSecond(calls) : List.of();
    if (!calls.isEmpty()) {
      calls.removeLast();
    }
    if (named != null) {
      calls.remove(named);
    }
    calls.removeIf(call -> call.what() instanceof Fact.Undeployed && ends.contains(call));
    dropped.addAll(calls);
    return dropped;
  }

  /** Tags, untags and redefinitions of which nothing is left at an instant. */
  private static List<Fact> overwritten(Timeline timeline, long until) {
    List<Fact> dropped = new ArrayList<>();
    Set<String> laterKeys = new HashSet<>();
    boolean laterDefinition = false;
    for (Fact fact : timeline.facts().reversed()) {
      if (fact.at() > until) {
        continue;
      }
      switch (fact.what()) {
        case Fact.Created ignored -> {
          laterKeys.clear();
          laterDefinition = false;
        }
        case Fact.Deleted ignored -> {
          laterKeys.clear();
          laterDefinition = false;
        }
        case Fact.Tagged tagged -> addOverwritten(dropped, laterKeys, fact, tagged.tags().keySet());
        case Fact.Untagged untagged -> addOverwritten(dropped, laterKeys, fact, untagged.keys());
        case Fact.Redefined ignored -> {
          if (laterDefinition) {
            dropped.add(fact);
          }
          laterDefinition = true;
        }
        case Fact.Deployed ignored -> {}
        case Fact.Undeployed ignored -> {}
        case Fact.Seen ignored -> {}
      }
    }
    dropped.removeAll(firsts(timeline, until));
    return dropped;
  }

  private static void addOverwritten(
      List<Fact> dropped, Set<String> laterKeys, Fact fact, Collection<String> keys) {
    if (laterKeys.containsAll(keys)) {
      dropped.add(fact);
    }
    laterKeys.addAll(keys);
  }

  /** The facts that begin a generation stay, whatever they say. */
  private static Set<Fact> firsts(Timeline timeline, long until) {
    Set<Fact> firsts = new HashSet<>();
    boolean begun = false;
    long lastDelete = Long.MIN_VALUE;
    for (Fact fact : timeline.facts()) {
      if (fact.at() > until) {
        break;
      }
      if (fact.what() instanceof Fact.Deleted) {
        begun = false;
        lastDelete = fact.at();
      } else if (!begun && !(Lives.isTrace(fact.what()) && fact.at() == lastDelete)) {
        // A trace in the second of a delete belongs to nothing, and begins nothing.
        firsts.add(fact);
        begun = true;
      }
    }
    return firsts;
  }

  /** Stretches of one server that follow each other, where the name was not created or deleted. */
  private static List<Serving> merged(List<Serving> servings, Timeline timeline, long until) {
    List<Long> lifecycle =
        timeline.facts().stream()
            .filter(
                fact -> fact.what() instanceof Fact.Created || fact.what() instanceof Fact.Deleted)
            .map(Fact::at)
            .toList();
    List<Serving> merged = new ArrayList<>(servings.size());
    Map<String, Integer> lastOf = new HashMap<>();
    for (Serving serving : servings) {
      Integer index = lastOf.get(serving.server());
      Serving before = index == null ? null : merged.get(index);
      if (index != null && before != null && follows(before, serving, until, lifecycle)) {
        merged.set(index, joined(before, serving));
      } else {
        lastOf.put(serving.server(), merged.size());
        merged.add(serving);
      }
    }
    return List.copyOf(merged);
  }

  private static boolean follows(
      Serving before, Serving serving, long until, List<Long> lifecycle) {
    Long to = serving.to();
    return before.to() != null
        && before.to() == serving.from()
        && before.lasts()
        && to != null
        && to <= until
        && lifecycle.stream().noneMatch(at -> at >= before.from() && at <= to);
  }

  private static Serving joined(Serving before, Serving serving) {
    return new Serving(
        before.server(),
        serving.endpoint(),
        before.eventId(),
        before.from(),
        serving.to(),
        serving.updated(),
        serving.replaced());
  }

  private static List<Fact> calls(Timeline timeline) {
    return timeline.facts().stream()
        .filter(
            fact -> fact.what() instanceof Fact.Deployed || fact.what() instanceof Fact.Undeployed)
        .toList();
  }

  private static long lastAt(Timeline timeline) {
    @Nullable Fact last = timeline.isEmpty() ? null : timeline.facts().getLast();
    return last == null ? Long.MIN_VALUE : last.at();
  }
}
