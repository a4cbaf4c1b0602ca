package io.isotrail.streams.topology;

import io.isotrail.avro.StoredRejection;
import io.isotrail.avro.StoredTimeline;
import io.isotrail.streams.compliance.Governance;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
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

  private final Stored stored;
  private final Outbox outbox;
  private final int slice;

  RejudgeCursor(Stored stored, Outbox outbox, int slice) {
    this.stored = stored;
    this.outbox = outbox;
    this.slice = slice;
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

  /** Does one slice; says so when it was the last. */
  void advance(Governance governance, Timelines timelines, RejectionLedger rejections) {
    String position = stored.cursor().get(TIMELINES);
    if (position != null) {
      List<KeyValue<String, StoredTimeline>> next = after(stored.timelines(), position);
      next.forEach(entry -> timelines.rejudge(entry.value, governance));
      move(TIMELINES, next);
    } else {
      String event = stored.cursor().get(REJECTIONS);
      if (event == null) {
        return;
      }
      List<KeyValue<String, StoredRejection>> next = after(stored.rejections(), event);
      next.forEach(entry -> rejections.rejudge(entry.key, governance));
      move(REJECTIONS, next);
    }
    if (!running()) {
      outbox.sayRejudging(false);
    }
  }

  private <V> void move(String what, List<KeyValue<String, V>> done) {
    if (done.size() < slice) {
      stored.cursor().delete(what);
    } else {
      stored.cursor().put(what, done.getLast().key);
    }
  }

  /** The next slice; read to its end before anything is written. */
  private <V> List<KeyValue<String, V>> after(KeyValueStore<String, V> store, String position) {
    List<KeyValue<String, V>> slices = new ArrayList<>();
    try (KeyValueIterator<String, V> entries =
        position.isEmpty() ? store.all() : store.range(position, null)) {
      while (entries.hasNext() && slices.size() < slice) {
        KeyValue<String, V> entry = entries.next();
        if (!entry.key.equals(position)) {
          slices.add(entry);
        }
      }
    }
    return slices;
  }

  private static boolean isEmpty(KeyValueStore<String, ?> store) {
    try (KeyValueIterator<String, ?> entries = store.all()) {
      return !entries.hasNext();
    }
  }
}
