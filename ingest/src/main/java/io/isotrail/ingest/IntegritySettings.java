package io.isotrail.ingest;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How digests are verified, as configured.
 *
 * @param publicKeys file with CloudTrail's public keys; empty asks CloudTrail
 * @param cloudTrail address of CloudTrail where it is not AWS's own
 * @param digestBytes most inflated bytes of a digest
 */
public record IntegritySettings(
    Optional<Path> publicKeys, Optional<URI> cloudTrail, long digestBytes) {

  private static final String P = "isotrail.ingest.integrity.";

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

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(PUBLIC_KEYS, CLOUDTRAIL_ENDPOINT, DIGEST_BYTES);

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
    return new IntegritySettings(keys, address, settings.get(DIGEST_BYTES));
  }
}
