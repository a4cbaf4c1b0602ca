package io.isotrail.ingest;

import io.isotrail.ingest.settle.Settlement;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How a queue is read, as configured.
 *
 * @param visibility how long it hides a message
 * @param receiveWait how long a receive call waits
 * @param patience how long a message is tried
 * @param returnedCounts how long an object that was given back counts as not had
 */
public record QueueSettings(
    Duration visibility,
    Duration receiveWait,
    Settlement.Patience patience,
    Duration returnedCounts) {

  private static final String P = "isotrail.ingest.sqs.";

  public static final Setting<Duration> VISIBILITY =
      Setting.duration(
          P + "visibility",
          "120s",
          "3s",
          "12h",
          "How long the queue hides a message; extended while it is worked on.");
  public static final Setting<Duration> RECEIVE_WAIT =
      Setting.duration(P + "wait", "20s", "0s", "20s", "How long a receive call waits.");
  public static final Setting<Integer> RECEIVES =
      Setting.integer(
          P + "receives",
          3,
          1,
          1_000,
          "Deliveries of a message in which an object may fail while others come through; then it is"
              + " dead-lettered as poison and the message deleted. Must be below the queue's own"
              + " redrive limit (maxReceiveCount), which is checked at start.");
  public static final Setting<Duration> HOLD =
      Setting.duration(
          P + "hold",
          "1h",
          "0s",
          // SQS hides a message for twelve hours in all.
          "11h",
          "How long a message is kept and tried while nothing comes through; then it is given back"
              + " to the queue, and never called poison for it.");
  public static final Setting<Duration> RETURNED_COUNTS =
      Setting.duration(
          P + "returned-counts",
          "15m",
          "1m",
          "24h",
          "How long an object whose message was given back makes the source incomplete; another"
              + " instance may settle it by then, of which nothing is heard here.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(VISIBILITY, RECEIVE_WAIT, RECEIVES, HOLD, RETURNED_COUNTS);

  /**
   * Reads this room's settings.
   *
   * @throws io.isotrail.schemas.settings.SettingsException naming the culprit
   */
  static QueueSettings from(Settings settings) {
    return new QueueSettings(
        settings.get(VISIBILITY),
        settings.get(RECEIVE_WAIT),
        new Settlement.Patience(settings.get(RECEIVES), settings.get(HOLD)),
        settings.get(RETURNED_COUNTS));
  }
}
