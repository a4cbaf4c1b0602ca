package io.isotrail.ingest;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * How much may be in flight: objects that are worked on, their bytes as stored, and beside them
 * objects that wait for another attempt. An object that is larger than all bytes has them for
 * itself.
 */
final class Admission {

  private static final int UNIT = 1024;

  /** For an object whose size the notification did not say, until it is opened. */
  private static final long ASSUMED_BYTES = 1 << 20;

  private final Semaphore objects;
  private final Semaphore units;
  private final int allUnits;
  private final Semaphore waiting;

  Admission(int objects, long bytes, int waiting) {
    this.objects = new Semaphore(objects, true);
    this.allUnits = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    this.units = new Semaphore(allUnits, true);
    this.waiting = new Semaphore(waiting);
  }

  /**
   * Waits until there is room.
   *
   * @param size bytes as stored; negative when not known yet
   */
  Room enter(long size) throws InterruptedException {
    int wanted = unitsOf(size < 0 ? ASSUMED_BYTES : size);
    objects.acquire();
    try {
      units.acquire(wanted);
    } catch (InterruptedException e) {
      objects.release();
      throw e;
    }
    return new Room(wanted);
  }

  private int unitsOf(long bytes) {
    return (int) Math.min(allUnits, bytes / UNIT + 1);
  }

  /** The room of one object; used by one thread. */
  final class Room implements AutoCloseable {

    private int taken;

    private Room(int taken) {
      this.taken = taken;
    }

    /**
     * Says how large the object is indeed. Waits while that is more than there is room for; gives
     * up its own room meanwhile, so that two which grow cannot wait for each other.
     */
    void resize(long bytes) throws InterruptedException {
      int needed = unitsOf(bytes);
      if (needed <= taken) {
        units.release(taken - needed);
        taken = needed;
        return;
      }
      units.release(taken);
      taken = 0;
      units.acquire(needed);
      taken = needed;
    }

    /**
     * Waits before another attempt. Others may work meanwhile, unless too many wait already: then
     * the room is kept, so that in the end the feed waits too.
     */
    void pause(Duration time) throws InterruptedException {
      if (!waiting.tryAcquire()) {
        Thread.sleep(time);
        return;
      }
      int again = taken;
      close();
      try {
        Thread.sleep(time);
      } finally {
        // Not to be interrupted: whoever paused leaves later, and must have entered for that.
        objects.acquireUninterruptibly();
        units.acquireUninterruptibly(again);
        taken = again;
        waiting.release();
      }
    }

    @Override
    public void close() {
      units.release(taken);
      taken = 0;
      objects.release();
    }
  }
}
