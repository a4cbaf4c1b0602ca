package io.isotrail.ingest.fetch;

import java.io.IOException;
import java.io.InputStream;

/**
 * An open object.
 *
 * @param body its bytes; a body that ends before its size throws FetchException, so that a cut
 *     connection is never taken for a short object
 * @param size number of bytes as the store says
 */
public record Fetched(InputStream body, long size) implements AutoCloseable {

  @Override
  public void close() throws IOException {
    body.close();
  }
}
