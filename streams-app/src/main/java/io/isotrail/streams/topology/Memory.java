package io.isotrail.streams.topology;

import io.isotrail.avro.Evidence;
import io.isotrail.avro.Generation;
import io.isotrail.streams.codec.ShownFacts;
import io.isotrail.streams.codec.ShownHistory;
import io.isotrail.streams.compact.CompactRemembered;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What this task remembers of each resource. The latest ones are also held as objects, because
 * facts about one resource come close together; every change goes to the store at once, and a task
 * that begins anew begins without them.
 */
final class Memory {

  private final KeyValueStore<String, byte[]> store;
  private final KeyValueStore<String, String> graves;
  private final int mostHeld;
  private final CompactRemembered.Maker maker = new CompactRemembered.Maker();
  private final ShownFacts.Maker factShower = new ShownFacts.Maker();
  private final ShownHistory.Maker historyShower = new ShownHistory.Maker();

  /** By use, the latest last. */
  private final LinkedHashMap<String, Held> held = new LinkedHashMap<>(64, 0.75f, true);

  private long weight;

  private static final class Held {
    private final CompactRemembered remembered;
    private final long weight;
    private ShownFacts shownFacts = ShownFacts.NONE;
    private ShownHistory shownHistory = ShownHistory.NONE;

    /** Of the timeline as it is or will be; null: not asked for. */
    private @Nullable Room room;

    private Held(CompactRemembered remembered, long weight) {
      this.remembered = remembered;
      this.weight = weight;
    }
  }

  /**
   * @param mostHeld facts, or what takes as much memory, that are held as objects
   */
  Memory(KeyValueStore<String, byte[]> store, KeyValueStore<String, String> graves, int mostHeld) {
    this.store = store;
    this.graves = graves;
    this.mostHeld = mostHeld;
  }

  /** What is remembered of a resource; of one that was purged only the grave. */
  Remembered recall(Subject subject) {
    return compact(subject, subject.key()).remembered();
  }

  private CompactRemembered compact(Subject subject, String key) {
    Held known = held.get(key);
    if (known != null) {
      return known.remembered;
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
    CompactRemembered next = compact(remembered.subject(), key).next(remembered, maker);
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

  /** What its row shows as evidence; the facts of its last row are not encoded again. */
  List<Evidence> shownFacts(Remembered remembered) {
    List<Fact> facts = remembered.timeline().facts();
    Held known = held.get(remembered.subject().key());
    ShownFacts shown = (known == null ? ShownFacts.NONE : known.shownFacts).next(facts, factShower);
    if (known != null) {
      known.shownFacts = shown;
    }
    return shown.evidence();
  }

  /** What its row shows of its history; the stretches of its last row are not encoded again. */
  List<Generation> shownHistory(History history) {
    Held known = held.get(history.subject().key());
    ShownHistory shown =
        (known == null ? ShownHistory.NONE : known.shownHistory).next(history, historyShower);
    if (known != null) {
      known.shownHistory = shown;
    }
    return shown.generations();
  }

  /** How much room its timeline takes; not measured again where it was measured before. */
  @SuppressWarnings("ReferenceEquality")
  Room room(Subject subject, Timeline timeline) {
    Held known = held.get(subject.key());
    Room room = known == null ? null : known.room;
    return room != null && room.of() == timeline ? room : Room.of(timeline);
  }

  /** How much room a resource's next timeline takes, see {@link #room}. */
  void remember(Subject subject, Room room) {
    Held known = held.get(subject.key());
    if (known != null) {
      known.room = room;
    }
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
    Held known = release(key);
    long own = weight(remembered.remembered());
    if (own > mostHeld / 4) {
      return;
    }
    Held next = new Held(remembered, own);
    if (known != null) {
      next.shownFacts = known.shownFacts;
      next.shownHistory = known.shownHistory;
      next.room = known.room;
    }
    held.put(key, next);
    weight += own;
    while (weight > mostHeld) {
      release(held.firstEntry().getKey());
    }
  }

  private @Nullable Held release(String key) {
    Held known = held.remove(key);
    if (known != null) {
      weight -= known.weight;
    }
    return known;
  }

  private static long weight(Remembered remembered) {
    long history = 0;
    if (remembered.history() != null) {
      for (History.Generation generation : remembered.history().generations()) {
        // A stretch takes a quarter of a fact.
        history += 2 + generation.spells().size() / 4;
      }
    }
    return 1L
        + remembered.timeline().size()
        + remembered.servings().size()
        + remembered.targets().size()
        + remembered.dependents().size()
        + history;
  }
}
