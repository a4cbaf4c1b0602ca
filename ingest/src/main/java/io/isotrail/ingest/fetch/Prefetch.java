package io.isotrail.ingest.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * Reads the beginning of a body ahead. Most logs are small: they arrive whole before they need one
 * of the few places at which objects are parsed, so that no parser waits for a network.
 */
public final class Prefetch {

  private static final int BYTES = 128 * 1024;

  private Prefetch() {}

  /** The same bytes, the first of which are in memory. */
  public static InputStream of(Fetched fetched) throws IOException {
    byte[] first =
        fetched.body().readNBytes((int) Math.max(1, Math.min(BYTES, fetched.size() + 1)));
    return new SequenceInputStream(new ByteArrayInputStream(first), fetched.body());
  }
}
