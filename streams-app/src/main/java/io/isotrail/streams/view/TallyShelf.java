package io.isotrail.streams.view;

import io.isotrail.avro.Tally;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.kpi.DailySums;
import io.isotrail.streams.kpi.KpiSource;

/** The tallies of all tasks in memory. Not thread-safe. */
final class TallyShelf {

  private final DailySums sums = new DailySums();

  void put(Tally tally) {
    sums.replace(
        tally.getTask(), tally.getDay(), TallyCodec.dimensions(tally), TallyCodec.counts(tally));
  }

  void remove(TallyCodec.Place place) {
    sums.replace(place.task(), place.day(), place.dimensions(), null);
  }

  /** Hands over the tallies of these days, both inclusive. */
  void read(int firstDay, int lastDay, KpiSource.TallyReader reader) {
    sums.read(firstDay, lastDay, reader);
  }
}
