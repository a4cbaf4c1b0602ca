package io.isotrail.app.governance;

import io.isotrail.app.configuration.FormatOption;
import io.isotrail.app.configuration.InstallationOptions;
import io.isotrail.app.configuration.Logging;
import io.isotrail.app.terminal.Format;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.governance.GovernanceRegister;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The options that say whose policies and exceptions are meant. */
final class Installation extends InstallationOptions {

  /** A command is watched by somebody who would rather be told. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Mixin private FormatOption format = new FormatOption();

  Format format() {
    return format.format();
  }

  /**
   * Where its policies and exceptions are read and changed.
   *
   * @throws SettingsException when it is not clear which installation is meant
   */
  GovernanceRegister register(Map<String, String> environment) {
    (verbose() ? Logging.VERBOSE : Logging.QUIET).apply();
    Settings settings = settings(Map.of(), environment);
    return StreamsService.governance(settings, PATIENCE);
  }
}
