package io.isotrail.ingest.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * The body of an S3 object. Closing it before its end drops the connection, where the SDK would
 * first read all that is left of it.
 */
final class AbortingBody extends FilterInputStream {

  private final ResponseInputStream<?> response;
  private boolean ended;

  AbortingBody(ResponseInputStream<?> response, long size, String name) {
    super(new WholeBody(response, size, name));
    this.response = response;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    ended |= count < 0;
    return count;
  }

  @Override
  public void close() throws IOException {
    try {
      if (ended) {
        response.close();
      } else {
        response.abort();
      }
    } catch (AbortedException e) {
      // So the SDK says that the thread was interrupted; whoever waits next learns it, and the
      // connection is closed all the same.
    }
  }
}
