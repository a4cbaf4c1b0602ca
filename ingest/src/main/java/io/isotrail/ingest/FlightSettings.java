package io.isotrail.ingest;

import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How much is in flight and how often it is tried, as configured.
 *
 * @param objects limit of objects that are worked on at once
 * @param bytes limit of their stored bytes
 * @param waiting limit of objects that wait for another attempt
 * @param backoff attempts and waits
 * @param lacking limit of objects that are remembered as not to be had
 */
public record FlightSettings(int objects, long bytes, int waiting, Backoff backoff, int lacking) {

  private static final String P = "isotrail.ingest.";

  public static final Setting<Integer> OBJECTS =
      Setting.integer(
          P + "in-flight.objects",
          64,
          1,
          10_000,
          "Objects worked on at once; the feed waits beyond it.");
  public static final Setting<Long> BYTES =
      Setting.bytes(
          P + "in-flight.bytes",
          "256MiB",
          1 << 20,
          1L << 40,
          "Stored bytes of the objects worked on at once; a larger object is worked on alone.");
  public static final Setting<Integer> WAITING =
      Setting.integer(
          P + "in-flight.waiting",
          1_000,
          0,
          100_000,
          "Objects that wait for another attempt beside those worked on; beyond it a waiting object"
              + " keeps its place among them, so that in the end the feed waits.");
  public static final Setting<Integer> ATTEMPTS =
      Setting.integer(
          P + "retry.attempts",
          8,
          1,
          1_000,
          "Attempts at an object; then one of a directory or bucket is given up and the run is"
              + " incomplete (exit code 4), and a followed directory offers it again a minute later."
              + " A queue's message is given back when other objects came through meanwhile, and"
              + " else tried on until isotrail.ingest.sqs.hold.");
  public static final Setting<Duration> RETRY_FIRST =
      Setting.duration(
          P + "retry.first",
          "200ms",
          "Longest wait before the second attempt; doubles. Any wait below is as likely as another.");
  public static final Setting<Duration> RETRY_CAP =
      Setting.duration(
          P + "retry.cap", "30s", "Longest wait between attempts, whatever their number.");
  public static final Setting<Integer> LACKING =
      Setting.integer(
          P + "limit.lacking-objects",
          100_000,
          1,
          10_000_000,
          "Objects that could not be had and are counted one by one as failed, each by its name;"
              + " beyond it they are counted together, and the source is incomplete in any case.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(OBJECTS, BYTES, WAITING, ATTEMPTS, RETRY_FIRST, RETRY_CAP, LACKING);

  /**
   * Reads this room's settings.
   *
   * @throws io.isotrail.schemas.settings.SettingsException naming the culprit
   */
  static FlightSettings from(Settings settings) {
    return new FlightSettings(
        settings.get(OBJECTS),
        settings.get(BYTES),
        settings.get(WAITING),
        IngestSettings.naming(
            RETRY_FIRST,
            () ->
                new Backoff(
                    settings.get(ATTEMPTS),
                    settings.get(RETRY_FIRST),
                    settings.get(RETRY_CAP),
                    () -> ThreadLocalRandom.current().nextLong())),
        settings.get(LACKING));
  }
}
