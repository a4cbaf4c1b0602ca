package io.isotrail.streams.topology;

import io.isotrail.streams.compact.CompactRemembered;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Subject;
import java.util.LinkedHashMap;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What this task remembers of each resource. The latest ones are also held as objects, because
 * facts about one resource come close together; every change goes to the store at once, and a task
 * that begins anew begins without them.
 */
final class Memory {

  private final KeyValueStore<String, byte[]> store;
  private final KeyValueStore<String, String> graves;
  private final int mostHeld;

  /** By use, the latest last. */
  private final LinkedHashMap<String, Held> held = new LinkedHashMap<>(64, 0.75f, true);

  private long weight;

  private record Held(CompactRemembered remembered, long weight) {}

  /**
   * @param mostHeld facts, servings and spells that are held as objects
   */
  Memory(KeyValueStore<String, byte[]> store, KeyValueStore<String, String> graves, int mostHeld) {
    this.store = store;
    this.graves = graves;
    this.mostHeld = mostHeld;
  }

  /** What is remembered of a resource; of one that was purged only the grave. */
  Remembered recall(Subject subject) {
    return compact(subject).remembered();
  }

  private CompactRemembered compact(Subject subject) {
    String key = subject.key();
    Held known = held.get(key);
    if (known != null) {
      return known.remembered();
    }
    byte[] stored = store.get(key);
    CompactRemembered read =
        stored == null
            ? CompactRemembered.of(unknown(subject))
            : CompactRemembered.read(subject, stored);
    hold(key, read);
    return read;
  }

  /** Keeps it, or forgets it when there is nothing in it. */
  void keep(Remembered remembered) {
    String key = remembered.subject().key();
    CompactRemembered next = compact(remembered.subject()).next(remembered);
    if (remembered.isEmpty()) {
      store.delete(key);
    } else {
      store.put(key, next.bytes());
    }
    hold(key, next);
  }

  /** Forgets a resource but for a grave, which refuses what comes for the time before. */
  void bury(Remembered remembered) {
    String key = remembered.subject().key();
    store.delete(key);
    graves.put(key, remembered.ground().until() + "/" + remembered.ground().purged());
    release(key);
  }

  private Remembered unknown(Subject subject) {
    Remembered nothing = Remembered.nothing(subject);
    String grave = graves.get(subject.key());
    if (grave == null) {
      return nothing;
    }
    String[] parts = grave.split("/", 2);
    return new Remembered(
        subject,
        Ground.grave(Long.parseLong(parts[0]), Integer.parseInt(parts[1])),
        nothing.timeline(),
        nothing.servings(),
        nothing.targets(),
        nothing.dependents(),
        null,
        null,
        0);
  }

  private void hold(String key, CompactRemembered remembered) {
    release(key);
    long own = weight(remembered.remembered());
    if (own > mostHeld / 4) {
      return;
    }
    held.put(key, new Held(remembered, own));
    weight += own;
    while (weight > mostHeld) {
      release(held.firstEntry().getKey());
    }
  }

  private void release(String key) {
    Held known = held.remove(key);
    if (known != null) {
      weight -= known.weight();
    }
  }

  private static long weight(Remembered remembered) {
    long spells = 0;
    if (remembered.history() != null) {
      for (History.Generation generation : remembered.history().generations()) {
        spells += 2 + generation.spells().size();
      }
    }
    return 1L
        + remembered.timeline().size()
        + remembered.servings().size()
        + remembered.targets().size()
        + remembered.dependents().size()
        + spells;
  }
}
