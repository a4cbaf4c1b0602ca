package io.isotrail.ingest.integrity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Times that digests cover which other instances have judged. */
final class Elsewhere {

  private record Trail(String account, String region, String name) {}

  private final Map<Trail, Coverage> covered = new HashMap<>();

  Elsewhere(List<Standing> others) {
    for (Standing other : others) {
      covered
          .computeIfAbsent(
              new Trail(other.account(), other.region(), other.trail()),
              _ -> Coverage.of(List.of()))
          .addAll(Coverage.of(other.covered()));
    }
  }

  boolean covers(DigestName digest) {
    Chain chain = digest.chain();
    Coverage of = covered.get(new Trail(chain.account(), chain.region(), chain.trail()));
    return of != null && of.without(digest.usualStart(), digest.end()).isEmpty();
  }
}
