package io.isotrail.ingest.integrity;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The logs that this process was told of, each with its hash once it was read, until their digest
 * comes. Holds so many at most, and forgets the oldest first: a log that is forgotten is read again
 * when its digest names it.
 */
public final class KnownLogs {

  private static final byte[] NOT_READ = {};

  /** The hash of nothing: what was read, if anything, is not what was delivered. */
  private static final byte[] DOUBTFUL = {0};

  /** The hash of nothing: it was given back, and whoever would deliver it again may lose it. */
  private static final byte[] RETURNED = {1};

  private final Map<String, Known> byPlace;
  private final InstantSource clock;
  private Instant completeSince;

  /** A log; its hash is {@link #NOT_READ} until it was read without a fault. */
  @SuppressWarnings("ArrayRecordComponent") // Looked up by place, never compared.
  private record Known(byte[] hash, Instant at) {

    boolean wasRead() {
      return hash.length > 1;
    }
  }

  /**
   * @param most how many are held; each takes some 300 bytes
   */
  public KnownLogs(int most, InstantSource clock) {
    this.clock = clock;
    this.completeSince = clock.instant();
    this.byPlace =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            if (size() <= most) {
              return false;
            }
            completeSince = later(completeSince, eldest.getValue().at());
            return true;
          }
        };
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** A notification or a listing told of a log, whatever becomes of it. */
  public void told(String path) {
    put(path, NOT_READ, false);
  }

  /**
   * A log that was told of was given back unread. From now on, however often it is told of again,
   * it is to be read when its digest names it, until it has ended.
   */
  public synchronized void returned(String path) {
    byPlace.computeIfPresent(
        new ObjectName("", path).belowRoot(),
        (_, before) -> before.wasRead() ? before : new Known(RETURNED, before.at()));
  }

  /** A log has ended, and is not to be read again: as a dead letter, if it has no hash. */
  public synchronized void ended(String path) {
    byPlace.computeIfPresent(
        new ObjectName("", path).belowRoot(),
        (_, before) ->
            Arrays.equals(before.hash(), RETURNED) ? new Known(NOT_READ, before.at()) : before);
  }

  /** Begins the hash of one log. */
  public MessageDigest begin() {
    return Hash.begin();
  }

  /**
   * A log was read.
   *
   * @param path its key, or its path in a directory
   * @param hash SHA-256 of its inflated bytes
   */
  public void read(String path, byte[] hash) {
    put(path, Arrays.copyOf(hash, hash.length), true);
  }

  /** A log that was told of is not as it was delivered: it is to be read should it be restored. */
  synchronized void doubt(ObjectName log) {
    byPlace.computeIfPresent(log.belowRoot(), (_, before) -> new Known(DOUBTFUL, before.at()));
  }

  private synchronized void put(String path, byte[] hash, boolean replacing) {
    String place = new ObjectName("", path).belowRoot();
    if (!replacing && byPlace.containsKey(place)) {
      return;
    }
    // The youngest comes last, also when it is read again.
    byPlace.remove(place);
    byPlace.put(place, new Known(hash, clock.instant()));
  }

  synchronized boolean wasTold(ObjectName log) {
    return byPlace.containsKey(log.belowRoot());
  }

  synchronized Optional<String> hash(ObjectName log) {
    return Optional.ofNullable(byPlace.get(log.belowRoot()))
        .map(Known::hash)
        .filter(hash -> hash.length > 0)
        .map(HexFormat.of()::formatHex);
  }

  /**
   * Of what was delivered after this instant nothing is forgotten: not by a restart, and not for
   * want of room.
   */
  public synchronized Instant completeSince() {
    return completeSince;
  }
}
