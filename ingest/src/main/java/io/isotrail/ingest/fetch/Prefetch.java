package io.isotrail.ingest.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies ahead, into buffers that are used again and again. Most logs are small: they arrive
 * whole before they need one of the few places at which objects are parsed, so that no parser waits
 * for a network. When the buffers are used up, a body is read no further ahead, and streams.
 */
public final class Prefetch {

  static final int BUFFER_BYTES = 64 * 1024;

  private final Semaphore allowed;
  private final Queue<byte[]> unused = new ConcurrentLinkedQueue<>();

  /**
   * Allocates nothing yet.
   *
   * @param bytes most bytes that are held ahead, of all bodies together
   */
  public Prefetch(long bytes) {
    this.allowed = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / BUFFER_BYTES));
  }

  /**
   * Reads as far ahead as there are buffers.
   *
   * @return the same bytes; to be closed, which leaves the body open
   */
  public InputStream of(Fetched fetched) throws IOException {
    Ahead ahead = new Ahead(fetched.body());
    try {
      ahead.fill();
      return ahead;
    } catch (IOException | RuntimeException e) {
      ahead.close();
      throw e;
    }
  }

  /** How many buffers could be taken now. */
  int available() {
    return allowed.availablePermits();
  }

  private byte[] take() {
    byte[] buffer = unused.poll();
    return buffer == null ? new byte[BUFFER_BYTES] : buffer;
  }

  private void give(byte[] buffer) {
    unused.add(buffer);
    allowed.release();
  }

  private final class Ahead extends InputStream {

    private final InputStream body;
    private final Deque<byte[]> held = new ArrayDeque<>();

    /** Bytes of the last buffer held; the others are full. */
    private int lastBytes;

    /** Where reading is in the first buffer held. */
    private int position;

    private boolean ended;

    Ahead(InputStream body) {
      this.body = body;
    }

    void fill() throws IOException {
      while (!ended && allowed.tryAcquire()) {
        byte[] buffer = take();
        held.addLast(buffer);
        lastBytes = 0;
        lastBytes = body.readNBytes(buffer, 0, BUFFER_BYTES);
        ended = lastBytes < BUFFER_BYTES;
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      while (!held.isEmpty()) {
        byte[] first = held.getFirst();
        int left = (held.size() == 1 ? lastBytes : BUFFER_BYTES) - position;
        if (left > 0) {
          int count = Math.min(left, length);
          System.arraycopy(first, position, target, offset, count);
          position += count;
          return count;
        }
        give(held.removeFirst());
        position = 0;
      }
      return ended ? -1 : body.read(target, offset, length);
    }

    @Override
    public void close() {
      while (!held.isEmpty()) {
        give(held.removeFirst());
      }
      ended = true;
    }
  }
}
