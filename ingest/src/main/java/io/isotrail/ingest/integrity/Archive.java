package io.isotrail.ingest.integrity;

import io.isotrail.ingest.fetch.FetchException;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Where digests and logs lie. Safe for use by several threads at once. */
public interface Archive {

  /**
   * The folders that hold digests of one account and region, by their keys: {@code
   * .../CloudTrail-Digest/REGION/}.
   */
  List<ObjectName> folders() throws FetchException, InterruptedException;

  /** The digests of a folder that lie in the days from one to the other, both inclusive. */
  List<DigestName> digests(ObjectName folder, LocalDate from, LocalDate to)
      throws FetchException, InterruptedException;

  /**
   * Opens an object.
   *
   * @throws FetchException of kind NOT_FOUND when it is not there; any other kind says nothing about
   *     the object
   */
  Stored open(ObjectName object) throws FetchException, InterruptedException;

  /** Whether a digest is stored with its signature, so that one without it is suspect. */
  boolean keepsSignatures();

  /**
   * An open object.
   *
   * @param body its bytes as stored
   * @param signature signature of a digest, in hex
   */
  record Stored(InputStream body, Optional<String> signature) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
