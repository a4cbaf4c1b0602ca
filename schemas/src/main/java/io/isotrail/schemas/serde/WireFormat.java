package io.isotrail.schemas.serde;

import io.isotrail.schemas.serde.UndecodableBytesException.Reason;
import java.io.ByteArrayOutputStream;

/**
 * The header in front of the Avro binary: magic byte 0 and the schema's id, four bytes big-endian.
 * Source: Confluent's documentation, "Schema Registry: wire format".
 */
final class WireFormat {

  static final int HEADER_BYTES = 5;
  private static final byte MAGIC = 0;

  private WireFormat() {}

  static void writeHeader(ByteArrayOutputStream out, int id) {
    out.write(MAGIC);
    out.write(id >>> 24);
    out.write(id >>> 16);
    out.write(id >>> 8);
    out.write(id);
  }

  /** The schema's id. */
  static int readHeader(String topic, byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new UndecodableBytesException(
          Reason.TOO_SHORT,
          "a record of "
              + topic
              + " has "
              + bytes.length
              + " bytes, fewer than the header of Confluent's wire format");
    }
    if (bytes[0] != MAGIC) {
      throw new UndecodableBytesException(
          Reason.NO_MAGIC_BYTE,
          "a record of "
              + topic
              + " begins with byte "
              + (bytes[0] & 0xff)
              + " and not with Confluent's magic byte 0; something else than Isotrail wrote it");
    }
    return ((bytes[1] & 0xff) << 24)
        | ((bytes[2] & 0xff) << 16)
        | ((bytes[3] & 0xff) << 8)
        | (bytes[4] & 0xff);
  }
}
