package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The set of all facts of one resource. Immutable. Adding twice changes nothing, the order of
 * adding changes nothing: {@link #union} is commutative, associative and idempotent with {@link
 * #EMPTY} as its neutral element.
 *
 * <p>Copies of one event, that is facts with the same account, eventID and operation, are one
 * member: the copy from S3 wins, then the smallest content hash. The sources of all copies are
 * kept, the {@value #SOURCES_LIMIT} smallest of them. An addendum replaces the fact of its original
 * event; of several the greatest (event time, eventID) wins. What was replaced is remembered, or
 * else the result would hang on the order of arrival.
 */
public final class Timeline {

  /**
   * How many sources of one event are remembered. The smallest names stay, because "the smallest of
   * a union" does not depend on the order, whereas "the first ones" would.
   */
  public static final int SOURCES_LIMIT = 32;

  /** Nothing was observed. */
  public static final Timeline EMPTY = new Timeline(List.of());

  private static final Comparator<Fact> BETTER_COPY_FIRST =
      Comparator.comparing((Fact fact) -> fact.origin() != Fact.Origin.S3)
          .thenComparing(Fact::contentHash)
          .thenComparing(Fact::origin);

  private static final Comparator<Fact> BY_IDENTITY =
      Comparator.comparingLong(Fact::at)
          .thenComparing(Fact::eventId)
          .thenComparing(Fact::account)
          .thenComparing(Fact::operation);

  /** The winning copies, each identity once, in their order. */
  private final List<Fact> winners;

  // Computed when first asked for; a race computes the same list twice, which does no harm.
  private volatile @Nullable List<Fact> ordered;

  private Timeline(List<Fact> inOrder) {
    this.winners = Collections.unmodifiableList(inOrder);
  }

  /** The timeline of these facts, in whatever order and however often they come. */
  public static Timeline of(Collection<Fact> facts) {
    Map<Identity, Fact> winners = HashMap.newHashMap(facts.size());
    facts.forEach(fact -> add(winners, fact));
    List<Fact> inOrder = new ArrayList<>(winners.values());
    inOrder.sort(BY_IDENTITY);
    return new Timeline(inOrder);
  }

  /**
   * The timeline whose {@link #all} these facts are, without sorting them again.
   *
   * @return empty when they are those of no timeline
   */
  public static Optional<Timeline> ofAll(List<Fact> facts) {
    Set<String> events = HashSet.newHashSet(facts.size());
    Fact previous = null;
    for (Fact fact : facts) {
      if ((previous != null && BY_IDENTITY.compare(previous, fact) >= 0)
          || fact.sources().size() > SOURCES_LIMIT) {
        return Optional.empty();
      }
      if (!events.add(fact.eventId())) {
        // Two facts of one event: seldom, and rightly so only when they differ in what they name.
        return Optional.of(of(facts)).filter(timeline -> timeline.all().equals(facts));
      }
      previous = fact;
    }
    return Optional.of(new Timeline(facts));
  }

  /** This timeline with one more fact; this one itself when the fact brings nothing new. */
  public Timeline with(Fact fact) {
    List<Fact> others = new ArrayList<>(winners.size() + 1);
    others.addAll(winners);
    Fact winner = withSources(fact, fact.sources());
    int copy = copyOf(fact);
    if (copy >= 0) {
      Fact known = others.remove(copy);
      winner = resolve(known, fact);
      if (winner.equals(known)) {
        return this;
      }
    }
    int place = -Collections.binarySearch(others, winner, BY_IDENTITY) - 1;
    others.add(place, winner);
    Timeline longer = new Timeline(others);
    if (copy < 0 && isPlain() && fact.amends() == null && isAlone(others, place)) {
      longer.ordered = longer.winners;
    }
    return longer;
  }

  /** Whether it is known that all its facts count, and each is of a later second than the last. */
  @SuppressWarnings("ReferenceEquality") // What is known is this very list then.
  private boolean isPlain() {
    return ordered == winners;
  }

  /** Whether no other fact is of the same second. */
  private static boolean isAlone(List<Fact> inOrder, int place) {
    long at = inOrder.get(place).at();
    return (place == 0 || inOrder.get(place - 1).at() < at)
        && (place + 1 == inOrder.size() || inOrder.get(place + 1).at() > at);
  }

  /** The place of a fact of the same identity; -1 when there is none. The latest first. */
  private int copyOf(Fact fact) {
    for (int place = winners.size() - 1; place >= 0; place--) {
      Fact known = winners.get(place);
      if (known.eventId().equals(fact.eventId())
          && known.account().equals(fact.account())
          && known.operation().equals(fact.operation())) {
        return place;
      }
    }
    return -1;
  }

  /** All facts of both. */
  public Timeline union(Timeline other) {
    List<Fact> both = new ArrayList<>(winners);
    both.addAll(other.winners);
    return of(both);
  }

  /** Whether it holds no fact at all. */
  public boolean isEmpty() {
    return winners.isEmpty();
  }

  /** How many facts it holds, amended ones included. */
  public int size() {
    return winners.size();
  }

  /**
   * Everything that must be stored to make this timeline again: the winning copy of every event,
   * amended ones included, in the order of time, eventID, account and operation.
   */
  public List<Fact> all() {
    return winners;
  }

  /** The facts that count, without those that an addendum replaced, in canonical order. */
  public List<Fact> facts() {
    List<Fact> known = ordered;
    if (known == null) {
      known = facts(Collections.emptyNavigableSet());
      ordered = known;
    }
    return known;
  }

  /**
   * As {@link #facts()}, for a resource whose existence is also proven elsewhere: whether a
   * generation is alive decides the order of a create and a delete within one second.
   *
   * @param touches the seconds in which something began to serve it
   */
  List<Fact> facts(NavigableSet<Long> touches) {
    return CanonicalOrder.of(effective(), touches, false);
  }

  private List<Fact> effective() {
    Map<Event, Fact> amendments = new HashMap<>();
    for (Fact fact : winners) {
      if (fact.amends() != null && !fact.amends().equals(fact.eventId())) {
        amendments.merge(
            new Event(fact.account(), fact.amends()),
            fact,
            (one, other) -> BY_IDENTITY.compare(one, other) > 0 ? one : other);
      }
    }
    // An addendum that names no other event stands by itself, as every ordinary record does.
    if (amendments.isEmpty()) {
      return winners;
    }
    List<Fact> effective = new ArrayList<>(winners.size());
    for (Fact fact : winners) {
      if (!replaced(fact, amendments)) {
        effective.add(fact);
      }
    }
    return effective;
  }

  private static boolean replaced(Fact fact, Map<Event, Fact> amendments) {
    Fact own = amendments.get(new Event(fact.account(), fact.eventId()));
    if (fact.amends() == null || fact.amends().equals(fact.eventId())) {
      return own != null;
    }
    // Two records that amend each other must not make both vanish.
    if (own != null && BY_IDENTITY.compare(own, fact) > 0) {
      return true;
    }
    return !fact.equals(amendments.get(new Event(fact.account(), fact.amends())));
  }

  private static void add(Map<Identity, Fact> winners, Fact fact) {
    winners.merge(
        new Identity(fact.account(), fact.eventId(), fact.operation()),
        withSources(fact, fact.sources()),
        Timeline::resolve);
  }

  private static Fact resolve(Fact one, Fact other) {
    TreeSet<String> sources = new TreeSet<>(one.sources());
    sources.addAll(other.sources());
    return withSources(BETTER_COPY_FIRST.compare(one, other) <= 0 ? one : other, sources);
  }

  // The same object is what was given, not something equal to it.
  @SuppressWarnings("ReferenceEquality")
  private static Fact withSources(Fact fact, SortedSet<String> sources) {
    if (sources == fact.sources() && sources.size() <= SOURCES_LIMIT) {
      return fact;
    }
    TreeSet<String> kept = new TreeSet<>(sources);
    while (kept.size() > SOURCES_LIMIT) {
      kept.pollLast();
    }
    return new Fact(
        fact.account(),
        fact.eventId(),
        fact.amends(),
        fact.at(),
        fact.operation(),
        fact.name(),
        fact.actor(),
        fact.origin(),
        fact.contentHash(),
        Collections.unmodifiableSortedSet(kept),
        fact.what());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Timeline timeline && winners.equals(timeline.winners));
  }

  @Override
  public int hashCode() {
    return winners.hashCode();
  }

  @Override
  public String toString() {
    return "Timeline of " + winners.size() + " facts";
  }

  private record Identity(String account, String eventId, String operation) {}

  private record Event(String account, String eventId) {}
}
