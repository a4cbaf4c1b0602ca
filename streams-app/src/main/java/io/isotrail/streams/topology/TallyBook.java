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
  private final LinkedHashMap<Tallies.Cell, Sum> held =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Tallies.Cell, Sum> eldest) {
          return size() > MOST_HELD;
        }
      };

  /** With the key of its cell, which takes longer to make than the sum. */
  private record Sum(String key, Counts counts) {}

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
    Sum known = known(cell);
    String key = known.key();
    Counts sum = known.counts().plus(counts);
    held.put(cell, new Sum(key, sum));
    if (sum.isNone()) {
      store.delete(key);
      outbox.say(Topics.KPIS, key, null);
    } else {
      Tally tally = TallyCodec.tally(outbox.task(), cell.day(), cell.dimensions(), sum);
      store.put(key, tally);
      outbox.say(Topics.KPIS, key, tally);
    }
  }

  private Sum known(Tallies.Cell cell) {
    Sum known = held.get(cell);
    if (known != null) {
      return known;
    }
    String key = TallyCodec.key(outbox.task(), cell.day(), cell.dimensions());
    Tally stored = store.get(key);
    return new Sum(key, stored == null ? Counts.NONE : TallyCodec.counts(stored));
  }
}
