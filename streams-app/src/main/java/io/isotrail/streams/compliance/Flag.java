package io.isotrail.streams.compliance;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the isolation of a generation stands, from an instant on. */
sealed interface Flag {

  /** In the resource itself. */
  record Own(Isolation isolation) implements Flag {}

  /**
   * In a job definition that a monitoring schedule names.
   *
   * @param kind null when the kind of definition is none that we know
   * @param name lower-cased
   */
  record Named(@Nullable String kind, String name) implements Flag {}

  /** Nothing is known. */
  Flag UNKNOWN = new Own(Isolation.UNKNOWN);

  /** What the description of a resource says. */
  static Flag of(Fact.Created described) {
    return described.definition() == null
        ? new Own(described.isolation())
        : new Named(described.definitionKind(), Names.folded(described.definition()));
  }

  /** The isolation in each stretch of flags, with the definitions that these name looked up. */
  static NavigableMap<Long, Isolation> resolved(
      NavigableMap<Long, Flag> flags, Subject subject, Joins joins) {
    NavigableMap<Long, Isolation> isolation = new TreeMap<>();
    flags.forEach(
        (from, flag) -> {
          switch (flag) {
            case Own own -> isolation.put(from, own.isolation());
            case Named named -> {
              isolation.put(from, Isolation.UNKNOWN);
              String key =
                  named.kind() == null ? "" : subject.sibling(named.kind(), named.name()).key();
              NavigableMap<Long, Isolation> course = joins.definitions().get(key);
              if (course != null) {
                Long until = flags.higherKey(from);
                var before = course.floorEntry(from);
                if (before != null) {
                  isolation.put(from, before.getValue());
                }
                isolation.putAll(
                    until == null
                        ? course.tailMap(from, false)
                        : course.subMap(from, false, until, false));
              }
            }
          }
        });
    return isolation;
  }
}
