package io.isotrail.streams.compliance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The one order in which facts are read. CloudTrail knows whole seconds only, so that within one
 * second the order is a convention: lifecycle facts alternate, starting with a delete if a
 * generation is alive, else with a create, each kind by eventID, leftovers last; then untag, tag,
 * deployment, inventory, each by eventID.
 */
final class CanonicalOrder {

  private static final Comparator<Fact> WITHIN_TIME =
      Comparator.comparingLong(Fact::at)
          .thenComparingInt(CanonicalOrder::rank)
          .thenComparing(Fact::eventId)
          .thenComparing(Fact::account)
          .thenComparing(Fact::operation);

  private CanonicalOrder() {}

  static List<Fact> of(Collection<Fact> facts) {
    List<Fact> sorted = new ArrayList<>(facts);
    sorted.sort(WITHIN_TIME);
    List<Fact> ordered = new ArrayList<>(sorted.size());
    boolean alive = false;
    int start = 0;
    while (start < sorted.size()) {
      int end = start + 1;
      while (end < sorted.size() && sorted.get(end).at() == sorted.get(start).at()) {
        end++;
      }
      alive = appendSecond(sorted.subList(start, end), alive, ordered);
      start = end;
    }
    return Collections.unmodifiableList(ordered);
  }

  /** Appends the facts of one second; answers whether a generation is alive after it. */
  private static boolean appendSecond(List<Fact> second, boolean alive, List<Fact> ordered) {
    Deque<Fact> creates = new ArrayDeque<>();
    Deque<Fact> deletes = new ArrayDeque<>();
    List<Fact> others = new ArrayList<>();
    for (Fact fact : second) {
      switch (fact.what()) {
        case Fact.Created created -> creates.add(fact);
        case Fact.Deleted deleted -> deletes.add(fact);
        case Fact.Tagged tagged -> others.add(fact);
        case Fact.Untagged untagged -> others.add(fact);
        case Fact.Deployed deployed -> others.add(fact);
        case Fact.Undeployed undeployed -> others.add(fact);
        case Fact.Seen seen -> others.add(fact);
      }
    }
    boolean deleted = !deletes.isEmpty();
    boolean living = alive;
    while (!creates.isEmpty() || !deletes.isEmpty()) {
      boolean creating = deletes.isEmpty() || (!living && !creates.isEmpty());
      ordered.add((creating ? creates : deletes).remove());
      living = creating;
    }
    ordered.addAll(others);
    return living || (!deleted && others.stream().anyMatch(fact -> Lives.isTrace(fact.what())));
  }

  private static int rank(Fact fact) {
    return switch (fact.what()) {
      case Fact.Created created -> 0;
      case Fact.Deleted deleted -> 1;
      case Fact.Untagged untagged -> 2;
      case Fact.Tagged tagged -> 3;
      case Fact.Deployed deployed -> 4;
      case Fact.Undeployed undeployed -> 4;
      case Fact.Seen seen -> 5;
    };
  }
}
