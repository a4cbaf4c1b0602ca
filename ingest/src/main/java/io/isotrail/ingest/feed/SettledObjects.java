package io.isotrail.ingest.feed;

import io.isotrail.ingest.fetch.ObjectId;

/** Remembers which objects were settled, over restarts where it is kept in a file. */
public interface SettledObjects extends AutoCloseable {

  /** Whether this version of the object was settled before. */
  boolean contains(ObjectId object);

  /**
   * Remembers an object; only after Kafka has acknowledged all of it. A key that ends with a slash
   * stands for the folder: everything directly in it is settled, and need not be listed again.
   */
  void add(ObjectId object);

  @Override
  void close();

  /** Remembers nothing. */
  static SettledObjects none() {
    return new SettledObjects() {
      @Override
      public boolean contains(ObjectId object) {
        return false;
      }

      @Override
      public void add(ObjectId object) {}

      @Override
      public void close() {}
    };
  }
}
