package io.isotrail.ingest.read;

import io.isotrail.ingest.read.inflate.SteppedInflater;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The inflated bytes of a gzip file of one member (RFC 1952) that lies in memory. Whatever the
 * inflater refuses, and whatever does not fit the checksum and the length at the file's end, is
 * inflated again by the JDK from the beginning, and goes on where it stopped.
 */
final class StoredStream extends InputStream {

  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int DEFLATE = 8;

  private final byte[] stored;
  private final int length;
  private final String name;
  private final ReadLimits limits;
  private final RecordSink sink;
  private final SteppedInflater inflater;
  private final CRC32 checksum = new CRC32();
  private final long size;
  private long inflatedBytes;
  private @Nullable InflatedStream again;

  /**
   * Begins.
   *
   * @param stored holds the file, which {@link #fits}
   * @param size inflated bytes as the file's end says
   */
  StoredStream(
      byte[] stored,
      int length,
      long size,
      String name,
      ReadLimits limits,
      RecordSink sink,
      SteppedInflater inflater) {
    this.stored = stored;
    this.length = length;
    this.size = size;
    this.name = name;
    this.limits = limits;
    this.sink = sink;
    this.inflater = inflater;
    inflater.start(stored, HEADER_BYTES, length);
  }

  /** Whether it begins as nearly all gzip files do: no name, comment or extra field. */
  static boolean fits(byte[] stored, int length) {
    return length >= HEADER_BYTES + TRAILER_BYTES
        && stored[0] == (byte) 0x1f
        && stored[1] == (byte) 0x8b
        && stored[2] == DEFLATE
        && stored[3] == 0;
  }

  long inflatedBytes() {
    InflatedStream other = again;
    return other == null ? inflatedBytes : other.inflatedBytes();
  }

  /** Whether the JDK had to inflate it. */
  boolean inflatedAgain() {
    return again != null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int most) throws IOException {
    InflatedStream other = again;
    if (other != null) {
      return other.read(target, offset, most);
    }
    if (most == 0) {
      return 0;
    }
    int count = inflater.inflate(target, offset, most);
    if (count == 0 && endsWell()) {
      return -1;
    }
    if (count <= 0 || inflatedBytes + count > size) {
      return startOver(target, offset, most);
    }
    checksum.update(target, offset, count);
    inflatedBytes += count;
    sink.inflated(target, offset, count);
    return count;
  }

  private boolean endsWell() {
    return inflatedBytes == size
        && inflater.left() == TRAILER_BYTES
        && checksum.getValue() == littleEndian(length - TRAILER_BYTES);
  }

  private long littleEndian(int at) {
    return (stored[at] & 0xffL)
        | (stored[at + 1] & 0xffL) << 8
        | (stored[at + 2] & 0xffL) << 16
        | (stored[at + 3] & 0xffL) << 24;
  }

  private int startOver(byte[] target, int offset, int most) throws IOException {
    InflatedStream other =
        new InflatedStream(
            new ByteArrayInputStream(stored, 0, length),
            name,
            limits,
            new Unseen(sink, inflatedBytes));
    again = other;
    for (long left = inflatedBytes; left > 0; ) {
      int count = other.read(target, offset, (int) Math.min(most, left));
      if (count < 0) {
        return -1;
      }
      left -= count;
    }
    return other.read(target, offset, most);
  }

  @Override
  public void close() {
    InflatedStream other = again;
    if (other != null) {
      other.close();
    }
  }

  /** Shows only what was not shown before. */
  private static final class Unseen implements RecordSink {
    private final RecordSink sink;
    private long seen;

    Unseen(RecordSink sink, long seen) {
      this.sink = sink;
      this.seen = seen;
    }

    @Override
    public void inflated(byte[] bytes, int from, int length) {
      int skipped = (int) Math.min(seen, length);
      seen -= skipped;
      if (skipped < length) {
        sink.inflated(bytes, from + skipped, length - skipped);
      }
    }

    @Override
    public void record(RawRecord record) {
      sink.record(record);
    }

    @Override
    public void unusable(Fault fault) {
      sink.unusable(fault);
    }
  }
}
