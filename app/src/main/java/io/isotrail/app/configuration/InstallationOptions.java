package io.isotrail.app.configuration;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say which installation is meant: an {@code isotrail up} on this machine, or a
 * Kafka of one's own.
 */
public class InstallationOptions extends SettingsOptions {

  private static final String BOOTSTRAP = "kafka.bootstrap.servers";
  private static final String REGISTRY = "schema.registry.url";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The --data of the isotrail up that is meant; its schema ids are there. Default: .isotrail,"
              + " unless kafka.bootstrap.servers names a Kafka of your own.")
  @Nullable Path data;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "The --kafka-port of the isotrail up that is meant. Default: 19092")
  @Nullable Integer kafkaPort;

  /**
   * The settings by which that installation is reached.
   *
   * @param own what the command's own options set
   * @throws SettingsException when it is not clear which installation is meant
   */
  public Settings settings(Map<String, String> own, Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(own);
    if (data != null) {
      all.put(AppSettings.DATA.key(), data.toString());
    }
    if (kafkaPort != null) {
      all.put(AppSettings.KAFKA_PORT.key(), kafkaPort.toString());
      all.put(BOOTSTRAP, "127.0.0.1:" + kafkaPort);
    }
    Settings settings = new Settings(located(Configuration.load(this, all, environment)));
    Configuration.log(settings);
    return settings;
  }

  private Map<String, String> located(Settings given) {
    AppSettings app = AppSettings.from(given);
    Map<String, String> values = new TreeMap<>(given.values());
    boolean embedded = !values.containsKey(BOOTSTRAP) || kafkaPort != null;
    if (embedded) {
      if (app.kafkaPort() == 0) {
        throw new SettingsException(
            AppSettings.KAFKA_PORT.key()
                + ": isotrail up says on which port its Kafka listens; give it with --kafka-port");
      }
      values.put(BOOTSTRAP, "127.0.0.1:" + app.kafkaPort());
    }
    if (data != null || (embedded && !values.containsKey(REGISTRY))) {
      values.put(REGISTRY, "file:" + schemaIds(app.data()));
    }
    return values;
  }

  private static Path schemaIds(Path data) {
    Path ids = data.resolve("schemas.jsonl").toAbsolutePath();
    if (!Files.exists(ids)) {
      throw new SettingsException(
          "there is no "
              + ids
              + ": start isotrail up once, or say with --data where it keeps its data, or name a"
              + " Kafka of your own with "
              + BOOTSTRAP
              + " and "
              + REGISTRY);
    }
    return ids;
  }
}
