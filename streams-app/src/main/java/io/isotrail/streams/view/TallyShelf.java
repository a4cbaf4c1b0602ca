package io.isotrail.streams.view;

import io.isotrail.avro.Tally;
import io.isotrail.streams.codec.TallyCodec;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The tallies of all tasks in memory, by day. Not thread-safe. */
final class TallyShelf {

  private record Group(Dimensions dimensions, Counts counts) {}

  private final TreeMap<Integer, Map<String, Group>> byDay = new TreeMap<>();
  private final Map<String, Integer> dayOf = new HashMap<>();

  /** Equal dimensions are one object: there are few of them and many tallies. */
  private final Map<Dimensions, Dimensions> dimensions = new HashMap<>();

  void put(String key, Tally tally) {
    remove(key);
    Dimensions group = TallyCodec.dimensions(tally);
    Dimensions known = dimensions.computeIfAbsent(group, absent -> group);
    byDay
        .computeIfAbsent(tally.getDay(), day -> new HashMap<>())
        .put(key, new Group(known, TallyCodec.counts(tally)));
    dayOf.put(key, tally.getDay());
  }

  void remove(String key) {
    Integer day = dayOf.remove(key);
    Map<String, Group> groups = day == null ? null : byDay.get(day);
    if (groups != null) {
      groups.remove(key);
      if (groups.isEmpty()) {
        byDay.remove(day);
      }
    }
  }

  /** Hands over the tallies of these days, both inclusive. */
  void read(int firstDay, int lastDay, BiConsumer<Dimensions, Counts> reader) {
    if (firstDay > lastDay) {
      return;
    }
    for (Map<String, Group> groups : byDay.subMap(firstDay, true, lastDay, true).values()) {
      groups.values().forEach(group -> reader.accept(group.dimensions(), group.counts()));
    }
  }
}
