package io.isotrail.streams.topology;

import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.Lifespan;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Serving;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One resource while a step changes what is remembered of it. */
// What was not set anew is the same object.
@SuppressWarnings("ReferenceEquality")
final class Draft {

  private static final Comparator<Serving> BY_SERVER =
      Comparator.comparing(Serving::server).thenComparingLong(Serving::from);

  private final Remembered before;
  private final Ground ground;
  private Timeline timeline;
  private List<Serving> servings;
  private SortedSet<String> targets;
  private SortedSet<String> dependents;
  private boolean newEvidence;

  /** Of the timeline and the servings as they are; null: not asked for since they changed. */
  private @Nullable List<Lifespan> lifespans;

  Draft(Remembered before) {
    this.before = before;
    this.ground = before.ground();
    this.timeline = before.timeline();
    this.servings = before.servings();
    this.targets = before.targets();
    this.dependents = before.dependents();
  }

  Remembered before() {
    return before;
  }

  Subject subject() {
    return before.subject();
  }

  Ground ground() {
    return ground;
  }

  Timeline timeline() {
    return timeline;
  }

  List<Serving> servings() {
    return servings;
  }

  SortedSet<String> targets() {
    return targets;
  }

  SortedSet<String> dependents() {
    return dependents;
  }

  /** Whether a fact of its own came to it. */
  boolean newEvidence() {
    return newEvidence;
  }

  boolean isChanged() {
    return newEvidence
        || servings != before.servings()
        || targets != before.targets()
        || dependents != before.dependents();
  }

  void take(Timeline longer) {
    timeline = longer;
    lifespans = null;
    newEvidence = true;
  }

  void addDependent(String key) {
    if (!dependents.contains(key)) {
      dependents = new TreeSet<>(dependents);
      dependents.add(key);
    }
  }

  void setTargets(SortedSet<String> keys) {
    if (!targets.equals(keys)) {
      targets = new TreeSet<>(keys);
    }
  }

  /**
   * What a server asks of this one, in place of what it asked before. What ended before the
   * server's, or this one's, ground stays as it is, and what held at this one's ground ends behind
   * it at the earliest.
   *
   * @return whether that changed anything
   */
  boolean serve(String server, Ground ofServer, List<Serving> asked) {
    // Only what began by then can meet a settled one: the rest is not compared.
    long settledUntil = Math.max(ground.until(), ofServer.until());
    List<Serving> next = new ArrayList<>(servings.size() + asked.size());
    for (Serving serving : servings) {
      if (!serving.server().equals(server)
          || isSettled(serving, ofServer)
          || isSettled(serving, ground)) {
        next.add(serving);
      }
    }
    for (Serving serving : asked) {
      if (!isSettled(serving, ground)
          && !isSettled(serving, ofServer)
          && serving.from() > ground.purgedUntil()
          && (serving.from() > settledUntil
              || next.stream().noneMatch(kept -> hasEnded(kept, serving)))) {
        next.add(serving);
      }
    }
    for (Serving serving : servings) {
      if (serving.server().equals(server)
          && holdsAtGround(serving)
          && next.stream().noneMatch(kept -> kept.server().equals(server) && holdsAtGround(kept))) {
        next.add(endedBehindGround(serving, asked));
      }
    }
    next.sort(BY_SERVER);
    if (next.equals(servings)) {
      return false;
    }
    servings = List.copyOf(next);
    lifespans = null;
    return true;
  }

  /** Whether it is settled that this one was in service up to the ground, and by what. */
  private boolean holdsAtGround(Serving serving) {
    return serving.from() <= ground.until()
        && (serving.to() == null || serving.to() > ground.until());
  }

  /** A server says late that it had ended before: it ends where nothing is settled any more. */
  private Serving endedBehindGround(Serving serving, List<Serving> asked) {
    Optional<Serving> now =
        asked.stream().filter(other -> other.from() == serving.from()).findFirst();
    return new Serving(
        serving.server(),
        serving.endpoint(),
        serving.eventId(),
        serving.from(),
        ground.until() + 1,
        now.map(Serving::updated).orElse(false),
        now.map(Serving::replaced).orElse(false));
  }

  /** What ended it may have been purged since, the delete of a component's endpoint say. */
  private static boolean hasEnded(Serving kept, Serving asked) {
    return kept.server().equals(asked.server())
        && kept.to() != null
        && kept.from() <= asked.from()
        && (asked.from() < kept.to() || asked.from() == kept.from());
  }

  private static boolean isSettled(Serving serving, Ground by) {
    return serving.to() != null && serving.to() <= by.until();
  }

  List<Lifespan> lifespans() {
    List<Lifespan> known = lifespans;
    if (known == null) {
      known = Lifespan.of(timeline, servings);
      lifespans = known;
    }
    return known;
  }
}
