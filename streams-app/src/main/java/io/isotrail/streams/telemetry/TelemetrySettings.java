package io.isotrail.streams.telemetry;

import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.StreamsSettings;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the gauges.
 *
 * @param maximumSeries series about single violations, and as many about single exceptions
 * @param maximumOwners owners that have a label of their own
 * @param cache for which computed gauges are shown again
 * @param staleAfter silence after which a live feed is stale, as the view is told; rules compare
 *     with it
 */
public record TelemetrySettings(
    int maximumSeries, int maximumOwners, Duration cache, Duration staleAfter) {

  public static final Setting<Integer> MAXIMUM_SERIES =
      Setting.integer(
          "isotrail.telemetry.maximum-series",
          1_000,
          0,
          100_000,
          "Series of isotrail_violation_open_timestamp_seconds, the worst and oldest violations"
              + " first; those left out are counted by isotrail_violation_series_overflow. The same"
              + " bound holds for isotrail_exception_end_timestamp_seconds, the first to end first.");

  public static final Setting<Integer> MAXIMUM_OWNERS =
      Setting.integer(
          "isotrail.telemetry.maximum-owners",
          50,
          0,
          10_000,
          "Owners that have a label of their own in the counts of violations, those with most"
              + " violations first; all others are counted under the label 'other'.");

  public static final Setting<Duration> CACHE =
      Setting.duration(
          "isotrail.telemetry.cache",
          "1s",
          "For which computed gauges are shown again, whoever scrapes, at most 5m.");

  /** All of them, in the order of the reference page. */
  public static final List<Setting<?>> ALL = List.of(MAXIMUM_SERIES, MAXIMUM_OWNERS, CACHE);

  public TelemetrySettings {
    if (cache.isNegative() || cache.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new SettingsException(CACHE.key() + ": must be at most 5m, and is " + cache);
    }
  }

  public static TelemetrySettings from(Settings settings) {
    return new TelemetrySettings(
        settings.get(MAXIMUM_SERIES),
        settings.get(MAXIMUM_OWNERS),
        settings.get(CACHE),
        settings.get(StreamsSettings.STALE_AFTER));
  }
}
