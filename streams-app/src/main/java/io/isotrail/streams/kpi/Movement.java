package io.isotrail.streams.kpi;

/**
 * One change at one instant.
 *
 * @param at epoch seconds
 * @param dimensions the group
 * @param counts what changed
 */
public record Movement(long at, Dimensions dimensions, Counts counts) {

  /** The UTC day, days since 1970-01-01. */
  public int day() {
    return Math.toIntExact(Math.floorDiv(at, 86_400L));
  }
}
