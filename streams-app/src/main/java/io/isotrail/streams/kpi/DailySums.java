package io.isotrail.streams.kpi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tallies of all tasks, small enough for the heap at any number of days, and quick to sum: it
 * keeps the levels as they stood every {@value #BETWEEN_CHECKPOINTS} days, so that a level costs the
 * groups and a few days rather than all days since the beginning. Not thread-safe;
 * many may read while nobody writes.
 */
public final class DailySums {

  private static final int BETWEEN_CHECKPOINTS = 64;
  private static final int MEASURE_BITS = 12;

  private record Slot(int task, Dimensions group) {}

  /** Never forgotten, as the groups of one organisation are few and come again. */
  private final Map<Slot, Integer> numbers = new HashMap<>();

  private final List<Dimensions> groups = new ArrayList<>();
  private final Map<String, String> words = new HashMap<>();
  private final TreeMap<Integer, Cells> byDay = new TreeMap<>();

  /** Day to the levels at its end. */
  private final TreeMap<Integer, LongSums> checkpoints = new TreeMap<>();

  /**
   * Replaces what one task said of one group and day.
   *
   * @param day UTC day, days since 1970-01-01
   * @param counts null or none: nothing any more. Measures that nobody knows are passed over.
   */
  public void replace(int task, int day, Dimensions group, @Nullable Counts counts) {
    int number = number(new Slot(task, group), counts == null);
    if (number < 0) {
      return;
    }
    checkpointBefore(day);
    byte[] after = counts == null || counts.isNone() ? null : Cells.encode(counts);
    byte[] before = byDay.computeIfAbsent(day, absent -> new Cells()).replace(number, after);
    if (before != null) {
      Cells.read(number, before, (at, measure, count) -> addLevel(day, at, measure, -count));
    }
    if (after != null) {
      Cells.read(number, after, (at, measure, count) -> addLevel(day, at, measure, count));
    }
  }

  /**
   * Hands over the sums of the days in [firstDay, lastDay]; a group may come many times. From
   * {@link Integer#MIN_VALUE} on only the levels are handed over, out of the checkpoints.
   */
  public void read(int firstDay, int lastDay, KpiSource.TallyReader reader) {
    sum(
        firstDay,
        lastDay,
        (number, measure, count) -> reader.read(groups.get(number), measure, count));
  }

  private void sum(int firstDay, int lastDay, Cells.Reader reader) {
    boolean levelsOnly = firstDay == Integer.MIN_VALUE;
    Map.Entry<Integer, LongSums> checkpoint = levelsOnly ? checkpoints.floorEntry(lastDay) : null;
    int from = firstDay;
    if (checkpoint != null) {
      from = checkpoint.getKey() + 1;
      checkpoint
          .getValue()
          .read(
              (key, sum) ->
                  reader.read(
                      (int) (key >>> MEASURE_BITS), (int) (key & ((1 << MEASURE_BITS) - 1)), sum));
    }
    if (from > lastDay) {
      return;
    }
    for (Cells cells : byDay.subMap(from, true, lastDay, true).values()) {
      cells.read(
          (number, measure, count) -> {
            if (!levelsOnly || Measures.isLevel(measure)) {
              reader.read(number, measure, count);
            }
          });
    }
  }

  private int number(Slot slot, boolean knownOnly) {
    Integer known = numbers.get(slot);
    if (known != null) {
      return known;
    }
    if (knownOnly) {
      return -1;
    }
    Dimensions group = shared(slot.group());
    int number = groups.size();
    groups.add(group);
    numbers.put(new Slot(slot.task(), group), number);
    return number;
  }

  /** The same words come in thousands of groups. */
  private Dimensions shared(Dimensions group) {
    return new Dimensions(
        shared(group.account()),
        shared(group.region()),
        shared(group.kind()),
        shared(group.environment()),
        shared(group.sensitivity()),
        shared(group.owner()),
        shared(group.severity()),
        group.thirdParty(),
        group.inService());
  }

  private String shared(String word) {
    return words.computeIfAbsent(word, absent -> word);
  }

  private void addLevel(int day, int group, int measure, long count) {
    if (Measures.isLevel(measure)) {
      long key = key(group, measure);
      checkpoints.tailMap(day, true).values().forEach(sums -> sums.add(key, count));
    }
  }

  /** Only before days that have something: an exception may end in a thousand years. */
  private void checkpointBefore(int day) {
    int checkpoint = Math.floorDiv(day, BETWEEN_CHECKPOINTS) * BETWEEN_CHECKPOINTS - 1;
    if (checkpoints.containsKey(checkpoint)) {
      return;
    }
    LongSums sums = new LongSums();
    sum(
        Integer.MIN_VALUE,
        checkpoint,
        (number, measure, count) -> sums.add(key(number, measure), count));
    checkpoints.put(checkpoint, sums);
  }

  private static long key(int number, int measure) {
    return (long) number << MEASURE_BITS | measure;
  }
}
