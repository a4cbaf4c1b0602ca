package io.isotrail.ingest.redrive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.fetch.Fetched;
import io.isotrail.ingest.fetch.FileFetcher;
import io.isotrail.ingest.fetch.ObjectFetcher;
import io.isotrail.ingest.fetch.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Gets objects where they are, and a record that was kept from memory: as an object of the same
 * name that holds this one record, so that it is read like every other.
 */
public final class KeptFetcher implements ObjectFetcher {

  private static final byte[] OPENS = "{\"Records\":[".getBytes(US_ASCII);
  private static final byte[] CLOSES = "]}".getBytes(US_ASCII);

  private final ObjectFetcher buckets;
  private final ObjectFetcher files = new FileFetcher();
  private volatile Optional<byte[]> kept = Optional.empty();
  private volatile Optional<String> trouble = Optional.empty();

  public KeptFetcher(ObjectFetcher buckets) {
    this.buckets = buckets;
  }

  /** From now on every object holds this record; empty: what it holds where it is. */
  public void hold(Optional<byte[]> record) {
    kept = record.map(KeptFetcher::file);
    trouble = Optional.empty();
  }

  /** Whether it gives a kept record. */
  public boolean holds() {
    return kept.isPresent();
  }

  private static byte[] file(byte[] record) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(file)) {
      gzip.write(OPENS);
      gzip.write(record);
      gzip.write(CLOSES);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return file.toByteArray();
  }

  @Override
  public Fetched fetch(ObjectId object) throws FetchException {
    Optional<byte[]> held = kept;
    if (held.isPresent()) {
      byte[] file = held.get();
      return new Fetched(new ByteArrayInputStream(file), file.length);
    }
    try {
      return (object.bucket().isEmpty() ? files : buckets).fetch(object);
    } catch (FetchException e) {
      trouble = Optional.of(e.explanation());
      throw e;
    }
  }

  /** Why the last object could not be had. */
  @Override
  public Optional<String> check() {
    return trouble;
  }

  @Override
  public void close() {
    buckets.close();
  }
}
