package io.isotrail.ingest.read;

/** Takes what a reader finds, on the reader's thread. What it throws ends the reading. */
public interface RecordSink {

  /** A record of a wanted event source. Its bytes are only valid during the call. */
  void record(RawRecord record);

  /**
   * The object's inflated bytes, in their order, each once; asked for nothing else than that they
   * be looked at during the call.
   */
  default void inflated(byte[] bytes, int from, int length) {}

  /** A single record that cannot be used; those after it count. */
  void unusable(Fault fault);
}
