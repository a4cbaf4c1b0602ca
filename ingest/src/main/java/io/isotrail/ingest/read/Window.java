package io.isotrail.ingest.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of an object's inflated bytes that is at hand: all of it, or a stretch that moves on. A
 * fault of the content is kept until everything before it was used.
 */
final class Window {

  private final @Nullable InputStream source;
  private final int most;
  private byte[] bytes;
  private int capacity;
  private int end;
  private long offset;
  private boolean atEnd;
  private @Nullable ContentFault fault;

  private Window(@Nullable InputStream source, byte[] bytes, int capacity, int most) {
    this.source = source;
    this.bytes = bytes;
    this.capacity = capacity;
    this.most = most;
  }

  /** All there is. */
  static Window whole(byte[] bytes, int length) {
    Window window = new Window(null, bytes, length, length);
    window.end = length;
    window.atEnd = true;
    return window;
  }

  /**
   * A stretch of a stream; empty at first.
   *
   * @param bytes used while they suffice
   * @param capacity how much it holds at first
   * @param most how much it may grow to hold
   */
  static Window over(InputStream source, byte[] bytes, int capacity, int most) {
    return new Window(source, bytes, Math.min(capacity, bytes.length), most);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Number of the bytes at hand. */
  int end() {
    return end;
  }

  /** Where the first byte at hand stands in the object. */
  long offset() {
    return offset;
  }

  /** Nothing more can be had. */
  boolean atEnd() {
    return atEnd;
  }

  /** Nothing more is to come, and nothing was wrong with the end. */
  boolean endsWell() {
    return atEnd && fault == null;
  }

  /**
   * Drops what comes before a position, and reads on until it is full or the source ends. It grows
   * when nothing can be dropped.
   *
   * @return false when it holds the most it may, and nothing was read
   */
  boolean advance(int keepFrom) throws IOException {
    if (keepFrom > 0) {
      System.arraycopy(bytes, keepFrom, bytes, 0, end - keepFrom);
      offset += keepFrom;
      end -= keepFrom;
    } else if (end == capacity) {
      if (capacity >= most) {
        return false;
      }
      capacity = (int) Math.min(most, 2L * capacity);
      if (capacity > bytes.length) {
        bytes = Arrays.copyOf(bytes, capacity);
      }
    }
    fill();
    return true;
  }

  private void fill() throws IOException {
    InputStream stream = source;
    while (!atEnd && end < capacity && stream != null) {
      try {
        int count = stream.read(bytes, end, capacity - end);
        if (count < 0) {
          atEnd = true;
        } else {
          end += count;
        }
      } catch (ContentFault e) {
        fault = e;
        atEnd = true;
      }
    }
  }

  /** Everything from a position on, to the end of the object. */
  InputStream rest(int from) {
    InputStream held = new ByteArrayInputStream(bytes, from, end - from);
    ContentFault ended = fault;
    if (ended != null) {
      return new SequenceInputStream(held, new Faulty(ended));
    }
    InputStream stream = source;
    return stream == null || atEnd ? held : new SequenceInputStream(held, stream);
  }

  /** Ends in the fault that was met before. */
  private static final class Faulty extends InputStream {
    private final ContentFault fault;

    Faulty(ContentFault fault) {
      this.fault = fault;
    }

    @Override
    public int read() throws IOException {
      throw fault;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      throw fault;
    }
  }
}
