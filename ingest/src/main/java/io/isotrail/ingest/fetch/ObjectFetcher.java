package io.isotrail.ingest.fetch;

import java.util.Optional;

/** Gets objects. Safe for use by several threads at once; touches nothing before it is asked to. */
public interface ObjectFetcher extends AutoCloseable {

  /**
   * Opens an object.
   *
   * @throws FetchException when it cannot be had; its kind says whether trying again may help
   */
  Fetched fetch(ObjectId object) throws FetchException;

  /** What would keep a fetch from succeeding now; empty when nothing is known to. */
  Optional<String> check();

  @Override
  void close();
}
