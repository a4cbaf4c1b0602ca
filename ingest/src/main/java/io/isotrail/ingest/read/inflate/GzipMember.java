package io.isotrail.ingest.read.inflate;

/** The form of a member of a gzip file (RFC 1952, 2.3). */
public final class GzipMember {

  /** Checksum and length of what was inflated, four bytes each, the lowest first. */
  public static final int TRAILER_BYTES = 8;

  /** The part of the header that each has. */
  public static final int HEADER_BYTES = 10;

  /** The one method of compression that there is. */
  public static final int DEFLATE = 8;

  // Flags that say what follows the header, in the order in which it does.
  public static final int HAS_EXTRA = 4;
  public static final int HAS_NAME = 8;
  public static final int HAS_COMMENT = 16;
  public static final int HAS_HEADER_CHECKSUM = 2;

  private static final int RESERVED = 0xe0;

  private GzipMember() {}

  /**
   * Where the deflated content of a file of one member begins, with room for the trailer behind it.
   *
   * @param length bytes of the file
   * @return -1 when this is not the whole of a member, or one of a form that RFC 1952 does not have
   */
  static int content(byte[] file, int length) {
    int end = length - TRAILER_BYTES;
    if (end < HEADER_BYTES
        || file[0] != (byte) 0x1f
        || file[1] != (byte) 0x8b
        || file[2] != DEFLATE
        || (file[3] & RESERVED) != 0) {
      return -1;
    }
    int flags = file[3];
    int at = HEADER_BYTES;
    if ((flags & HAS_EXTRA) != 0) {
      at += 2 + (file[at] & 0xff) + ((file[at + 1] & 0xff) << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      at = afterText(file, at, end);
    }
    if ((flags & HAS_COMMENT) != 0) {
      at = afterText(file, at, end);
    }
    if ((flags & HAS_HEADER_CHECKSUM) != 0) {
      at += 2;
    }
    return at <= end ? at : -1;
  }

  /** Behind the zero that ends a text; behind the end when there is none. */
  private static int afterText(byte[] file, int from, int end) {
    int at = from;
    while (at < end && file[at] != 0) {
      at++;
    }
    return at + 1;
  }

  /** Four bytes, the lowest first. */
  public static int littleEndian(byte[] file, int at) {
    return (file[at] & 0xff)
        | (file[at + 1] & 0xff) << 8
        | (file[at + 2] & 0xff) << 16
        | (file[at + 3] & 0xff) << 24;
  }
}
