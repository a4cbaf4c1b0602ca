package io.isotrail.ingest;

import io.isotrail.ingest.feed.DirectoryPauses;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.time.Duration;
import java.util.List;

/** How a directory is followed, as configured. */
public final class DirectorySettings {

  private static final String P = "isotrail.ingest.";

  public static final Setting<Duration> POLL =
      Setting.duration(
          P + "poll",
          "500ms",
          "1ms",
          "24h",
          "Pause between two walks of a followed directory, longer where a walk takes more than a"
              + " tenth of it.");
  public static final Setting<Duration> QUIET =
      Setting.duration(
          P + "dir.quiet",
          "1s",
          "0s",
          "1h",
          "A file that changed within this time is left for a later walk: somebody may be writing"
              + " it.");
  public static final Setting<Duration> AGAIN =
      Setting.duration(
          P + "dir.again",
          "1m",
          "1s",
          "24h",
          "A file of a followed directory that was given up after all attempts is offered again"
              + " after this time.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL = List.of(POLL, QUIET, AGAIN);

  private DirectorySettings() {}

  static DirectoryPauses from(Settings settings) {
    return new DirectoryPauses(settings.get(POLL), settings.get(QUIET), settings.get(AGAIN));
  }
}
