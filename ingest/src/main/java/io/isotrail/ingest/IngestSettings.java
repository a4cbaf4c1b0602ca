package io.isotrail.ingest;

import io.isotrail.ingest.feed.DeliveryDays;
import io.isotrail.ingest.feed.DirectoryPauses;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.AwsClients;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How logs come in, as configured. Each subject has a record of its own.
 *
 * @param sourceName the source as it was given
 * @param source where logs come from
 * @param watch follow a directory instead of reading it once
 * @param days days of delivery that are wanted
 * @param checkpoint file that remembers settled objects
 * @param directory how a directory is followed
 * @param aws how AWS is reached
 * @param queue how a queue is read
 * @param reading how objects are read
 * @param flight how much is in flight, and how often it is tried
 * @param status what ingest tells of itself
 */
public record IngestSettings(
    String sourceName,
    Source source,
    boolean watch,
    DeliveryDays days,
    Optional<Path> checkpoint,
    DirectoryPauses directory,
    AwsClients aws,
    QueueSettings queue,
    ReadSettings reading,
    FlightSettings flight,
    StatusSettings status) {

  private static final String P = "isotrail.ingest.";

  public static final Setting<String> SOURCE =
      Setting.text(
          P + "source",
          null,
          "Where CloudTrail's logs come from: dir:PATH, s3:BUCKET/PREFIX or sqs:QUEUE_URL. isotrail"
              + " ingest needs it; isotrail up without it follows a sample organisation.");
  public static final Setting<Boolean> WATCH =
      Setting.flag(
          P + "watch",
          false,
          "Follow a directory for new files instead of reading it once. A queue is followed in any"
              + " case, a bucket never.");
  public static final Setting<LocalDate> FROM =
      day(P + "from", "First day of delivery that is read, by the date in the path, inclusive.");
  public static final Setting<LocalDate> TO =
      day(P + "to", "Last day of delivery that is read, by the date in the path, inclusive.");
  public static final Setting<String> CHECKPOINT =
      Setting.text(
          P + "checkpoint",
          null,
          "File that remembers settled objects of a directory or bucket, so that a restart does"
              + " not read them again; without it a restart reads all, with the same result. It goes"
              + " with Kafka's topic of facts: before another one it is forgotten.");
  public static final Setting<Integer> CHECKPOINT_OBJECTS =
      Setting.integer(
          P + "checkpoint.objects",
          1_000_000,
          1,
          1_000_000_000,
          "Settled objects that a checkpoint remembers, each about 60 bytes of memory; further ones"
              + " are read again after a restart, with the same result.");
  public static final Setting<Duration> START_TIMEOUT =
      Setting.duration(
          P + "start-timeout",
          "60s",
          "1s",
          "1h",
          "How long a start with a checkpoint waits for Kafka and its topic of facts; then it fails.");

  /** Settings of this record itself. */
  static final List<Setting<?>> OWN =
      List.of(SOURCE, WATCH, FROM, TO, CHECKPOINT, CHECKPOINT_OBJECTS, START_TIMEOUT);

  /** Every setting of this room, those of the subjects included. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              OWN,
              DirectorySettings.ALL,
              AwsSettings.ALL,
              QueueSettings.ALL,
              ReadSettings.ALL,
              FlightSettings.ALL,
              StatusSettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  public IngestSettings {
    if (watch && source instanceof Source.Bucket) {
      throw new SettingsException(
          WATCH.key()
              + ": a bucket cannot be followed; give the queue that it notifies, or do without");
    }
  }

  /** The name of this instance among those that share the source; empty where none do. */
  String sharedInstance() {
    if (!(source instanceof Source.Queue)) {
      return "";
    }
    String name = status.instance();
    return name.isEmpty() ? UUID.randomUUID().toString().substring(0, 8) : name;
  }

  /**
   * Reads this room's settings.
   *
   * @throws SettingsException naming the culprit
   */
  public static IngestSettings from(Settings settings) {
    return new IngestSettings(
        settings.get(SOURCE),
        naming(SOURCE, () -> Source.parse(settings.get(SOURCE))),
        settings.get(WATCH),
        days(settings),
        naming(CHECKPOINT, () -> settings.find(CHECKPOINT).map(Path::of)),
        DirectorySettings.from(settings),
        AwsSettings.from(settings),
        QueueSettings.from(settings),
        ReadSettings.from(settings),
        FlightSettings.from(settings),
        StatusSettings.from(settings));
  }

  static DeliveryDays days(Settings settings) {
    return naming(TO, () -> new DeliveryDays(settings.find(FROM), settings.find(TO)));
  }

  /** The same under another name of the source. */
  IngestSettings named(String name) {
    return new IngestSettings(
        name, source, watch, days, checkpoint, directory, aws, queue, reading, flight, status);
  }

  static <T> T naming(Setting<?> setting, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new SettingsException(setting.key() + ": " + e.getMessage(), e);
    }
  }

  private static Setting<LocalDate> day(String key, String doc) {
    return new Setting<>(
        key,
        "date",
        null,
        false,
        doc,
        text -> {
          try {
            return LocalDate.parse(text.strip());
          } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                "a date such as 2026-05-04 is needed, not '" + text + "'", e);
          }
        });
  }
}
