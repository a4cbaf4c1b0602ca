package io.isotrail.streams.topology;

import io.isotrail.avro.Tally;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Tallies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/** The tallies of one task: they only add up. */
final class TallyBook {

  /** Groups of a day; beyond, the least used is let go and read again. */
  private static final int MOST_HELD = 4_000;

  private final KeyValueStore<String, Tally> store;
  private final Outbox outbox;

  /** The latest used as objects, because many facts of one day count in few groups. */
  private final LinkedHashMap<String, Counts> held =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Counts> eldest) {
          return size() > MOST_HELD;
        }
      };

  TallyBook(KeyValueStore<String, Tally> store, Outbox outbox) {
    this.store = store;
    this.outbox = outbox;
  }

  /** {@code tallies += after - before}; what cancels out is not touched. */
  void replace(List<Movement> before, List<Movement> after) {
    add(Tallies.difference(Tallies.of(before), Tallies.of(after)));
  }

  /** {@code tallies += change}. */
  void add(Tallies change) {
    change.byCell().forEach(this::add);
  }

  private void add(Tallies.Cell cell, Counts counts) {
    String key = TallyCodec.key(outbox.task(), cell.day(), cell.dimensions());
    Counts sum = known(key).plus(counts);
    held.put(key, sum);
    if (sum.isNone()) {
      store.delete(key);
      outbox.say(Topics.KPIS, key, null);
    } else {
      Tally tally = TallyCodec.tally(outbox.task(), cell.day(), cell.dimensions(), sum);
      store.put(key, tally);
      outbox.say(Topics.KPIS, key, tally);
    }
  }

  private Counts known(String key) {
    Counts known = held.get(key);
    if (known == null) {
      Tally stored = store.get(key);
      known = stored == null ? Counts.NONE : TallyCodec.counts(stored);
    }
    return known;
  }
}
