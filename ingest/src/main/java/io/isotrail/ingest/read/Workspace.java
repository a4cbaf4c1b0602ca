package io.isotrail.ingest.read;

import io.isotrail.ingest.read.inflate.SteppedInflater;
import io.isotrail.ingest.read.inflate.WholeInflater;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The buffers that one reading uses, and leaves to the next. */
final class Workspace {

  private static final int FIRST_BYTES = 64 * 1024;

  final @Nullable SteppedInflater stepped;
  final @Nullable WholeInflater inflater;
  private byte[] stored = new byte[0];
  private int storedBytes;
  private byte[] inflated = new byte[0];

  Workspace(@Nullable SteppedInflater stepped, @Nullable WholeInflater inflater) {
    this.stepped = stepped;
    this.inflater = inflater;
  }

  /** The bytes of {@link #store}. */
  byte[] stored() {
    return stored;
  }

  int storedBytes() {
    return storedBytes;
  }

  /**
   * Reads a body.
   *
   * @param most more bytes than these are not read
   * @return true when all of it was read; else what was read is the beginning
   */
  boolean store(InputStream body, int most) throws IOException {
    storedBytes = 0;
    while (true) {
      if (storedBytes == stored.length) {
        if (storedBytes >= most) {
          return false;
        }
        stored =
            Arrays.copyOf(stored, (int) Math.min(most, Math.max(FIRST_BYTES, 2L * storedBytes)));
      }
      int count = body.read(stored, storedBytes, Math.min(most, stored.length) - storedBytes);
      if (count < 0) {
        return true;
      }
      storedBytes += count;
      if (storedBytes == most) {
        return false;
      }
    }
  }

  /** A buffer of at least so many bytes; what it held is lost. */
  byte[] inflated(int bytes) {
    if (inflated.length < bytes) {
      inflated = new byte[0];
      inflated = new byte[(int) Math.min(Integer.MAX_VALUE - 8, bytes + bytes / 4L)];
    }
    return inflated;
  }
}
