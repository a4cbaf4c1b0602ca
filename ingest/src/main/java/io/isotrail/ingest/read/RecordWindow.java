package io.isotrail.ingest.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Passes bytes to the parser and keeps those of the record that is being parsed, so that a record
 * that turns out to matter can be had whole, whatever the order of its fields. Keeps at most one
 * record of the allowed size and one chunk.
 */
final class RecordWindow extends InputStream {

  private final InputStream source;
  private final int recordLimit;
  private byte[] kept = new byte[32 * 1024];
  private int keptBytes;
  private long keptFrom;
  private long total;
  private long recordFrom = -1;
  private byte[] sample = new byte[0];
  private boolean overflowed;

  RecordWindow(InputStream source, int recordLimit) {
    this.source = source;
    this.recordLimit = recordLimit;
  }

  /** A record begins at this offset. Its brace lies in what was read last. */
  void hold(long offset) {
    // A number or a word is known only when what follows was read, and may itself be gone by then.
    recordFrom = Math.max(offset, keptFrom);
    overflowed = false;
  }

  /** The record has been dealt with. */
  void release() {
    recordFrom = -1;
    sample = new byte[0];
  }

  /** Number of the bytes that were passed on. */
  long total() {
    return total;
  }

  /** The bytes kept; see {@link #positionOf(long)}. */
  byte[] bytes() {
    return kept;
  }

  /** Where in {@link #bytes()} the byte at this offset of the stream stands. */
  int positionOf(long offset) {
    return Math.toIntExact(offset - keptFrom);
  }

  /** The first bytes of the record, or of what was read last when there is no record. */
  byte[] sample() {
    if (overflowed) {
      return sample;
    }
    int from = recordFrom < 0 ? 0 : positionOf(recordFrom);
    return Arrays.copyOfRange(kept, from, Math.min(keptBytes, from + Fault.SAMPLE_BYTES));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = source.read(target, offset, length);
    if (count > 0) {
      keep(target, offset, count);
      total += count;
    }
    return count;
  }

  private void keep(byte[] chunk, int offset, int count) {
    if (recordFrom >= 0 && !overflowed && total - recordFrom > recordLimit) {
      sample = sample();
      overflowed = true;
    }
    // The parser asks for more only when it has used up all it had.
    long floor = recordFrom < 0 || overflowed ? total : recordFrom;
    int stay = Math.toIntExact(total - floor);
    if (stay > 0 && floor > keptFrom) {
      System.arraycopy(kept, positionOf(floor), kept, 0, stay);
    }
    keptFrom = floor;
    if (stay + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(stay + count, kept.length * 2));
    }
    System.arraycopy(chunk, offset, kept, stay, count);
    keptBytes = stay + count;
  }
}
