package io.isotrail.ingest.archive;

import io.isotrail.ingest.integrity.KeySource;
import io.isotrail.ingest.integrity.PublicKeys;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.ListPublicKeysRequest;

/**
 * Keys from CloudTrail's ListPublicKeys, asked once for a region and day. A key that is not found
 * is asked for again after a while: CloudTrail rotates them.
 */
public final class CloudTrailKeys implements KeySource, AutoCloseable {

  private static final Duration AROUND = Duration.ofDays(1);

  private final Function<String, CloudTrailClient> clients;
  private final Duration askAgain;
  private final Map<String, OfRegion> byRegion = new ConcurrentHashMap<>();

  /** What one region has told. */
  private static final class OfRegion implements AutoCloseable {
    private final CloudTrailClient client;
    private final PublicKeys keys = new PublicKeys();
    private final Map<Long, Long> askedNanosByDay = new ConcurrentHashMap<>();

    OfRegion(CloudTrailClient client) {
      this.client = client;
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /**
   * @param clients makes a client for a region; it is closed with this
   * @param askAgain after this time a key that was not found is asked for again
   */
  public CloudTrailKeys(Function<String, CloudTrailClient> clients, Duration askAgain) {
    this.clients = clients;
    this.askAgain = askAgain;
  }

  @Override
  public Optional<PublicKey> find(String region, String fingerprint, Instant at)
      throws KeysAwayException {
    OfRegion told = byRegion.computeIfAbsent(region, name -> new OfRegion(clients.apply(name)));
    Optional<PublicKey> known = told.keys.find(region, fingerprint, at);
    if (known.isPresent()) {
      return known;
    }
    // One at a time, or all digests that are judged at once would ask for the same.
    synchronized (told) {
      known = told.keys.find(region, fingerprint, at);
      if (known.isEmpty() && mayAsk(told, at)) {
        ask(told, region, at);
        known = told.keys.find(region, fingerprint, at);
      }
      return known;
    }
  }

  private boolean mayAsk(OfRegion told, Instant at) {
    long day = Math.floorDiv(at.getEpochSecond(), AROUND.toSeconds());
    Long asked = told.askedNanosByDay.get(day);
    return asked == null || System.nanoTime() - asked > askAgain.toNanos();
  }

  private static void ask(OfRegion told, String region, Instant at) throws KeysAwayException {
    ListPublicKeysRequest request =
        ListPublicKeysRequest.builder()
            .startTime(at.minus(AROUND))
            .endTime(at.plus(AROUND))
            .build();
    Set<String> seen = new HashSet<>();
    try {
      while (true) {
        var page = told.client.listPublicKeys(request);
        page.publicKeyList().forEach(key -> told.keys.add(key.value().asByteArray()));
        String next = page.nextToken();
        if (next == null || !seen.add(next)) {
          break;
        }
        request = request.toBuilder().nextToken(next).build();
      }
      told.askedNanosByDay.put(
          Math.floorDiv(at.getEpochSecond(), AROUND.toSeconds()), System.nanoTime());
    } catch (SdkException | UncheckedIOException | IllegalArgumentException e) {
      throw new KeysAwayException(
          "CloudTrail's public keys of "
              + region
              + " cannot be had; allow cloudtrail:ListPublicKeys, or give a file of them",
          e);
    }
  }

  @Override
  public void close() {
    byRegion.values().forEach(OfRegion::close);
  }
}
