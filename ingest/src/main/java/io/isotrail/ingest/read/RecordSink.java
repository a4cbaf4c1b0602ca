package io.isotrail.ingest.read;

/** Takes what a reader finds, on the reader's thread. What it throws ends the reading. */
public interface RecordSink {

  /** A record of a wanted event source. Its bytes are only valid during the call. */
  void record(RawRecord record);

  /** A single record that cannot be used; those after it count. */
  void unusable(Fault fault);
}
