package io.isotrail.app.configuration;

import io.isotrail.streams.StreamsSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes which judges. */
public final class CommonOptions extends SettingsOptions {

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "What counts as production, sensitive, severe and overdue (policy.yaml). Without it: the"
              + " policy given last, else the shipped one.")
  @Nullable Path policy;

  @Option(
      names = "--exceptions",
      paramLabel = "FILE",
      description = "Approved exceptions (exceptions.yaml).")
  @Nullable Path exceptions;

  @Override
  Map<String, String> overrides() {
    Map<String, String> overrides = super.overrides();
    if (policy != null) {
      overrides.put(StreamsSettings.POLICY.key(), policy.toString());
    }
    if (exceptions != null) {
      overrides.put(StreamsSettings.EXCEPTIONS.key(), exceptions.toString());
    }
    return overrides;
  }
}
