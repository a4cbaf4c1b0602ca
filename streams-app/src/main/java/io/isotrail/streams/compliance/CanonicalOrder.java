package io.isotrail.streams.compliance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;

/**
 * The one order in which facts are read. CloudTrail knows whole seconds only, so that within one
 * second the order is a convention: lifecycle facts alternate, starting with a delete if a
 * generation is alive, else with a create, each kind by eventID, leftovers last; then redefinition,
 * untag, tag, deployment, inventory, each by eventID.
 */
final class CanonicalOrder {

  private static final Comparator<Fact> WITHIN_TIME =
      Comparator.comparingLong(Fact::at)
          .thenComparingInt(CanonicalOrder::rank)
          .thenComparing(Fact::eventId)
          .thenComparing(Fact::account)
          .thenComparing(Fact::operation);

  private final NavigableSet<Long> touches;
  private final List<Fact> ordered;
  private boolean alive;
  private long nextSecond;

  private CanonicalOrder(NavigableSet<Long> touches, int size, boolean alive) {
    this.touches = touches;
    this.ordered = new ArrayList<>(size);
    this.alive = alive;
    this.nextSecond = Long.MIN_VALUE;
  }

  /**
   * Orders the facts of one resource.
   *
   * @param touches seconds in which something else proves, after the facts of that second, that the
   *     resource exists
   * @param alive whether a generation is alive before the first of them
   */
  static List<Fact> of(List<Fact> facts, NavigableSet<Long> touches, boolean alive) {
    if (ascend(facts)) {
      return Collections.unmodifiableList(facts);
    }
    List<Fact> sorted = new ArrayList<>(facts);
    sorted.sort(WITHIN_TIME);
    CanonicalOrder order = new CanonicalOrder(touches, sorted.size(), alive);
    int start = 0;
    while (start < sorted.size()) {
      int end = start + 1;
      while (end < sorted.size() && sorted.get(end).at() == sorted.get(start).at()) {
        end++;
      }
      if (end == start + 1) {
        order.append(sorted.get(start));
      } else {
        order.appendSecond(sorted.subList(start, end));
      }
      start = end;
    }
    return Collections.unmodifiableList(order.ordered);
  }

  /** Each in a later second than the one before: what nearly every timeline is. */
  private static boolean ascend(List<Fact> facts) {
    for (int i = 1; i < facts.size(); i++) {
      if (facts.get(i - 1).at() >= facts.get(i).at()) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #appendSecond} does it, for the usual case: alone in its second. */
  private void append(Fact fact) {
    alive = !(fact.what() instanceof Fact.Deleted);
    ordered.add(fact);
    nextSecond = fact.at() + 1;
  }

  private boolean touchedBefore(long at) {
    return !touches.isEmpty() && !touches.subSet(nextSecond, true, at, false).isEmpty();
  }

  private void appendSecond(List<Fact> second) {
    long at = second.getFirst().at();
    alive |= touchedBefore(at);
    Deque<Fact> creates = new ArrayDeque<>();
    Deque<Fact> deletes = new ArrayDeque<>();
    List<Fact> others = new ArrayList<>();
    for (Fact fact : second) {
      switch (fact.what()) {
        case Fact.Created created -> creates.add(fact);
        case Fact.Deleted deleted -> deletes.add(fact);
        case Fact.Redefined redefined -> others.add(fact);
        case Fact.Tagged tagged -> others.add(fact);
        case Fact.Untagged untagged -> others.add(fact);
        case Fact.Deployed deployed -> others.add(fact);
        case Fact.Undeployed undeployed -> others.add(fact);
        case Fact.Seen seen -> others.add(fact);
      }
    }
    boolean deleted = !deletes.isEmpty();
    while (!creates.isEmpty() || !deletes.isEmpty()) {
      boolean creating = deletes.isEmpty() || (!alive && !creates.isEmpty());
      ordered.add((creating ? creates : deletes).remove());
      alive = creating;
    }
    ordered.addAll(others);
    // Whatever else is told of it shows that it is there.
    alive |= !deleted;
    nextSecond = at + 1;
  }

  private static int rank(Fact fact) {
    return switch (fact.what()) {
      case Fact.Created created -> 0;
      case Fact.Deleted deleted -> 1;
      case Fact.Redefined redefined -> 2;
      case Fact.Untagged untagged -> 3;
      case Fact.Tagged tagged -> 4;
      case Fact.Deployed deployed -> 5;
      case Fact.Undeployed undeployed -> 5;
      case Fact.Seen seen -> 6;
    };
  }
}
