package io.isotrail.streams.topology;

import io.isotrail.streams.compliance.Governance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Applies a change of governance to everything that was judged before, in bounded slices, because a
 * transaction has a time-out. Where it stands is kept in a store, so that it goes on after a
 * restart; a further change lets it begin again.
 */
final class RejudgeCursor {

  private static final String TIMELINES = "timelines";
  private static final String REJECTIONS = "rejections";

  /** Keys for which one iterator is opened, which costs as much as a judgement. */
  private static final int READ_AT_ONCE = 100;

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
        step(TIMELINES, stored.timelines(), slice, key -> timelines.rejudge(key, governance));
      } else {
        step(REJECTIONS, stored.rejections(), slice, key -> rejections.rejudge(key, governance));
      }
    }
    if (!running()) {
      outbox.sayRejudging(false);
    }
  }

  /**
   * Some entries, or the end. Where it stands is written once behind them, since all of it is one
   * transaction.
   */
  private <V> void step(
      String what, KeyValueStore<String, V> store, Slice slice, Consumer<String> rejudge) {
    List<String> next = after(store, stored.cursor().get(what));
    if (next.isEmpty()) {
      stored.cursor().delete(what);
      return;
    }
    int done = 0;
    do {
      rejudge.accept(next.get(done++));
    } while (done < next.size() && slice.takesOneMore());
    stored.cursor().put(what, next.get(done - 1));
  }

  /** The next keys; none when the last was reached. Nothing is written while they are read. */
  private static <V> List<String> after(KeyValueStore<String, V> store, String position) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, V> entries =
        position.isEmpty() ? store.all() : store.range(position, null)) {
      while (keys.size() < READ_AT_ONCE && entries.hasNext()) {
        String key = entries.next().key;
        if (!key.equals(position)) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static boolean isEmpty(KeyValueStore<String, ?> store) {
    try (KeyValueIterator<String, ?> entries = store.all()) {
      return !entries.hasNext();
    }
  }
}
