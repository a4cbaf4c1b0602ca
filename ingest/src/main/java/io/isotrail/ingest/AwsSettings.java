package io.isotrail.ingest;

import io.isotrail.ingest.fetch.AwsClients;
import io.isotrail.ingest.fetch.AwsRoles;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How AWS is reached, as configured. */
public final class AwsSettings {

  private static final String P = "isotrail.ingest.aws.";

  public static final Setting<String> ENDPOINT =
      Setting.text(
          P + "endpoint",
          null,
          "Address of S3 where it is not AWS's own; a queue is reached at the host of its URL.");
  public static final Setting<String> REGION =
      Setting.text(P + "region", null, "AWS region; without it, the AWS SDK's own default chain.");
  public static final Setting<Boolean> PATH_STYLE =
      Setting.flag(P + "path-style", false, "Put the bucket's name into the path, not the host.");
  public static final Setting<String> ROLES =
      Setting.text(
          P + "roles",
          null,
          "Roles that are assumed to read buckets: BUCKET ROLE_ARN [EXTERNAL_ID], separated by"
              + " semicolons; the bucket * stands for every other one. Without it, and for buckets"
              + " that it does not name, the credentials of the AWS SDK's default chain are used.");
  public static final Setting<String> STS_ENDPOINT =
      Setting.text(P + "sts-endpoint", null, "Address of STS where it is not AWS's own.");
  public static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.duration(
          P + "connect-timeout",
          "5s",
          "100ms",
          "5m",
          "How long a connection to AWS may take; then the attempt has failed.");
  public static final Setting<Duration> READ_TIMEOUT =
      Setting.duration(
          P + "read-timeout",
          "30s",
          "21s",
          "10m",
          "How long AWS may be silent in an answer; then the attempt has failed. Above the longest"
              + " poll of a queue, 20s.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(ENDPOINT, REGION, PATH_STYLE, ROLES, STS_ENDPOINT, CONNECT_TIMEOUT, READ_TIMEOUT);

  private AwsSettings() {}

  /**
   * Reads this room's settings.
   *
   * @throws io.isotrail.schemas.settings.SettingsException naming the culprit
   */
  static AwsClients from(Settings settings) {
    return new AwsClients(
        IngestSettings.naming(ENDPOINT, () -> settings.find(ENDPOINT).map(URI::create)),
        settings.find(REGION),
        settings.get(PATH_STYLE),
        IngestSettings.naming(ROLES, () -> settings.find(ROLES).map(AwsRoles::parse))
            .orElse(AwsRoles.NONE),
        IngestSettings.naming(STS_ENDPOINT, () -> settings.find(STS_ENDPOINT).map(URI::create)),
        settings.get(CONNECT_TIMEOUT),
        settings.get(READ_TIMEOUT));
  }
}
