package io.isotrail.ingest.integrity;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes of logs that were read, until their digest comes. Holds so many at most, and forgets the
 * oldest first: a log that is forgotten is read again when its digest names it.
 */
public final class RememberedHashes {

  private final Map<String, byte[]> byPlace;

  /**
   * @param most how many are held; each takes some 300 bytes
   */
  public RememberedHashes(int most) {
    byPlace =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > most;
          }
        };
  }

  /** Begins the hash of one log. */
  public MessageDigest begin() {
    return Hash.begin();
  }

  /**
   * Remembers a log.
   *
   * @param path its key, or its path in a directory
   * @param hash SHA-256 of its inflated bytes
   */
  public synchronized void remember(String path, byte[] hash) {
    String place = new ObjectName("", path).belowRoot();
    // The youngest comes last, also when it is read again.
    byPlace.remove(place);
    byPlace.put(place, Arrays.copyOf(hash, hash.length));
  }

  synchronized Optional<String> of(ObjectName log) {
    return Optional.ofNullable(byPlace.get(log.belowRoot())).map(HexFormat.of()::formatHex);
  }
}
