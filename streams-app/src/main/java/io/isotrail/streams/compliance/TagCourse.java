package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tags of one generation from each instant on at which they may have changed. */
final class TagCourse {

  private final List<Tags> tags = new ArrayList<>();
  private long[] instants = new long[4];

  /** The place that was asked for last. */
  private int near;

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
   * @param instant not before the first; at ascending ones they are found fast
   */
  Tags at(long instant) {
    if (!holds(near, instant)) {
      if (near + 1 < tags.size() && holds(near + 1, instant)) {
        near++;
      } else {
        int place = Arrays.binarySearch(instants, 0, tags.size(), instant);
        near = place >= 0 ? place : -place - 2;
      }
    }
    return tags.get(near);
  }

  private boolean holds(int place, long instant) {
    return instants[place] <= instant
        && (place + 1 == tags.size() || instant < instants[place + 1]);
  }

  /**
   * Every instant before an end at which they may have changed, and some others.
   *
   * @param others ascending, each once
   * @return ascending, each once
   */
  long[] instants(long[] others, long end) {
    long[] merged = new long[tags.size() + others.length];
    int count = 0;
    int other = 0;
    for (int place = 0; place < tags.size() && instants[place] < end; place++) {
      while (other < others.length && others[other] < instants[place]) {
        merged[count++] = others[other++];
      }
      if (other < others.length && others[other] == instants[place]) {
        other++;
      }
      merged[count++] = instants[place];
    }
    while (other < others.length) {
      merged[count++] = others[other++];
    }
    return Arrays.copyOf(merged, count);
  }
}
