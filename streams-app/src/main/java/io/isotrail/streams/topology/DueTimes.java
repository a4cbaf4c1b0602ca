package io.isotrail.streams.topology;

import io.isotrail.streams.codec.Keys;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Status;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * When which resource's verdict changes by itself: an exception ends, a violation becomes overdue.
 * The change is already in the history; at its instant the row is only said again, so that whoever
 * reads the table hears of it.
 */
final class DueTimes {

  private final KeyValueStore<String, String> store;

  DueTimes(KeyValueStore<String, String> store) {
    this.store = store;
  }

  /** The first change of this history after an instant; null when nothing known will change it. */
  static @Nullable Long nextChange(History history, long after) {
    Long next = null;
    for (History.Generation generation : history.generations()) {
      for (History.Spell spell : generation.spells()) {
        next = earlier(next, spell.from(), after);
        Long due = spell.dueAt();
        // It is overdue from the second after the one in which it is due.
        if (due != null && spell.status() == Status.VIOLATION && holds(spell, due + 1)) {
          next = earlier(next, due + 1, after);
        }
      }
    }
    return next;
  }

  private static boolean holds(History.Spell spell, long at) {
    Long to = spell.to();
    return to == null || at < to;
  }

  private static @Nullable Long earlier(@Nullable Long next, long candidate, long after) {
    return candidate > after && (next == null || candidate < next) ? Long.valueOf(candidate) : next;
  }

  /** Moves a resource's entry from one instant to another; null stands for none. */
  void move(String resource, @Nullable Long from, @Nullable Long to) {
    if (from != null && !from.equals(to)) {
      store.delete(key(from, resource));
    }
    if (to != null && !to.equals(from)) {
      store.put(key(to, resource), resource);
    }
  }

  /** The resource whose instant came first; empty when none has come. */
  Optional<String> reached(long now) {
    try (KeyValueIterator<String, String> entries =
        store.range(Keys.sortable(0), Keys.sortable(now + 1))) {
      return entries.hasNext() ? Optional.of(entries.next().value) : Optional.empty();
    }
  }

  private static String key(long at, String resource) {
    return Keys.sortable(at) + "/" + resource;
  }
}
