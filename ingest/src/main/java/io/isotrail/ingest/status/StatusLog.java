package io.isotrail.ingest.status;

import io.isotrail.avro.Progress;
import java.util.Map;

/** Where progress is told, and told again after a restart. */
public interface StatusLog {

  /**
   * The latest progress of each key.
   *
   * @throws RuntimeException when it cannot be read now
   */
  Map<String, Progress> load() throws InterruptedException;

  /**
   * Tells a progress.
   *
   * @throws RuntimeException when it cannot be written now
   */
  void write(Map<String, Progress> progress) throws InterruptedException;

  /** Tells nobody and remembers nothing. */
  static StatusLog none() {
    return new StatusLog() {
      @Override
      public Map<String, Progress> load() {
        return Map.of();
      }

      @Override
      public void write(Map<String, Progress> progress) {}
    };
  }
}
