package io.isotrail.ingest.telemetry;

import io.isotrail.ingest.integrity.Chain;
import io.isotrail.ingest.integrity.Fate;
import io.isotrail.ingest.integrity.Result;
import io.isotrail.ingest.integrity.Roll;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What became of digests, and the ledger held against the lists of logs that they are. For each
 * account and region, after every digest:
 *
 * <pre>named = read + told + healed + read-again + checked + invalid + missing + unproven</pre>
 *
 * and what a digest brought into the ledger is there as well ({@link Ledger}): {@code
 * isotrail_ledger_objects_by_digest_total} = healed + read-again, where it is still being judged at
 * most ahead of this. The words are those of {@link Fate}.
 *
 * <p>In Prometheus, each with {@code account} and {@code region}: {@code
 * isotrail_digests_total{result}} with result valid, invalid, missing, unproven or left-out (too
 * many wait), {@code isotrail_digest_logs_named_total}, {@code isotrail_digest_logs_total{result}}.
 * A digest that is judged again is counted again, with all that it names. Places beyond the limit
 * of places are counted together under {@code other}.
 */
public final class DigestLedger {

  private final MeterRegistry registry;
  private final int mostPlaces;
  private final Set<Place> places = ConcurrentHashMap.newKeySet();

  /**
   * @param mostPlaces accounts and regions that get numbers of their own
   */
  public DigestLedger(MeterRegistry registry, int mostPlaces) {
    this.registry = registry;
    this.mostPlaces = mostPlaces;
  }

  /** Counts a result of a digest; logs are counted with the roll of their digest. */
  public void found(Result result) {
    switch (result) {
      case Result.ValidDigest _ -> digest("valid", result.chain());
      case Result.InvalidDigest _ -> digest("invalid", result.chain());
      case Result.MissingDigest _ -> digest("missing", result.chain());
      case Result.Unproven unproven -> {
        if (isDigest(unproven)) {
          digest("unproven", result.chain());
        }
      }
      case Result.ValidLog _, Result.InvalidLog _, Result.MissingLog _ -> {
        // In the roll.
      }
      case Result.Gap _ -> {
        // A gauge of the view, not a count.
      }
    }
  }

  private static boolean isDigest(Result.Unproven unproven) {
    return unproven.object().key().contains("/CloudTrail-Digest/");
  }

  /** Every log of a digest is accounted for. */
  public void called(Roll roll) {
    counter("isotrail.digest.logs.named", roll.chain()).increment(roll.named());
    for (Fate fate : Fate.values()) {
      counter("isotrail.digest.logs", roll.chain(), "result", fate.code()).increment(roll.of(fate));
    }
  }

  /** A digest is not judged because too many wait. */
  public void leftOut(Chain chain) {
    digest("left-out", chain);
  }

  private void digest(String result, Chain chain) {
    counter("isotrail.digests", chain, "result", result).increment();
  }

  private Counter counter(String name, Chain chain, String... labels) {
    Place place = place(chain);
    return Counter.builder(name)
        .tags("account", place.account(), "region", place.region())
        .tags(labels)
        .register(registry);
  }

  private synchronized Place place(Chain chain) {
    Place place = new Place(chain.account(), chain.region());
    return places.contains(place) || (places.size() < mostPlaces && places.add(place))
        ? place
        : Place.OTHER;
  }
}
