package io.isotrail.ingest;

import java.util.concurrent.Semaphore;

/** How much may be in flight. An object that is larger than the whole room has it for itself. */
final class Admission {

  private static final int UNIT = 1024;

  /** For an object whose size the notification did not say. */
  private static final long ASSUMED_BYTES = 1 << 20;

  private final Semaphore objects;
  private final Semaphore units;
  private final int allUnits;

  Admission(int objects, long bytes) {
    this.objects = new Semaphore(objects, true);
    this.allUnits = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    this.units = new Semaphore(allUnits, true);
  }

  /**
   * Waits until there is room.
   *
   * @return what {@link #leave} is to be given
   */
  int enter(long size) throws InterruptedException {
    long bytes = size < 0 ? ASSUMED_BYTES : size;
    int taken = (int) Math.min(allUnits, bytes / UNIT + 1);
    objects.acquire();
    try {
      units.acquire(taken);
    } catch (InterruptedException e) {
      objects.release();
      throw e;
    }
    return taken;
  }

  void leave(int taken) {
    units.release(taken);
    objects.release();
  }
}
