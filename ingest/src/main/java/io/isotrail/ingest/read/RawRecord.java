package io.isotrail.ingest.read;

import java.util.Arrays;

/**
 * The bytes of one record, from its opening to its closing brace, in a buffer that is reused
 * afterwards.
 *
 * @param index position among the records of the object, from 0
 * @param byteOffset where it begins in the inflated bytes of the object
 * @param buffer holds the record
 * @param from where in the buffer it begins
 * @param length number of its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // A view on a reused buffer; nobody compares them.
public record RawRecord(int index, long byteOffset, byte[] buffer, int from, int length) {

  /** A copy of the first bytes, for a dead letter. */
  public byte[] sample() {
    return Arrays.copyOfRange(buffer, from, from + Math.min(length, Fault.SAMPLE_BYTES));
  }
}
