package io.isotrail.streams.kpi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one day by the number of their group, each as a few bytes. What is removed leaves
 * its place to a later cell of the same group.
 */
final class Cells {

  private static final int FREE = -1;

  private int[] groups = new int[8];
  private byte[] @Nullable [] counts = new byte[8][];
  private int size;

  /** Takes one measure of a cell. */
  @FunctionalInterface
  interface Reader {
    void read(int group, int measure, long count);
  }

  Cells() {
    Arrays.fill(groups, FREE);
  }

  /**
   * Replaces a cell.
   *
   * @return what stood there; null when nothing did
   */
  byte @Nullable [] replace(int group, byte @Nullable [] with) {
    if (size * 3 > groups.length * 2) {
      grow();
    }
    int at = place(groups, group);
    if (groups[at] == FREE) {
      if (with == null) {
        return null;
      }
      groups[at] = group;
      size++;
    }
    byte[] before = counts[at];
    counts[at] = with;
    return before;
  }

  void read(Reader reader) {
    for (int at = 0; at < groups.length; at++) {
      byte[] cell = counts[at];
      if (cell != null) {
        read(groups[at], cell, reader);
      }
    }
  }

  /** The counts of the known measures: number and count, each in as few bytes as it needs. */
  static byte[] encode(Counts counts) {
    byte[] bytes = new byte[counts.size() * 12];
    int end = 0;
    for (var entry : counts.byMeasure().entrySet()) {
      int measure = Measures.number(entry.getKey());
      if (measure >= 0) {
        long count = entry.getValue();
        end = write(bytes, end, measure);
        end = write(bytes, end, (count << 1) ^ (count >> 63));
      }
    }
    return Arrays.copyOf(bytes, end);
  }

  static void read(int group, byte[] cell, Reader reader) {
    read(group, cell, 0, cell.length, reader);
  }

  static void read(int group, byte[] cell, int from, int end, Reader reader) {
    int at = from;
    while (at < end) {
      int measure = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = cell[at++];
        measure |= (next & 0x7f) << shift;
        if (next >= 0) {
          break;
        }
      }
      long folded = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = cell[at++];
        folded |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          break;
        }
      }
      reader.read(group, measure, (folded >>> 1) ^ -(folded & 1));
    }
  }

  private static int write(byte[] bytes, int from, long number) {
    int at = from;
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  private void grow() {
    int[] more = new int[groups.length * 2];
    byte[] @Nullable [] moved = new byte[more.length][];
    Arrays.fill(more, FREE);
    int kept = 0;
    for (int at = 0; at < groups.length; at++) {
      if (counts[at] != null) {
        int to = place(more, groups[at]);
        more[to] = groups[at];
        moved[to] = counts[at];
        kept++;
      }
    }
    groups = more;
    counts = moved;
    size = kept;
  }

  private static int place(int[] groups, int group) {
    int at = (int) ((group * 0x9E3779B97F4A7C15L) >>> 40) & (groups.length - 1);
    while (groups[at] != FREE && groups[at] != group) {
      at = (at + 1) & (groups.length - 1);
    }
    return at;
  }
}
