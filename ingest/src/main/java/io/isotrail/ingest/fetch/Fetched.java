package io.isotrail.ingest.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * An open object.
 *
 * @param body its bytes; a body that ends before its size throws FetchException, so that a cut
 *     connection is never taken for a short object
 * @param size number of bytes as the store says
 * @param metadata what its owner stored beside it (S3's user metadata, the keys in lower case)
 */
public record Fetched(InputStream body, long size, Map<String, String> metadata)
    implements AutoCloseable {

  /** An object with no metadata. */
  public Fetched(InputStream body, long size) {
    this(body, size, Map.of());
  }


  @Override
  public void close() throws IOException {
    body.close();
  }
}
