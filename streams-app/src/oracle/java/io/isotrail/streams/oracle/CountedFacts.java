package io.isotrail.streams.oracle;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Origin;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of the facts of one resource count: one copy of each event, and addenda in its place. */
final class CountedFacts {

  private static final Comparator<Fact> BEST_COPY =
      Comparator.comparing((Fact fact) -> fact.getOrigin() != Origin.S3)
          .thenComparing(Fact::getContentHash);
  private static final Comparator<Fact> LATEST =
      Comparator.comparingLong(Fact::getAt).thenComparing(Fact::getEventId);

  private record Event(String account, String eventId) {}

  private CountedFacts() {}

  /**
   * The facts that count.
   *
   * @param facts of one resource, in any order, duplicates and copies included
   */
  static List<Fact> of(Collection<Fact> facts) {
    Map<Event, Fact> byEvent = new HashMap<>();
    for (Fact fact : facts) {
      byEvent.merge(
          new Event(fact.getAccount(), fact.getEventId()),
          fact,
          (one, other) -> BEST_COPY.compare(one, other) <= 0 ? one : other);
    }
    Set<Event> amended = new HashSet<>();
    Map<Event, Fact> addenda = new HashMap<>();
    for (Fact fact : byEvent.values()) {
      if (fact.getAmends() != null) {
        Event original = new Event(fact.getAccount(), fact.getAmends());
        amended.add(original);
        addenda.merge(
            original, fact, (one, other) -> LATEST.compare(one, other) >= 0 ? one : other);
      }
    }
    return byEvent.entrySet().stream()
        .filter(entry -> !amended.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(
            fact ->
                fact.getAmends() == null
                    || fact.equals(addenda.get(new Event(fact.getAccount(), fact.getAmends()))))
        .toList();
  }
}
