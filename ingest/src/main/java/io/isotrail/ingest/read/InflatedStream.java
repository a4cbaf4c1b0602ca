package io.isotrail.ingest.read;

import io.isotrail.ingest.read.inflate.GzipMember;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The inflated bytes of all members of a gzip file (RFC 1952), or of a plain file as they are. The
 * JDK's GZIPInputStream takes malformed bytes after a member for the end, and so may leave out what
 * was a member before it was damaged; here they are a fault, and only the end of the stream ends
 * it.
 */
final class InflatedStream extends InputStream {

  private static final int BUFFER_BYTES = 64 * 1024;

  // One record of many repeated bytes must not cost the file; what a bomb gains by this is little.
  private static final long RATIO_COUNTS_FROM = 64L << 20;

  private final InputStream source;
  private final ReadLimits limits;
  private final RecordSink sink;
  private final byte[] input = new byte[BUFFER_BYTES];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final boolean plain;
  private int position;
  private int end;
  private long compressedBytes;
  private long inflatedBytes;
  private boolean inMember;
  private boolean pastFirstMember;
  private boolean damaged;
  private boolean ended;

  /**
   * Looks at the first bytes.
   *
   * @throws ContentFault when it is no gzip and its name does not say that it is plain JSON
   */
  InflatedStream(InputStream source, String name, ReadLimits limits, RecordSink sink)
      throws IOException {
    this.source = source;
    this.sink = sink;
    this.limits = limits;
    boolean gzip = ensure(2) && input[0] == (byte) 0x1f && input[1] == (byte) 0x8b;
    this.plain = !gzip;
    if (end == 0) {
      throw new ContentFault(Fault.Reason.TRUNCATED, "the object is empty");
    }
    if (plain && !name.endsWith(".json")) {
      throw new ContentFault(
          Fault.Reason.NOT_GZIP,
          "the name says gzip, and the first bytes are not 1f 8b; plain JSON must be named .json");
    }
  }

  long inflatedBytes() {
    return inflatedBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int count = plain ? copy(target, offset, length) : inflate(target, offset, length);
    if (count > 0) {
      inflatedBytes += count;
      requireLimits();
      sink.inflated(target, offset, count);
    }
    return count;
  }

  private void requireLimits() throws ContentFault {
    if (inflatedBytes > limits.inflatedBytes()) {
      throw new ContentFault(
          Fault.Reason.INFLATED_TOO_LARGE,
          "more than " + limits.inflatedBytes() + " inflated bytes");
    }
    if (!plain
        && inflatedBytes > RATIO_COUNTS_FROM
        && inflatedBytes / limits.inflateRatio() > compressedBytes) {
      throw new ContentFault(
          Fault.Reason.INFLATE_RATIO, "inflates by more than a factor of " + limits.inflateRatio());
    }
  }

  private int copy(byte[] target, int offset, int length) throws IOException {
    if (!ensure(1)) {
      ended = true;
      return -1;
    }
    int count = Math.min(length, end - position);
    System.arraycopy(input, position, target, offset, count);
    position += count;
    return count;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    while (true) {
      if (damaged) {
        throw new ContentFault(Fault.Reason.CORRUPT_GZIP, "a damaged deflate block");
      }
      if (!inMember && !nextMember()) {
        ended = true;
        return -1;
      }
      int count = inflateSome(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsInput()) {
        feed();
      } else if (!damaged) {
        throw new ContentFault(Fault.Reason.CORRUPT_GZIP, "a preset dictionary is asked for");
      }
    }
  }

  /** What was inflated before the damage is there all the same, and counts. */
  private int inflateSome(byte[] target, int offset, int length) {
    long before = inflater.getBytesWritten();
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      damaged = true;
      return (int) (inflater.getBytesWritten() - before);
    }
  }

  private void feed() throws IOException {
    position = 0;
    end = 0;
    require(1);
    inflater.setInput(input, 0, end);
    position = end;
  }

  private boolean nextMember() throws IOException {
    // Zeros after a member are padding, as tape and block tools leave it.
    while (pastFirstMember && ensure(1) && input[position] == 0) {
      position++;
    }
    if (!ensure(1)) {
      return false;
    }
    require(GzipMember.HEADER_BYTES);
    if (input[position] != (byte) 0x1f || input[position + 1] != (byte) 0x8b) {
      throw new ContentFault(Fault.Reason.CORRUPT_GZIP, "bytes after the last gzip member");
    }
    if (input[position + 2] != GzipMember.DEFLATE) {
      throw new ContentFault(Fault.Reason.CORRUPT_GZIP, "a compression other than deflate");
    }
    int flags = input[position + 3];
    position += GzipMember.HEADER_BYTES;
    if ((flags & GzipMember.HAS_EXTRA) != 0) {
      require(2);
      int extra = (input[position] & 0xff) | (input[position + 1] & 0xff) << 8;
      position += 2;
      skip(extra);
    }
    if ((flags & GzipMember.HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & GzipMember.HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & GzipMember.HAS_HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    inMember = true;
    pastFirstMember = true;
    if (position < end) {
      inflater.setInput(input, position, end - position);
      position = end;
    }
    return true;
  }

  private void endMember() throws IOException {
    position = end - inflater.getRemaining();
    long size = inflater.getBytesWritten();
    require(GzipMember.TRAILER_BYTES);
    int expectedChecksum = GzipMember.littleEndian(input, position);
    int expectedSize = GzipMember.littleEndian(input, position + Integer.BYTES);
    position += GzipMember.TRAILER_BYTES;
    inMember = false;
    if (expectedChecksum != (int) checksum.getValue() || expectedSize != (int) size) {
      throw new ContentFault(Fault.Reason.CORRUPT_GZIP, "checksum or length do not match");
    }
  }

  private void skip(int count) throws IOException {
    int left = count;
    while (left > 0) {
      require(1);
      int step = Math.min(left, end - position);
      position += step;
      left -= step;
    }
  }

  private void skipText() throws IOException {
    do {
      require(1);
    } while (input[position++] != 0);
  }

  private void require(int count) throws IOException {
    if (!ensure(count)) {
      throw new ContentFault(Fault.Reason.TRUNCATED, "the gzip stream ends in the middle");
    }
  }

  /** Has this many bytes from the position on, at most a few; false when the source ends first. */
  private boolean ensure(int count) throws IOException {
    while (end - position < count) {
      if (position > 0) {
        System.arraycopy(input, position, input, 0, end - position);
        end -= position;
        position = 0;
      }
      int read = source.read(input, end, input.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
      compressedBytes += read;
    }
    return true;
  }

  /** Frees the inflater; the source belongs to whoever opened it. */
  @Override
  public void close() {
    inflater.end();
  }
}
