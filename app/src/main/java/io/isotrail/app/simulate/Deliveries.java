package io.isotrail.app.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the trails have to deliver, and when: a few minutes after the event, rarely days after, some
 * of it twice, for one account all of it also by a second trail.
 */
final class Deliveries {

  private static final long TYPICAL_MOST = 540;
  private static final long LATE_MOST = 3 * 86_400;

  /** One record on its way. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Delivery(long at, byte[] record) {}

  private final Dice dice;
  private final long start;
  private final long end;
  private final String accountWithSecondTrail;
  private final Map<Place, List<Delivery>> byPlace =
      new TreeMap<>(Comparator.comparing(Place::account).thenComparing(Place::region));
  private final Map<Place, List<Delivery>> secondTrail =
      new TreeMap<>(Comparator.comparing(Place::account).thenComparing(Place::region));
  private int accepted;

  Deliveries(Dice dice, long start, long end, String accountWithSecondTrail) {
    this.dice = dice;
    this.start = start;
    this.end = end;
    this.accountWithSecondTrail = accountWithSecondTrail;
  }

  /** Takes a record; those outside the simulated time are not recorded by anyone. */
  void add(Place place, long at, ObjectNode record) {
    if (at < start || at > end) {
      return;
    }
    accepted++;
    byte[] bytes = SageMakerRecords.bytes(record);
    put(byPlace, place, at, bytes);
    if (dice.chance(0.015)) {
      put(byPlace, place, at, bytes);
    }
    if (place.account().equals(accountWithSecondTrail) && dice.chance(0.6)) {
      put(secondTrail, place, at, bytes);
    }
  }

  /** Records taken, each once. */
  int accepted() {
    return accepted;
  }

  List<Delivery> ofOrganisationTrail(Place place) {
    return sorted(byPlace.getOrDefault(place, List.of()));
  }

  Map<Place, List<Delivery>> ofSecondTrail() {
    Map<Place, List<Delivery>> all = new TreeMap<>(Comparator.comparing(Place::region));
    secondTrail.forEach((place, list) -> all.put(place, sorted(list)));
    return all;
  }

  private void put(Map<Place, List<Delivery>> trail, Place place, long at, byte[] bytes) {
    long latency =
        dice.chance(0.012) ? dice.between(3600, LATE_MOST) : dice.between(20, TYPICAL_MOST);
    trail
        .computeIfAbsent(place, key -> new ArrayList<>())
        .add(new Delivery(Math.min(end, at + latency), bytes));
  }

  private static List<Delivery> sorted(List<Delivery> list) {
    return list.stream().sorted(Comparator.comparingLong(Delivery::at)).toList();
  }
}
