package io.isotrail.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * These bytes can never become the record that is expected here; trying again changes nothing. The
 * message holds sizes, ids and names of schemas, never the content.
 */
public final class UndecodableBytesException extends SerializationException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with them. */
  public enum Reason {
    /** Fewer than the five bytes of Confluent's header. */
    TOO_SHORT,
    /** The first byte is not Confluent's magic byte 0. */
    NO_MAGIC_BYTE,
    /** The registry knows no schema with the id in the header. */
    UNKNOWN_ID,
    /** Written with a schema that does not resolve to the one expected. */
    INCOMPATIBLE_SCHEMA,
    /** Not Avro by the schema that they name: cut off, left over, or out of range. */
    MALFORMED
  }

  private final Reason reason;

  public UndecodableBytesException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public UndecodableBytesException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
