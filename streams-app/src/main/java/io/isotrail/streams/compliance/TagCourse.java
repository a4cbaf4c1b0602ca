package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tags of one generation from each instant on at which they may have changed. */
final class TagCourse {

  private final List<Tags> tags = new ArrayList<>();
  private long[] instants = new long[4];

  /** Nothing is tagged from here on. */
  TagCourse(long from) {
    put(from, Tags.NONE);
  }

  /**
   * From an instant on they are these.
   *
   * @param at not before the latest so far
   */
  void put(long at, Tags from) {
    int count = tags.size();
    if (count > 0 && instants[count - 1] == at) {
      tags.set(count - 1, from);
      return;
    }
    if (count == instants.length) {
      instants = Arrays.copyOf(instants, 2 * count);
    }
    instants[count] = at;
    tags.add(from);
  }

  Tags latest() {
    return tags.getLast();
  }

  /**
   * The tags at an instant.
   *
   * @param instant not before the first
   */
  Tags at(long instant) {
    int place = Arrays.binarySearch(instants, 0, tags.size(), instant);
    return tags.get(place >= 0 ? place : -place - 2);
  }

  /** Every instant at which they may have changed, ascending, the first included. */
  long[] instants() {
    return Arrays.copyOf(instants, tags.size());
  }
}
