package io.isotrail.app.configuration;

import io.isotrail.ingest.IngestSettings;
import io.isotrail.ingest.IntegritySettings;
import io.isotrail.schemas.serde.AvroSettings;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.TopicSettings;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.api.ApiSettings;
import io.isotrail.streams.simulation.SimulationSettings;
import io.isotrail.streams.telemetry.TelemetrySettings;
import java.util.List;

/** The page that lists every setting, written from the settings themselves. */
public final class Reference {

  private Reference() {}

  /** {@code docs/reference/configuration.md}, whole. */
  public static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        Generated from the settings in the code; a test compares this page with them.

        A setting is looked for in this order: the command line (`--set KEY=VALUE`, or an option of
        its own), an environment variable (the key in upper case, dots and dashes as underscores,
        `ISOTRAIL_` in front once: `ISOTRAIL_API_PORT`), the properties file given by `--config`,
        its default. An unknown key refuses to start and names the nearest known one.

        Keys under `kafka.` go to every Kafka client without that prefix, keys under
        `schema.registry.` to the Avro serde as they are; both are checked by those libraries.
        Bytes may be written as `64KiB`, durations as `500ms`, `30s`, `5m`, `12h`, `7d`.

        """);
    section(page, "Command line and embedded Kafka", AppSettings.ALL);
    section(page, "Topics", TopicSettings.ALL);
    section(page, "Avro", AvroSettings.ALL);
    section(page, "Ingest", IngestSettings.ALL);
    section(page, "Integrity", IntegritySettings.ALL);
    section(page, "Streams and view", StreamsSettings.ALL);
    section(page, "API", ApiSettings.ALL);
    section(page, "Simulation", SimulationSettings.ALL);
    section(page, "Metrics", TelemetrySettings.ALL);
    return page.toString().stripTrailing() + "\n";
  }

  private static void section(StringBuilder page, String title, List<Setting<?>> settings) {
    page.append("## ").append(title).append("\n\n");
    for (Setting<?> setting : settings) {
      page.append("### `").append(setting.key()).append("`\n\n");
      page.append(setting.doc()).append("\n\n");
      page.append("- Type: ").append(setting.type()).append('\n');
      page.append("- Default: ").append(fallback(setting)).append('\n');
      page.append("- Environment: `").append(Settings.variableOf(setting.key())).append("`\n\n");
    }
  }

  private static String fallback(Setting<?> setting) {
    String fallback = setting.fallback();
    if (fallback == null) {
      return "none";
    }
    return fallback.isEmpty() ? "empty" : "`" + fallback + "`";
  }
}
