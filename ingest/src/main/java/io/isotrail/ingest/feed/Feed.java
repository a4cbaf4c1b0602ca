package io.isotrail.ingest.feed;

import java.util.Optional;

/** Hears of objects. Touches nothing before it is told to. */
public interface Feed extends AutoCloseable {

  /**
   * Requires that the source exists.
   *
   * @throws io.isotrail.schemas.settings.SettingsException naming the source when it does not
   */
  void requireSource();

  /** Delivers until the source is exhausted, or for ever; ends when the thread is interrupted. */
  void run(Intake intake) throws InterruptedException;

  /** True for a feed that never ends by itself. */
  boolean live();

  /** What does not work right now; empty when everything does. */
  Optional<String> check();

  @Override
  void close();
}
