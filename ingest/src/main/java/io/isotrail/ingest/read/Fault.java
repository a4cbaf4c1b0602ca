package io.isotrail.ingest.read;

import java.util.Locale;

/**
 * What is wrong with an object or with one of its records.
 *
 * @param reason kind of the fault
 * @param message what was found and what was expected; holds no content of the object
 * @param recordIndex index of the record at which reading was, from 0; -1 before the first
 * @param byteOffset where in the inflated bytes; -1 when not known
 * @param sample the first {@value #SAMPLE_BYTES} bytes at most of the culprit; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // Carried into a dead letter, never compared.
public record Fault(
    Reason reason, String message, int recordIndex, long byteOffset, byte[] sample) {

  /** How much of a culprit is kept. */
  public static final int SAMPLE_BYTES = 64 * 1024;

  /** The kinds of faults. */
  public enum Reason {
    /** A {@code .gz} that does not begin like a gzip file. */
    NOT_GZIP,
    /** A gzip stream that breaks its own rules: a damaged block, a wrong checksum. */
    CORRUPT_GZIP,
    /** The object ends before its content does. */
    TRUNCATED,
    INVALID_JSON,
    /** Valid JSON, yet no object with an array named Records. */
    NO_RECORDS,
    /** An element of Records that is no JSON object. */
    NOT_A_RECORD,
    RECORD_TOO_LARGE,
    RECORD_TOO_DEEP,
    /** More inflated bytes than the limit allows. */
    INFLATED_TOO_LARGE,
    /** Inflates by a factor that no log has: a bomb. */
    INFLATE_RATIO;

    /** The reason's code in dead letters and metrics, e.g. {@code not-gzip}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
