package io.isotrail.ingest.read.inflate;

/** Inflates a gzip file that lies in memory, in one go. Not for use by several threads at once. */
public interface WholeInflater {

  /** The answer for a file that could not be inflated, whatever the reason. */
  int REFUSED = -1;

  /**
   * Inflates the one member of a gzip file (RFC 1952), and checks its checksum and length.
   *
   * @param source holds the file from 0 on
   * @param length bytes of the file
   * @param target takes the inflated bytes
   * @return number of inflated bytes, or {@link #REFUSED}: damaged, more than the target holds, or
   *     followed by anything. A refusal says nothing about the file; ask the JDK's inflater
   */
  int inflate(byte[] source, int length, byte[] target);
}
