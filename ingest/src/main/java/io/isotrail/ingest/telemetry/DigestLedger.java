package io.isotrail.ingest.telemetry;

import io.isotrail.ingest.integrity.Result;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What became of digests and of the logs that they name, by account and region:
 *
 * <pre>isotrail_digests_total{result,account,region}
 * isotrail_digest_logs_total{result,account,region}</pre>
 *
 * {@code result} is valid, invalid, missing or unproven; of digests also left-out (too many wait),
 * of logs also healed (only a digest named it, and it was read) and read-again (it was delivered
 * before the start, or forgotten). The last two are also counted as valid. A digest that is judged
 * again is counted again.
 */
public final class DigestLedger {

  private final MeterRegistry registry;

  public DigestLedger(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a result. */
  public void found(Result result) {
    String account = result.chain().account();
    String region = result.chain().region();
    switch (result) {
      case Result.ValidDigest _ -> digest("valid", account, region);
      case Result.InvalidDigest _ -> digest("invalid", account, region);
      case Result.MissingDigest _ -> digest("missing", account, region);
      case Result.Unproven _ -> digest("unproven", account, region);
      case Result.ValidLog _ -> log("valid", account, region);
      case Result.InvalidLog _ -> log("invalid", account, region);
      case Result.MissingLog _ -> log("missing", account, region);
      case Result.Gap _ -> {
        // A gauge of the view, not a count.
      }
    }
  }

  /**
   * A log that only a digest named is read.
   *
   * @param healed it was delivered since the start, so that its notification is missing
   */
  public void unseen(String account, String region, boolean healed) {
    log(healed ? "healed" : "read-again", account, region);
  }

  /** A digest is not judged because too many wait. */
  public void leftOut(String account, String region) {
    digest("left-out", account, region);
  }

  private void digest(String result, String account, String region) {
    count("isotrail.digests", result, account, region);
  }

  private void log(String result, String account, String region) {
    count("isotrail.digest.logs", result, account, region);
  }

  private void count(String name, String result, String account, String region) {
    registry.counter(name, "result", result, "account", account, "region", region).increment();
  }
}
