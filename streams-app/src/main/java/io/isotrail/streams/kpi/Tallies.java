package io.isotrail.streams.kpi;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Daily sums of movements: an abelian group under {@link #plus} with {@link #NONE} as its neutral
 * element, so that what changed is simply {@code after - before}. Cells without counts are never
 * kept, so that equal tallies are equal objects.
 *
 * @param byCell sparse
 */
public record Tallies(Map<Cell, Counts> byCell) {

  /** The neutral element. */
  public static final Tallies NONE = new Tallies(Map.of());

  /**
   * One day of one group.
   *
   * @param day UTC day, days since 1970-01-01
   */
  public record Cell(int day, Dimensions dimensions) {}

  public Tallies {
    Map<Cell, Counts> kept = new HashMap<>(byCell);
    kept.values().removeIf(Counts::isNone);
    byCell = Collections.unmodifiableMap(kept);
  }

  /** The sum of these movements. */
  public static Tallies of(Collection<Movement> movements) {
    return change(List.of(), movements);
  }

  /** The sum of some movements less that of others. */
  static Tallies change(Collection<Movement> taken, Collection<Movement> added) {
    Map<Cell, Counts> sums = new HashMap<>();
    for (Movement movement : added) {
      sums.merge(cell(movement), movement.counts(), Counts::plus);
    }
    for (Movement movement : taken) {
      sums.merge(cell(movement), movement.counts().negated(), Counts::plus);
    }
    return new Tallies(sums);
  }

  private static Cell cell(Movement movement) {
    return new Cell(movement.day(), movement.dimensions());
  }

  /** What must be added to {@code before} to get {@code after}. */
  public static Tallies difference(Tallies before, Tallies after) {
    return after.plus(before.negated());
  }

  public Tallies plus(Tallies other) {
    Map<Cell, Counts> sum = new HashMap<>(byCell);
    other.byCell.forEach((cell, counts) -> sum.merge(cell, counts, Counts::plus));
    return new Tallies(sum);
  }

  public Tallies negated() {
    Map<Cell, Counts> negated = HashMap.newHashMap(byCell.size());
    byCell.forEach((cell, counts) -> negated.put(cell, counts.negated()));
    return new Tallies(negated);
  }

  public boolean isNone() {
    return byCell.isEmpty();
  }
}
