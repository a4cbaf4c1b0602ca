package io.isotrail.ingest.integrity;

import static io.isotrail.ingest.given.SignedTrail.BUCKET;
import static org.awaitility.Awaitility.await;

import io.isotrail.ingest.given.SignedTrail;
import io.isotrail.ingest.given.SignedTrail.Stored;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** A watch over a trail in memory, as a listing uses it. */
final class Watched {

  private final Map<String, Stored> objects;
  private final KnownLogs known = new KnownLogs(1_000, InstantSource.system());
  private final DigestWatch watch;

  Watched(Map<String, Stored> objects) {
    this.objects = objects;
    PublicKeys keys = new PublicKeys();
    keys.add(SignedTrail.publicKey());
    watch =
        new DigestWatch(
            new MemoryArchive(objects, BUCKET),
            keys,
            known,
            new WatchLimits(
                1 << 20, 1 << 20, 1_000, 1_000, 500, Duration.ZERO, Duration.ofHours(1), 2, false),
            new DigestListener() {
              @Override
              public void found(Result result) {}

              @Override
              public Fate unread(
                  Chain chain, ObjectName log, boolean told, Consumer<Boolean> ended) {
                return Fate.CHECKED;
              }

              @Override
              public void called(Roll roll) {}

              @Override
              public void leftOut(DigestName digest) {
                throw new IllegalStateException("there is room for all");
              }
            },
            InstantSource.system());
    watch.hold(true);
    watch.start();
  }

  void arrives(String name) {
    String key = name.substring(BUCKET.length() + 1);
    Stored stored = objects.get(name);
    if (stored != null && !key.contains("CloudTrail-Digest")) {
      try {
        MessageDigest hash = known.begin();
        known.read(key, hash.digest(SignedTrail.ungzip(stored.content())));
      } catch (java.io.UncheckedIOException e) {
        // A log that cannot be read has no hash.
        return;
      }
    }
    watch.arrived(BUCKET, key);
  }

  Standing settled() {
    watch.hold(false);
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(watch::idle);
    Standing standing = watch.standings().getFirst();
    watch.close();
    return standing;
  }
}
