package io.isotrail.ingest.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that must be as long as its store said. Translates the connection's errors; the JDK's HTTP
 * client ends a cut body of fixed length without one.
 */
final class WholeBody extends FilterInputStream {

  private final String name;
  private long left;

  WholeBody(InputStream body, long size, String name) {
    super(body);
    this.left = size;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(target, offset, length);
    } catch (IOException | RuntimeException e) {
      throw new FetchException(
          FetchException.Kind.UNAVAILABLE, "the connection broke while reading " + name, e);
    }
    if (count < 0 && left > 0) {
      throw new FetchException(
          FetchException.Kind.UNAVAILABLE, name + " ended " + left + " bytes early");
    }
    left -= Math.max(0, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("bodies are read, not skipped");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
