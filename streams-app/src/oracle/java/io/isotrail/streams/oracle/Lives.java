package io.isotrail.streams.oracle;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Seen;
import io.isotrail.avro.Tagged;
import io.isotrail.avro.Untagged;
import io.isotrail.schemas.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Forms the generations of one resource out of its facts, second by second. */
final class Lives {

  /** The sort of a fact within its second. */
  enum Sort {
    CREATE,
    DELETE,
    REDEFINITION,
    UNTAG,
    TAG,
    OBSERVATION,
    /** Says nothing of generations. */
    NONE
  }

  static final Comparator<Fact> BY_EVENT =
      Comparator.comparing(Fact::getEventId).thenComparing(Fact::getAccount);

  private static final String REDEFINE = "UpdateMonitoringSchedule";
  private static final List<Sort> TRACES = List.of(Sort.REDEFINITION, Sort.UNTAG, Sort.TAG);

  private final ResourceKey key;
  private final List<Life> lives = new ArrayList<>();
  private @Nullable Life alive;
  private boolean deletedThisSecond;

  private Lives(ResourceKey key) {
    this.key = key;
  }

  static Sort sortOf(Fact fact) {
    return switch (fact.getBody()) {
      case Created created ->
          fact.getOperation().equals(REDEFINE) ? Sort.REDEFINITION : Sort.CREATE;
      case Deleted deleted -> Sort.DELETE;
      case Untagged untagged -> Sort.UNTAG;
      case Tagged tagged -> Sort.TAG;
      case Seen seen -> Sort.OBSERVATION;
      default -> Sort.NONE;
    };
  }

  /**
   * The generations in their order.
   *
   * @param facts those that count, in any order
   * @param deployments the seconds at which it was asked to serve or was used
   */
  static List<Life> of(ResourceKey key, Collection<Fact> facts, Set<Long> deployments) {
    TreeMap<Long, List<Fact>> bySecond = new TreeMap<>();
    facts.forEach(
        fact -> bySecond.computeIfAbsent(fact.getAt(), any -> new ArrayList<>()).add(fact));
    deployments.forEach(second -> bySecond.computeIfAbsent(second, any -> new ArrayList<>()));
    Lives lives = new Lives(key);
    bySecond.forEach((second, all) -> lives.second(second, all, deployments.contains(second)));
    return lives.lives;
  }

  private void second(long second, List<Fact> facts, boolean deployed) {
    deletedThisSecond = false;
    for (Fact fact : alternating(facts)) {
      if (sortOf(fact) == Sort.CREATE) {
        end(second, true);
        begin(second, fact);
      } else {
        end(second, false);
        deletedThisSecond = true;
      }
    }
    for (Sort sort : TRACES) {
      ofSort(facts, sort).forEach(this::trace);
    }
    if (deployed && provesExistence()) {
      begin(second, null);
    }
    ofSort(facts, Sort.OBSERVATION).forEach(this::trace);
  }

  /** Creates and deletes in turn, a delete first if a generation is alive; leftovers last. */
  private List<Fact> alternating(List<Fact> facts) {
    List<Fact> creates = new ArrayList<>(ofSort(facts, Sort.CREATE));
    List<Fact> deletes = new ArrayList<>(ofSort(facts, Sort.DELETE));
    List<Fact> sequence = new ArrayList<>();
    boolean deleteNext = alive != null;
    while (!(deleteNext ? deletes : creates).isEmpty()) {
      sequence.add((deleteNext ? deletes : creates).removeFirst());
      deleteNext = !deleteNext;
    }
    sequence.addAll(creates);
    sequence.addAll(deletes);
    return sequence;
  }

  private static List<Fact> ofSort(List<Fact> facts, Sort sort) {
    return facts.stream().filter(fact -> sortOf(fact) == sort).sorted(BY_EVENT).toList();
  }

  private void trace(Fact fact) {
    if (provesExistence()) {
      begin(fact.getAt(), null);
    }
    if (alive != null) {
      alive.facts.add(fact);
    }
  }

  /** In the second of a delete nobody knows whether the trace was before it. */
  private boolean provesExistence() {
    return alive == null && !deletedThisSecond;
  }

  private void begin(long second, @Nullable Fact create) {
    alive = new Life(key, lives.size() + 1, second, create);
    lives.add(alive);
  }

  private void end(long second, boolean inferred) {
    if (alive != null) {
      alive.end = second;
      alive.inferred = inferred;
      alive = null;
    }
  }
}
