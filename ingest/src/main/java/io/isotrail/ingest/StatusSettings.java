package io.isotrail.ingest;

import io.isotrail.ingest.status.StatusBoard;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What ingest tells of itself, as configured.
 *
 * @param instance name of this instance; empty for one of its own
 * @param canary pause between two canaries of a live source; zero sends none
 * @param every pause between two looks whether there is something to tell
 * @param patience how long reading the status topic may take
 * @param board bounds of what is told on it
 * @param places limit of accounts and regions with numbers of their own
 */
public record StatusSettings(
    String instance,
    Duration canary,
    Duration every,
    Duration patience,
    StatusBoard.Bounds board,
    int places) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final String P = "isotrail.ingest.";

  public static final Setting<Integer> PLACES =
      Setting.integer(
          P + "ledger.places",
          1_000,
          1,
          100_000,
          "Accounts and regions that the ledger's metrics tell apart; further ones are counted"
              + " together as other.");
  public static final Setting<String> INSTANCE =
      Setting.text(
          P + "instance",
          null,
          "Name of this instance among those that share a queue, under which it tells its progress:"
              + " 1 to 64 letters, digits, dots, dashes and underscores. Without it each start takes"
              + " a new one.");
  public static final Setting<Duration> CANARY =
      Setting.duration(
          P + "canary",
          "30s",
          "0s",
          "24h",
          "Pause between two synthetic facts of a live source, which measure the way to the gauges"
              + " and are in no number; 0s sends none.");
  public static final Setting<Duration> EVERY =
      Setting.duration(
          P + "status.every",
          "1s",
          "100ms",
          "30s",
          "Pause between two tellings of progress on the status topic, of what changed since the"
              + " last; also between two looks whether a canary is due, and how long a closing"
              + " waits for the last word.");
  public static final Setting<Duration> PATIENCE =
      Setting.duration(
          P + "status.patience",
          "10s",
          "1s",
          "10m",
          "How long reading the status topic may take before it is tried again.");
  public static final Setting<Integer> FEEDS =
      Setting.integer(
          P + "status.feeds",
          20_000,
          1,
          1_000_000,
          "Accounts and regions whose freshness and coverage are told; of further ones nothing is,"
              + " which is logged once. Their objects are read and counted like all others.");
  public static final Setting<Duration> ALIVE =
      Setting.duration(
          P + "sharing.alive",
          "30s",
          "1s",
          "10m",
          "An instance on a queue says at least so often that it is there. Keep it below a quarter"
              + " of isotrail.view.instance.silence.");
  public static final Setting<Duration> LOOK =
      Setting.duration(
          P + "sharing.look",
          "5m",
          "1s",
          "1h",
          "Pause between two looks at what other instances on the same queue tell. A log that"
              + " another one may have read is not called healed; keep it at most"
              + " isotrail.ingest.integrity.grace.");
  public static final Setting<Duration> TAKE_OVER =
      Setting.duration(
          P + "sharing.take-over",
          "10m",
          "2m",
          "24h",
          "Silence after which an instance on the same queue has ended: what it told of trails is"
              + " taken over, so that what is wrong is looked at again.");
  public static final Setting<Duration> GONE =
      Setting.duration(
          P + "sharing.gone",
          "24h",
          "1h",
          "90d",
          "Silence after which an instance on the same queue does not come back under its name: its"
              + " keys on the status topic are ended by the next one that starts.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(INSTANCE, CANARY, EVERY, PATIENCE, FEEDS, ALIVE, LOOK, TAKE_OVER, GONE, PLACES);

  public StatusSettings {
    if (!instance.isEmpty() && !NAME.matcher(instance).matches()) {
      throw new SettingsException(
          INSTANCE.key() + ": 1 to 64 letters, digits, dots, dashes and underscores are needed");
    }
    if (board.alive().compareTo(board.takeOver().dividedBy(2)) > 0) {
      throw new SettingsException(
          ALIVE.key() + ": must be at most half of " + TAKE_OVER.key() + ", or who lives is ended");
    }
    if (board.takeOver().compareTo(board.gone()) > 0) {
      throw new SettingsException(GONE.key() + ": must be at least " + TAKE_OVER.key());
    }
  }

  /**
   * Reads this room's settings.
   *
   * @throws SettingsException naming the culprit
   */
  static StatusSettings from(Settings settings) {
    return new StatusSettings(
        settings.find(INSTANCE).orElse(""),
        settings.get(CANARY),
        settings.get(EVERY),
        settings.get(PATIENCE),
        new StatusBoard.Bounds(
            settings.get(FEEDS),
            settings.get(ALIVE),
            settings.get(LOOK),
            settings.get(TAKE_OVER),
            settings.get(GONE)),
        settings.get(PLACES));
  }
}
