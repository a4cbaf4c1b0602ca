package io.isotrail.app.configuration;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of the command line itself.
 *
 * @param data directory of the all-in-one mode
 * @param kafkaPort port of the embedded Kafka; 0 takes any free one
 * @param healthHost address of the ingest service's health and metrics
 * @param healthPort port of the ingest service's health and metrics; 0 takes any free one
 */
public record AppSettings(Path data, int kafkaPort, String healthHost, int healthPort) {

  public static final Setting<String> DATA =
      Setting.text(
          "isotrail.app.data",
          ".isotrail",
          "Directory in which isotrail up keeps Kafka, the schema ids, the local stores and what"
              + " was read; 64 MiB must be free there.");

  public static final Setting<Integer> KAFKA_PORT =
      Setting.integer(
          "isotrail.app.kafka.port",
          19_092,
          0,
          65_535,
          "Port of the embedded Kafka on 127.0.0.1; 0 takes any free one.");

  public static final Setting<String> HEALTH_HOST =
      Setting.text(
          "isotrail.app.health.host",
          "127.0.0.1",
          "Address of isotrail ingest's /healthz, /readyz and /metrics.");

  public static final Setting<Integer> HEALTH_PORT =
      Setting.integer(
          "isotrail.app.health.port",
          8081,
          0,
          65_535,
          "Port of isotrail ingest's /healthz, /readyz and /metrics; 0 takes any free one.");

  /** All of them, in the order of the reference page. */
  public static final List<Setting<?>> ALL = List.of(DATA, KAFKA_PORT, HEALTH_HOST, HEALTH_PORT);

  /** Reads them once. */
  public static AppSettings from(Settings settings) {
    return new AppSettings(
        Path.of(settings.get(DATA)),
        settings.get(KAFKA_PORT),
        settings.get(HEALTH_HOST),
        settings.get(HEALTH_PORT));
  }
}
