package io.isotrail.app.configuration;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes which reads settings. */
public class SettingsOptions extends HelpOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "Properties file with settings; environment variables (ISOTRAIL_...) win over it, and"
            + " options win over both. docs/reference/configuration.md lists all settings."
      })
  @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any one setting; may be repeated.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = {"-v", "--verbose"},
      description = "Log everything to standard error.")
  boolean verbose;

  public boolean verbose() {
    return verbose;
  }

  /** What these options set, under what a command's own options set. */
  Map<String, String> overrides() {
    return new LinkedHashMap<>(set);
  }
}
