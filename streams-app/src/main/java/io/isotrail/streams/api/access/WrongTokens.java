package io.isotrail.streams.api.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts wrong tokens by address, in windows that start with the first wrong one. An address that
 * used up its tries is not heard until its window ends, whatever it presents: else the last try
 * would never be the last. IPv6 addresses count by their first 64 bits, which one caller owns.
 */
final class WrongTokens {

  /** Beyond these the address whose window began first is forgotten. */
  static final int MOST_ADDRESSES = 10_000;

  private final int most;
  private final long windowNanos;
  private final LongSupplier nanoTime;
  private final Map<String, Window> byAddress = new LinkedHashMap<>();

  private record Window(long began, int count) {}

  WrongTokens(int most, Duration window, LongSupplier nanoTime) {
    this.most = most;
    this.windowNanos = window.toNanos();
    this.nanoTime = nanoTime;
  }

  /** How long this address is not heard; 0 when it is. */
  synchronized long secondsToWait(String address) {
    Window window = byAddress.get(network(address));
    if (window == null || window.count() < most) {
      return 0;
    }
    long left = windowNanos - (nanoTime.getAsLong() - window.began());
    return left <= 0 ? 0 : Math.ceilDiv(left, Duration.ofSeconds(1).toNanos());
  }

  synchronized void count(String address) {
    String network = network(address);
    long now = nanoTime.getAsLong();
    Window before = byAddress.get(network);
    if (before != null && now - before.began() < windowNanos) {
      byAddress.put(network, new Window(before.began(), before.count() + 1));
      return;
    }
    byAddress.remove(network);
    if (byAddress.size() >= MOST_ADDRESSES) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
    byAddress.put(network, new Window(now, 1));
  }

  /** As {@link java.net.Inet6Address} writes it: eight groups without zeros left out. */
  private static String network(String address) {
    String[] groups = address.split(":", -1);
    return groups.length < 8 ? address : String.join(":", java.util.List.of(groups).subList(0, 4));
  }
}
