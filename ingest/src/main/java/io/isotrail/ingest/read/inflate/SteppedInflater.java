package io.isotrail.ingest.read.inflate;

/**
 * Inflates a raw deflate stream (RFC 1951) that lies in memory, a stretch at a time, so that what
 * was inflated is used while it is in the processor's cache. Not for use by several threads at
 * once.
 */
public interface SteppedInflater {

  /** The answer for a stream that could not be inflated, whatever the reason. */
  int REFUSED = -1;

  /**
   * Begins with another stream.
   *
   * @param source holds it; must not change until the last step
   * @param from where it begins
   * @param to behind the last byte that may belong to it
   */
  void start(byte[] source, int from, int to);

  /**
   * Inflates on.
   *
   * @param most more bytes than these are not inflated
   * @return number of inflated bytes, 0 when the stream, or what there is of it, has come to its
   *     end; or {@link #REFUSED}, after which the target's content is undefined. A refusal says
   *     nothing about the stream; ask the JDK's inflater
   */
  int inflate(byte[] target, int offset, int most);

  /** Bytes of the source that were not needed so far. */
  int left();
}
