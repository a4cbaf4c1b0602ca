package io.isotrail.ingest.feed;

import java.util.Arrays;

/** Which files of one directory were given, in eight bytes a file. */
final class GivenFiles {

  private long[] marks;
  private int count;
  private boolean sorted = true;

  GivenFiles(int expected) {
    marks = new long[Math.max(1, expected)];
  }

  /** A file in one state of its content; another size or time of change is another mark. */
  static long mark(String name, long size, long changedMillis) {
    long hash = mix(size) ^ mix(changedMillis + 0x5851f42d4c957f2dL);
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i));
    }
    return hash;
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 32)) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9L;
    return mixed ^ (mixed >>> 32);
  }

  void add(long mark) {
    if (count == marks.length) {
      marks = Arrays.copyOf(marks, count * 2);
    }
    marks[count++] = mark;
    sorted = false;
  }

  boolean contains(long mark) {
    if (!sorted) {
      Arrays.sort(marks, 0, count);
      sorted = true;
    }
    return Arrays.binarySearch(marks, 0, count, mark) >= 0;
  }
}
