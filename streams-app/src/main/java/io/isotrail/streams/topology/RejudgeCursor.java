package io.isotrail.streams.topology;

import io.isotrail.streams.compliance.Governance;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Applies a change of governance to everything that was judged before, in bounded slices, because a
 * transaction has a time-out. Where it stands is kept in a store, so that it goes on after a
 * restart; a further change lets it begin again.
 */
final class RejudgeCursor {

  private static final String TIMELINES = "timelines";
  private static final String REJECTIONS = "rejections";

  private final Stored stored;
  private final Outbox outbox;

  RejudgeCursor(Stored stored, Outbox outbox) {
    this.stored = stored;
    this.outbox = outbox;
  }

  /** Everything remembered must be judged again, from the beginning. */
  void restart() {
    boolean timelines = !isEmpty(stored.timelines());
    boolean rejections = !isEmpty(stored.rejections());
    if (!timelines && !rejections) {
      return;
    }
    boolean wasRunning = running();
    if (timelines) {
      stored.cursor().put(TIMELINES, "");
    }
    if (rejections) {
      stored.cursor().put(REJECTIONS, "");
    }
    if (!wasRunning) {
      outbox.sayRejudging(true);
    }
  }

  boolean running() {
    return stored.cursor().get(TIMELINES) != null || stored.cursor().get(REJECTIONS) != null;
  }

  /** Does one slice, resources before rejections; says so when it was the last. */
  void advance(
      Slice slice, Governance governance, Timelines timelines, RejectionLedger rejections) {
    while (running() && slice.takesOneMore()) {
      if (stored.cursor().get(TIMELINES) != null) {
        step(TIMELINES, stored.timelines(), entry -> timelines.rejudge(entry.key, governance));
      } else {
        step(REJECTIONS, stored.rejections(), entry -> rejections.rejudge(entry.key, governance));
      }
    }
    if (!running()) {
      outbox.sayRejudging(false);
    }
  }

  /** One entry, or the end; where it stands is written after each. */
  private <V> void step(
      String what, KeyValueStore<String, V> store, Consumer<KeyValue<String, V>> rejudge) {
    KeyValue<String, V> next = after(store, stored.cursor().get(what));
    if (next == null) {
      stored.cursor().delete(what);
    } else {
      rejudge.accept(next);
      stored.cursor().put(what, next.key);
    }
  }

  /** The entry after a key; null when it was the last. Nothing is written while it is open. */
  private static <V> @Nullable KeyValue<String, V> after(
      KeyValueStore<String, V> store, String position) {
    try (KeyValueIterator<String, V> entries =
        position.isEmpty() ? store.all() : store.range(position, null)) {
      while (entries.hasNext()) {
        KeyValue<String, V> entry = entries.next();
        if (!entry.key.equals(position)) {
          return entry;
        }
      }
    }
    return null;
  }

  private static boolean isEmpty(KeyValueStore<String, ?> store) {
    try (KeyValueIterator<String, ?> entries = store.all()) {
      return !entries.hasNext();
    }
  }
}
