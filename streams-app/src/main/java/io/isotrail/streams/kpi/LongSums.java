package io.isotrail.streams.kpi;

import java.util.Arrays;

/**
 * Sums by a number that is not negative, in two arrays: a map of boxed numbers would take five
 * times the memory. A sum that comes to nothing keeps its place.
 */
final class LongSums {

  private static final long FREE = -1;

  private long[] keys = new long[16];
  private long[] sums = new long[16];
  private int size;

  /** Takes a key and its sum. */
  @FunctionalInterface
  interface Reader {
    void read(long key, long sum);
  }

  LongSums() {
    Arrays.fill(keys, FREE);
  }

  void add(long key, long count) {
    if (size * 3 > keys.length * 2) {
      grow();
    }
    int at = place(keys, key);
    if (keys[at] == FREE) {
      keys[at] = key;
      size++;
    }
    sums[at] = Math.addExact(sums[at], count);
  }

  /** Hands over the sums that are not 0, in no particular order. */
  void read(Reader reader) {
    for (int at = 0; at < keys.length; at++) {
      if (keys[at] != FREE && sums[at] != 0) {
        reader.read(keys[at], sums[at]);
      }
    }
  }

  private void grow() {
    long[] more = new long[keys.length * 2];
    long[] moved = new long[more.length];
    Arrays.fill(more, FREE);
    for (int at = 0; at < keys.length; at++) {
      if (keys[at] != FREE) {
        int to = place(more, keys[at]);
        more[to] = keys[at];
        moved[to] = sums[at];
      }
    }
    keys = more;
    sums = moved;
  }

  private static int place(long[] keys, long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 32) & (keys.length - 1);
    while (keys[at] != FREE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }
}
