package io.isotrail.app.configuration;

import io.isotrail.schemas.settings.SettingsException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say of when and of which time the KPIs are. */
public final class AsOfOptions {

  private static final Duration MOST_WINDOW = Duration.ofDays(400);

  @Option(
      names = "--as-of",
      paramLabel = "INSTANT",
      description = "As it is at that instant, e.g. 2026-10-31T23:59:59Z. Default: now.")
  @Nullable String asOf;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "P30D",
      description =
          "Over which time before that events are counted, P1D to P400D. Default: ${DEFAULT-VALUE}.")
  String window = "P30D";

  /**
   * The instant; empty: now.
   *
   * @throws SettingsException naming the option
   */
  public Optional<Instant> asOf() {
    try {
      return Optional.ofNullable(asOf).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new SettingsException(
          "--as-of: an instant such as 2026-10-31T23:59:59Z is needed, not '" + asOf + "'", e);
    }
  }

  /**
   * The window, in whole days.
   *
   * @throws SettingsException naming the option
   */
  public Duration window() {
    try {
      Duration duration = Duration.parse(window);
      if (duration.isPositive()
          && duration.compareTo(MOST_WINDOW) <= 0
          && duration.equals(Duration.ofDays(duration.toDays()))) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw new SettingsException(windowError(), e);
    }
    throw new SettingsException(windowError());
  }

  private String windowError() {
    return "--window: whole days from P1D to P400D are needed, not '" + window + "'";
  }
}
