package io.isotrail.ingest;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How digests are verified, as configured.
 *
 * @param check judge digests while logs are read
 * @param publicKeys file with CloudTrail's public keys; empty asks CloudTrail
 * @param cloudTrail address of CloudTrail where it is not AWS's own
 * @param digestBytes most inflated bytes of a digest
 * @param remembered hashes of logs that are held until their digest comes
 * @param waiting digests that may wait to be judged
 * @param findings findings that are kept for each trail
 * @param spans times apart that are kept as covered for each trail
 * @param atOnce logs that are read at once for their hashes
 * @param grace how long a digest waits for the logs that it names
 * @param recheck pause between two looks at what is wrong
 * @param due after this time without a digest its hour is a gap
 * @param keysAgain after this time a key that CloudTrail did not have is asked for again
 */
public record IntegritySettings(
    boolean check,
    Optional<Path> publicKeys,
    Optional<URI> cloudTrail,
    long digestBytes,
    int remembered,
    int waiting,
    int findings,
    int spans,
    int atOnce,
    Duration grace,
    Duration recheck,
    Duration due,
    Duration keysAgain) {

  private static final String P = "isotrail.ingest.integrity.";

  public static final Setting<Boolean> CHECK =
      Setting.flag(
          P + "check",
          true,
          "Judge CloudTrail's digests while logs are read. Digests in a directory are judged only"
              + " where a file of public keys is given.");

  public static final Setting<String> PUBLIC_KEYS =
      Setting.text(
          P + "public-keys",
          null,
          "File with CloudTrail's public keys, as aws cloudtrail list-public-keys prints them;"
              + " several such documents may follow each other. Without it CloudTrail is asked"
              + " (cloudtrail:ListPublicKeys).");

  public static final Setting<String> CLOUDTRAIL_ENDPOINT =
      Setting.text(
          P + "cloudtrail-endpoint",
          null,
          "Address of CloudTrail where it is not AWS's own, e.g. that of a VPC endpoint.");

  public static final Setting<Long> DIGEST_BYTES =
      Setting.bytes(
          P + "limit.digest-bytes",
          "64MiB",
          1_024,
          1L << 30,
          "Most inflated bytes of a digest; a larger one is invalid.");

  public static final Setting<Integer> REMEMBERED =
      Setting.integer(
          P + "limit.remembered-logs",
          100_000,
          0,
          10_000_000,
          "Hashes of logs held until their digest comes, some 300 bytes each; the oldest are"
              + " forgotten, and such a log is read again when its digest names it.");

  public static final Setting<Integer> WAITING =
      Setting.integer(
          P + "limit.waiting-digests",
          10_000,
          1,
          1_000_000,
          "Digests that may wait to be judged; more are left out, counted as left-out, and remain"
              + " for isotrail verify.");

  public static final Setting<Integer> FINDINGS =
      Setting.integer(
          P + "limit.findings",
          100,
          1,
          1_000,
          "Invalid and missing objects named for each trail, account and region; more are only"
              + " counted, and keep the answers incomplete until they are acknowledged.");

  public static final Setting<Integer> SPANS =
      Setting.integer(
          P + "limit.spans",
          500,
          1,
          10_000,
          "Times apart that are kept as covered for each trail, account and region; with more the"
              + " oldest are forgotten, and the time that is looked at begins later. More than a few"
              + " there are only where most digests are missing.");

  public static final Setting<Integer> AT_ONCE =
      Setting.integer(
          P + "at-once",
          8,
          1,
          256,
          "Logs that are read at once for their hashes, of those whose hash was not taken while"
              + " reading.");

  public static final Setting<Duration> GRACE =
      Setting.duration(
          P + "grace",
          "5m",
          "0s",
          "24h",
          "How long a digest of a live feed waits for the logs that it names, before they are"
              + " fetched.");

  public static final Setting<Duration> RECHECK =
      Setting.duration(
          P + "recheck",
          "1h",
          "1s",
          "7d",
          "Pause between two looks at what is invalid or missing; what was restored is taken off"
              + " the list.");

  public static final Setting<Duration> DUE =
      Setting.duration(
          P + "due",
          "2h",
          "1h",
          "48h",
          "An hour of a live feed for which no valid digest has come so long after its begin, and the"
              + " grace on top, is a gap: an hour that is covered, and another in which CloudTrail"
              + " delivers its digest.");

  public static final Setting<Duration> KEYS_AGAIN =
      Setting.duration(
          P + "keys-again",
          "5m",
          "1s",
          "24h",
          "A public key that CloudTrail did not have is asked for again after this time; until then"
              + " digests that it signed count as invalid.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(
          CHECK,
          PUBLIC_KEYS,
          CLOUDTRAIL_ENDPOINT,
          DIGEST_BYTES,
          REMEMBERED,
          WAITING,
          FINDINGS,
          SPANS,
          AT_ONCE,
          GRACE,
          RECHECK,
          DUE,
          KEYS_AGAIN);

  /**
   * Reads this room's settings.
   *
   * @throws SettingsException naming the culprit
   */
  public static IntegritySettings from(Settings settings) {
    Optional<URI> address;
    Optional<Path> keys;
    try {
      address = settings.find(CLOUDTRAIL_ENDPOINT).map(URI::create);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(CLOUDTRAIL_ENDPOINT.key() + ": " + e.getMessage(), e);
    }
    try {
      keys = settings.find(PUBLIC_KEYS).map(Path::of);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(PUBLIC_KEYS.key() + ": " + e.getMessage(), e);
    }
    return new IntegritySettings(
        settings.get(CHECK),
        keys,
        address,
        settings.get(DIGEST_BYTES),
        settings.get(REMEMBERED),
        settings.get(WAITING),
        settings.get(FINDINGS),
        settings.get(SPANS),
        settings.get(AT_ONCE),
        settings.get(GRACE),
        settings.get(RECHECK),
        settings.get(DUE),
        settings.get(KEYS_AGAIN));
  }
}
