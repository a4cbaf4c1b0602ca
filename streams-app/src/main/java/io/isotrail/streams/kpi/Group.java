package io.isotrail.streams.kpi;

/**
 * Dimensions with a number, so that sums over hundreds of thousands of cells find their place in an
 * array: looking up nine words each time costs more than all the rest. Made by {@link GroupIndex}.
 */
public final class Group {

  private final int number;
  private final Dimensions dimensions;

  Group(int number, Dimensions dimensions) {
    this.number = number;
    this.dimensions = dimensions;
  }

  /** Counts from 0 within its index. */
  int number() {
    return number;
  }

  public Dimensions dimensions() {
    return dimensions;
  }
}
