package io.isotrail.streams.topology;

import io.isotrail.avro.Tally;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Tallies;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** The tallies of one task: they only add up. */
final class TallyBook {

  private final KeyValueStore<String, Tally> store;
  private final Outbox outbox;

  TallyBook(KeyValueStore<String, Tally> store, Outbox outbox) {
    this.store = store;
    this.outbox = outbox;
  }

  /** {@code tallies += after - before}; what cancels out is not touched. */
  void replace(List<Movement> before, List<Movement> after) {
    Tallies.difference(Tallies.of(before), Tallies.of(after)).byCell().forEach(this::add);
  }

  private void add(Tallies.Cell cell, Counts counts) {
    String key = TallyCodec.key(outbox.task(), cell.day(), cell.dimensions());
    Tally known = store.get(key);
    Counts sum = known == null ? counts : TallyCodec.counts(known).plus(counts);
    if (sum.isNone()) {
      store.delete(key);
      outbox.say(Topics.KPIS, key, null);
    } else {
      Tally tally = TallyCodec.tally(outbox.task(), cell.day(), cell.dimensions(), sum);
      store.put(key, tally);
      outbox.say(Topics.KPIS, key, tally);
    }
  }
}
