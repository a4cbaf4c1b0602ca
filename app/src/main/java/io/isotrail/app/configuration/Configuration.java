package io.isotrail.app.configuration;

import io.isotrail.ingest.BackfillSettings;
import io.isotrail.ingest.IngestSettings;
import io.isotrail.ingest.IntegritySettings;
import io.isotrail.schemas.serde.AvroSettings;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.schemas.topic.TopicSettings;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.api.ApiSettings;
import io.isotrail.streams.simulation.SimulationSettings;
import io.isotrail.streams.telemetry.TelemetrySettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the settings together: file, under environment, under options. */
public final class Configuration {

  private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);

  /** Every setting of every room, in the order of the data's way. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              AppSettings.ALL,
              TopicSettings.ALL,
              AvroSettings.ALL,
              IngestSettings.ALL,
              IntegritySettings.ALL,
              BackfillSettings.ALL,
              StreamsSettings.ALL,
              ApiSettings.ALL,
              SimulationSettings.ALL,
              TelemetrySettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private Configuration() {}

  /**
   * Reads the configuration.
   *
   * @param options the options as given
   * @param own what the command's own options set; wins over all else
   * @param environment environment variables
   * @throws SettingsException when a file cannot be read or a key is unknown
   */
  public static Settings load(
      SettingsOptions options, Map<String, String> own, Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    if (options.config != null) {
      values.putAll(file(options.config));
    }
    values.putAll(Settings.fromEnvironment(environment, ALL));
    values.putAll(options.overrides());
    values.putAll(own);
    Settings settings = new Settings(values);
    settings.requireKnown(ALL);
    return settings;
  }

  /** Logs the configuration in force, secrets hidden. */
  public static void log(Settings settings) {
    settings
        .redacted(ALL)
        .lines()
        .forEach(line -> LOG.atInfo().addKeyValue("setting", line).log("in force"));
  }

  private static Map<String, String> file(Path path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new SettingsException("--config: there is no file " + path, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException(
          "--config: " + path + " cannot be read as UTF-8 properties: " + e.getMessage(), e);
    }
    Map<String, String> values = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(key -> values.put(key, properties.getProperty(key).strip()));
    return values;
  }
}
