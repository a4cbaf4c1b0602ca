package io.isotrail.app.governance;

import io.isotrail.app.configuration.AppSettings;
import io.isotrail.app.configuration.Configuration;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.configuration.SettingsOptions;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.governance.GovernanceRegister;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say whose policies and exceptions are meant: an {@code isotrail up} on this
 * machine, or a Kafka of one's own.
 */
final class Installation extends SettingsOptions {

  private static final String BOOTSTRAP = "kafka.bootstrap.servers";
  private static final String REGISTRY = "schema.registry.url";

  /** A command is watched by somebody who would rather be told. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

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

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Format format = Format.text;

  /**
   * Where its policies and exceptions are read and changed.
   *
   * @throws SettingsException when it is not clear which installation is meant
   */
  GovernanceRegister register(Map<String, String> environment) {
    (verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Settings given = Configuration.load(this, own(), environment);
    Settings settings = new Settings(located(given));
    Configuration.log(settings);
    return StreamsService.governance(settings, PATIENCE);
  }

  private Map<String, String> own() {
    Map<String, String> own = new TreeMap<>();
    if (data != null) {
      own.put(AppSettings.DATA.key(), data.toString());
    }
    if (kafkaPort != null) {
      own.put(AppSettings.KAFKA_PORT.key(), kafkaPort.toString());
      own.put(BOOTSTRAP, "127.0.0.1:" + kafkaPort);
    }
    return own;
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
