package io.isotrail.streams.view;

import io.isotrail.avro.Rejection;
import io.isotrail.streams.codec.RejectionCodec;
import io.isotrail.streams.kpi.RejectionVerdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judged rejections in memory, by day. Not thread-safe. */
final class RejectionShelf {

  private static final long DAY = 86_400;
  private static final Comparator<Rejection> LATEST_FIRST =
      Comparator.comparingLong(Rejection::getAt)
          .reversed()
          .thenComparing(Rejection::getAccount)
          .thenComparing(Rejection::getEventId);

  private final TreeMap<Integer, Map<String, Rejection>> byDay = new TreeMap<>();
  private final Map<String, Integer> dayOf = new HashMap<>();

  void put(String key, Rejection rejection) {
    remove(key);
    int day = day(rejection.getAt());
    byDay.computeIfAbsent(day, absent -> new HashMap<>()).put(key, rejection);
    dayOf.put(key, day);
  }

  void remove(String key) {
    Integer day = dayOf.remove(key);
    Map<String, Rejection> rejections = day == null ? null : byDay.get(day);
    if (rejections != null) {
      rejections.remove(key);
      if (rejections.isEmpty()) {
        byDay.remove(day);
      }
    }
  }

  /** Those in [from, to], the latest first. */
  List<Rejection> between(long from, long to) {
    if (from > to) {
      return List.of();
    }
    return byDay.subMap(day(from), true, day(to), true).values().stream()
        .flatMap(rejections -> rejections.values().stream())
        .filter(rejection -> rejection.getAt() >= from && rejection.getAt() <= to)
        .sorted(LATEST_FIRST)
        .toList();
  }

  /** Those of one UTC day, by (time, eventID), so that the first of a day comes first. */
  List<RejectionVerdict> verdicts(int day) {
    return byDay.getOrDefault(day, Map.of()).values().stream()
        .sorted(
            Comparator.comparingLong(Rejection::getAt)
                .thenComparing(Rejection::getEventId)
                .thenComparing(Rejection::getAccount))
        .map(RejectionCodec::verdict)
        .toList();
  }

  /** Instants beyond any calendar fall on the outermost days. */
  private static int day(long instant) {
    return (int)
        Math.clamp(Math.floorDiv(instant, DAY), Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
  }
}
