package io.isotrail.ingest;

import io.isotrail.ingest.archive.BucketArchive;
import io.isotrail.ingest.archive.CloudTrailKeys;
import io.isotrail.ingest.archive.DirectoryArchive;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.integrity.Archive;
import io.isotrail.ingest.integrity.KeySource;
import io.isotrail.ingest.integrity.PublicKeys;
import io.isotrail.ingest.integrity.Range;
import io.isotrail.ingest.integrity.Result;
import io.isotrail.ingest.integrity.Verifier;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Verifies the logs of a directory or bucket by CloudTrail's digests; needs no Kafka. */
public final class Verification implements AutoCloseable {

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Verifier verifier;

  private Verification(IngestSettings own, IntegritySettings integrity) {
    this.verifier =
        new Verifier(
            archive(own, parts),
            keys(own, integrity, parts),
            integrity.digestBytes(),
            own.reading().limits().inflatedBytes(),
            own.flight().objects());
  }

  /**
   * Wires it to its source.
   *
   * @throws SettingsException naming what cannot be used: a queue, a source that does not exist, a
   *     file of keys that holds none
   */
  public static Verification open(Settings settings) {
    return new Verification(IngestSettings.from(settings), IntegritySettings.from(settings));
  }

  /**
   * Verifies.
   *
   * @param results takes each result as it comes
   * @return the number of chains of digests that were found
   * @throws FetchException when the source cannot be listed
   */
  public int verify(Range range, Consumer<Result> results)
      throws FetchException, InterruptedException {
    return verifier.verify(range, results);
  }

  /** Where digests of a directory or bucket lie. */
  private static Archive archive(IngestSettings own, Deque<AutoCloseable> parts) {
    return switch (own.source()) {
      case Source.Directory directory -> DirectoryArchive.open(Path.of(directory.path()));
      case Source.Bucket bucket -> {
        BucketClients clients = new BucketClients(own.aws());
        parts.push(clients);
        yield new BucketArchive(clients, bucket, own.flight().backoff());
      }
      case Source.Queue _ ->
          throw new SettingsException(
              IngestSettings.SOURCE.key()
                  + ": a queue holds no logs; give the bucket, s3:BUCKET/PREFIX, or dir:PATH");
    };
  }

  /** CloudTrail's keys, from a file or from CloudTrail itself. */
  static KeySource keys(
      IngestSettings own, IntegritySettings integrity, Deque<AutoCloseable> parts) {
    if (integrity.publicKeys().isPresent()) {
      return fromFile(integrity.publicKeys().get());
    }
    CloudTrailKeys keys =
        new CloudTrailKeys(
            region -> own.aws().cloudTrail(region, integrity.cloudTrail()), integrity.keysAgain());
    parts.push(keys);
    return keys;
  }

  private static KeySource fromFile(Path file) {
    try {
      return PublicKeys.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new SettingsException(
          IntegritySettings.PUBLIC_KEYS.key() + ": " + file + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          IntegritySettings.PUBLIC_KEYS.key()
              + ": "
              + file
              + " holds no public keys ("
              + e.getMessage()
              + "); write it by aws cloudtrail list-public-keys",
          e);
    }
  }

  @Override
  public void close() {
    Ends.closeAll(parts);
  }
}
