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
 * @param grace how long a digest waits for the logs that it names
 * @param recheck pause between two looks at what is wrong
 */
public record IntegritySettings(
    boolean check,
    Optional<Path> publicKeys,
    Optional<URI> cloudTrail,
    long digestBytes,
    int remembered,
    int waiting,
    int findings,
    Duration grace,
    Duration recheck) {

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
              + " counted.");

  public static final Setting<Duration> GRACE =
      Setting.duration(
          P + "grace",
          "5m",
          "How long a digest of a live feed waits for the logs that it names, before they are"
              + " fetched.");

  public static final Setting<Duration> RECHECK =
      Setting.duration(
          P + "recheck",
          "1h",
          "Pause between two looks at what is invalid or missing; what was restored is taken off"
              + " the list.");

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
          GRACE,
          RECHECK);

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
        settings.get(GRACE),
        settings.get(RECHECK));
  }
}
