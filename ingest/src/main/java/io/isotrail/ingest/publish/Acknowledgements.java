package io.isotrail.ingest.publish;

import org.jspecify.annotations.Nullable;

/** Counts what is on its way, in constant memory whatever the number. */
final class Acknowledgements {

  private long outstanding;
  private @Nullable Exception failure;

  synchronized void sent() {
    outstanding++;
  }

  /**
   * @param problem null when Kafka has acknowledged it
   */
  synchronized void answered(@Nullable Exception problem) {
    outstanding--;
    if (problem != null) {
      failure = problem;
    }
    notifyAll();
  }

  /** Throws as soon as one of them has failed: the rest is published again anyway. */
  synchronized void await() throws InterruptedException {
    while (outstanding > 0 && failure == null) {
      wait();
    }
    if (failure != null) {
      throw new PublishException("Kafka did not acknowledge a record", failure);
    }
  }
}
