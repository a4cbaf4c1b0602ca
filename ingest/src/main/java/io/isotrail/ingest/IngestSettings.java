package io.isotrail.ingest;

import io.isotrail.ingest.feed.DeliveryDays;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.AwsClients;
import io.isotrail.ingest.fetch.AwsRoles;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.read.ReadLimits;
import io.isotrail.ingest.settle.Settlement;
import io.isotrail.schemas.settings.Setting;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.settings.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * How logs come in, as configured.
 *
 * @param sourceName the source as it was given
 * @param source where logs come from
 * @param watch follow a directory instead of reading it once
 * @param days days of delivery that are wanted
 * @param checkpoint file that remembers settled objects
 * @param aws how AWS is reached
 * @param objectBytes limit of an object as stored
 * @param limits limits of its content
 * @param objectsInFlight limit of objects that are worked on at once
 * @param bytesInFlight limit of their stored bytes
 * @param aheadBytes limit of what is read of them before a parser is free
 * @param parsers objects that are parsed at once
 * @param wholeBytes most inflated bytes that each of them holds at once
 * @param backoff attempts and waits
 * @param poll pause between walks of a followed directory
 * @param visibility how long a queue hides a message
 * @param receiveWait how long a receive call waits
 * @param patience how long a queue's message is tried
 * @param waiting limit of objects that wait for another attempt
 * @param places limit of accounts and regions with numbers of their own
 * @param instance name of this instance; empty for one of its own
 * @param canary pause between two canaries of a live source; zero sends none
 * @param statusPatience how long reading the status topic may take
 */
public record IngestSettings(
    String sourceName,
    Source source,
    boolean watch,
    DeliveryDays days,
    Optional<Path> checkpoint,
    AwsClients aws,
    long objectBytes,
    ReadLimits limits,
    int objectsInFlight,
    long bytesInFlight,
    long aheadBytes,
    int parsers,
    int wholeBytes,
    Backoff backoff,
    Duration poll,
    Duration visibility,
    Duration receiveWait,
    Settlement.Patience patience,
    int waiting,
    int places,
    String instance,
    Duration canary,
    Duration statusPatience) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final long MOST_SHARED_BYTES = 64L << 20;
  private static final String P = "isotrail.ingest.";

  public static final Setting<String> SOURCE =
      Setting.text(
          P + "source",
          null,
          "Where CloudTrail's logs come from: dir:PATH, s3:BUCKET/PREFIX or sqs:QUEUE_URL. isotrail"
              + " ingest needs it; isotrail up without it follows a sample organisation.");
  public static final Setting<Boolean> WATCH =
      Setting.flag(
          P + "watch", false, "Follow a directory for new files instead of reading it once.");
  public static final Setting<LocalDate> FROM =
      day(P + "from", "First day of delivery that is read, by the date in the path, inclusive.");
  public static final Setting<LocalDate> TO =
      day(P + "to", "Last day of delivery that is read, by the date in the path, inclusive.");
  public static final Setting<String> CHECKPOINT =
      Setting.text(
          P + "checkpoint",
          null,
          "File that remembers settled objects of a directory or bucket, so that a restart does"
              + " not read them again; without it a restart reads all, with the same result.");
  public static final Setting<String> AWS_ENDPOINT =
      Setting.text(
          P + "aws.endpoint",
          null,
          "Address of S3 where it is not AWS's own; a queue is reached at the host of its URL.");
  public static final Setting<String> AWS_REGION =
      Setting.text(
          P + "aws.region", null, "AWS region; without it, the AWS SDK's own default chain.");
  public static final Setting<Boolean> AWS_PATH_STYLE =
      Setting.flag(
          P + "aws.path-style", false, "Put the bucket's name into the path, not the host.");
  public static final Setting<String> AWS_ROLES =
      Setting.text(
          P + "aws.roles",
          null,
          "Roles that are assumed to read buckets: BUCKET ROLE_ARN [EXTERNAL_ID], separated by"
              + " semicolons; the bucket * stands for every other one. Without it, and for buckets"
              + " that it does not name, the credentials of the AWS SDK's default chain are used.");
  public static final Setting<String> AWS_STS_ENDPOINT =
      Setting.text(P + "aws.sts-endpoint", null, "Address of STS where it is not AWS's own.");
  public static final Setting<Long> OBJECT_BYTES =
      Setting.bytes(
          P + "limit.object-bytes",
          "64MiB",
          1,
          2L << 30,
          "Largest object as stored; a larger one is dead-lettered as object-too-large.");
  public static final Setting<Long> INFLATED_BYTES =
      Setting.bytes(
          P + "limit.inflated-bytes",
          "1GiB",
          1,
          1L << 40,
          "Most inflated bytes of an object; the records before count, the rest is dead-lettered"
              + " as inflated-too-large.");
  public static final Setting<Integer> INFLATE_RATIO =
      Setting.integer(
          P + "limit.inflate-ratio",
          200,
          2,
          2_000,
          "Most inflated bytes per stored byte, past 64 MiB; beyond it the rest is dead-lettered as"
              + " inflate-ratio.");
  public static final Setting<Long> RECORD_BYTES =
      Setting.bytes(
          P + "limit.record-bytes",
          "1MiB",
          1_024,
          64L << 20,
          "Largest record and longest text; a larger record is skipped over and dead-lettered as"
              + " record-too-large, those after it count.");
  public static final Setting<Integer> RECORD_DEPTH =
      Setting.integer(
          P + "limit.record-depth",
          100,
          10,
          190,
          "Deepest nesting of a SageMaker record; a deeper one is dead-lettered as"
              + " record-too-deep, those after it count.");
  public static final Setting<Integer> OBJECTS_IN_FLIGHT =
      Setting.integer(
          P + "in-flight.objects",
          64,
          1,
          10_000,
          "Objects worked on at once; the feed waits beyond it.");
  public static final Setting<Long> BYTES_IN_FLIGHT =
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
  public static final Setting<Integer> PLACES =
      Setting.integer(
          P + "ledger.places",
          1_000,
          1,
          100_000,
          "Accounts and regions that the ledger's metrics tell apart; further ones are counted"
              + " together as other.");
  public static final Setting<Long> AHEAD_BYTES =
      Setting.bytes(
          P + "in-flight.ahead-bytes",
          "16MiB",
          0,
          1L << 40,
          "Stored bytes that are read before a parser is free, of all objects together; beyond it"
              + " an object streams once one is.");
  public static final Setting<Integer> PARSERS =
      Setting.integer(
          P + "parsers", 0, 0, 256, "Objects parsed at once; 0 is the number of processors.");
  public static final Setting<Long> WHOLE_BYTES =
      Setting.bytes(
          P + "in-flight.inflated-bytes",
          "0B",
          0,
          1L << 30,
          "Most inflated bytes of an object that a parser holds whole, which is fastest; a larger"
              + " object passes through a window. Each parser may hold as much. 0 shares a quarter"
              + " of the heap among the parsers, 64 MiB each at most.");
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
  public static final Setting<Duration> POLL =
      Setting.duration(
          P + "poll",
          "500ms",
          "Pause between two walks of a followed directory, longer where a walk takes more than a"
              + " tenth of it.");
  public static final Setting<Duration> VISIBILITY =
      Setting.duration(
          P + "sqs.visibility",
          "120s",
          "How long the queue hides a message, 3s to 12h; extended while it is worked on.");
  public static final Setting<Duration> RECEIVE_WAIT =
      Setting.duration(P + "sqs.wait", "20s", "How long a receive call waits, at most 20s.");
  public static final Setting<Integer> RECEIVES =
      Setting.integer(
          P + "sqs.receives",
          3,
          1,
          1_000,
          "Deliveries of a message in which an object may fail while others come through; then it is"
              + " dead-lettered as poison and the message deleted. Must be below the queue's own"
              + " redrive limit (maxReceiveCount), which is checked at start.");
  public static final Setting<Duration> HOLD =
      Setting.duration(
          P + "sqs.hold",
          "1h",
          "How long a message is kept and tried while nothing comes through, 0s to 11h; then it is"
              + " given back to the queue, and never called poison for it.");
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
          "Pause between two synthetic facts of a live source, which measure the way to the gauges"
              + " and are in no number; 0s sends none.");
  public static final Setting<Duration> STATUS_PATIENCE =
      Setting.duration(
          P + "status.patience",
          "10s",
          "How long reading the status topic at start may take before it is tried again.");

  /** Every setting of this room. */
  public static final List<Setting<?>> ALL =
      List.of(
          SOURCE,
          WATCH,
          FROM,
          TO,
          CHECKPOINT,
          AWS_ENDPOINT,
          AWS_REGION,
          AWS_PATH_STYLE,
          AWS_ROLES,
          AWS_STS_ENDPOINT,
          OBJECT_BYTES,
          INFLATED_BYTES,
          INFLATE_RATIO,
          RECORD_BYTES,
          RECORD_DEPTH,
          OBJECTS_IN_FLIGHT,
          BYTES_IN_FLIGHT,
          WAITING,
          PLACES,
          AHEAD_BYTES,
          PARSERS,
          WHOLE_BYTES,
          ATTEMPTS,
          RETRY_FIRST,
          RETRY_CAP,
          POLL,
          VISIBILITY,
          RECEIVE_WAIT,
          RECEIVES,
          HOLD,
          INSTANCE,
          CANARY,
          STATUS_PATIENCE);

  public IngestSettings {
    if (poll.isZero() || poll.isNegative()) {
      throw new SettingsException(POLL.key() + ": must be above zero");
    }
    if (visibility.toSeconds() < 3 || visibility.toHours() > 12) {
      throw new SettingsException(VISIBILITY.key() + ": must lie within 3s and 12h");
    }
    if (receiveWait.isNegative() || receiveWait.toSeconds() > 20) {
      throw new SettingsException(RECEIVE_WAIT.key() + ": must lie within 0s and 20s");
    }
    if (patience.hold().isNegative() || patience.hold().toHours() > 11) {
      // SQS hides a message for twelve hours in all.
      throw new SettingsException(HOLD.key() + ": must lie within 0s and 11h");
    }
    if (!instance.isEmpty() && !NAME.matcher(instance).matches()) {
      throw new SettingsException(
          INSTANCE.key() + ": 1 to 64 letters, digits, dots, dashes and underscores are needed");
    }
    if (watch && !(source instanceof Source.Directory)) {
      throw new SettingsException(
          WATCH.key() + ": only a directory can be followed; a bucket is followed by its queue");
    }
  }

  /** The name of this instance among those that share the source; empty where none do. */
  String sharedInstance() {
    if (!(source instanceof Source.Queue)) {
      return "";
    }
    return instance.isEmpty() ? UUID.randomUUID().toString().substring(0, 8) : instance;
  }

  /**
   * Reads this room's settings.
   *
   * @throws SettingsException naming the culprit
   */
  public static IngestSettings from(Settings settings) {
    int parsers =
        settings.get(PARSERS) == 0
            ? Runtime.getRuntime().availableProcessors()
            : settings.get(PARSERS);
    return new IngestSettings(
        settings.get(SOURCE),
        naming(SOURCE, () -> Source.parse(settings.get(SOURCE))),
        settings.get(WATCH),
        days(settings),
        naming(CHECKPOINT, () -> settings.find(CHECKPOINT).map(Path::of)),
        naming(AWS_ENDPOINT, () -> aws(settings)),
        settings.get(OBJECT_BYTES),
        new ReadLimits(
            settings.get(INFLATED_BYTES),
            settings.get(INFLATE_RATIO),
            Math.toIntExact(settings.get(RECORD_BYTES)),
            settings.get(RECORD_DEPTH)),
        settings.get(OBJECTS_IN_FLIGHT),
        settings.get(BYTES_IN_FLIGHT),
        settings.get(AHEAD_BYTES),
        parsers,
        wholeBytes(settings.get(WHOLE_BYTES), Runtime.getRuntime().maxMemory(), parsers),
        naming(
            RETRY_FIRST,
            () ->
                new Backoff(
                    settings.get(ATTEMPTS),
                    settings.get(RETRY_FIRST),
                    settings.get(RETRY_CAP),
                    () -> ThreadLocalRandom.current().nextLong())),
        settings.get(POLL),
        settings.get(VISIBILITY),
        settings.get(RECEIVE_WAIT),
        new Settlement.Patience(settings.get(RECEIVES), settings.get(HOLD)),
        settings.get(WAITING),
        settings.get(PLACES),
        settings.find(INSTANCE).orElse(""),
        settings.get(CANARY),
        settings.get(STATUS_PATIENCE));
  }

  static DeliveryDays days(Settings settings) {
    return naming(TO, () -> new DeliveryDays(settings.find(FROM), settings.find(TO)));
  }

  /** The same under another name of the source. */
  IngestSettings named(String name) {
    return new IngestSettings(
        name,
        source,
        watch,
        days,
        checkpoint,
        aws,
        objectBytes,
        limits,
        objectsInFlight,
        bytesInFlight,
        aheadBytes,
        parsers,
        wholeBytes,
        backoff,
        poll,
        visibility,
        receiveWait,
        patience,
        waiting,
        places,
        instance,
        canary,
        statusPatience);
  }

  /** The setting, or a parser's share of the heap. */
  static int wholeBytes(long setting, long heap, int parsers) {
    long bytes = setting == 0 ? Math.min(MOST_SHARED_BYTES, heap / 4 / parsers) : setting;
    return Math.toIntExact(bytes);
  }

  private static AwsClients aws(Settings settings) {
    return new AwsClients(
        settings.find(AWS_ENDPOINT).map(URI::create),
        settings.find(AWS_REGION),
        settings.get(AWS_PATH_STYLE),
        naming(AWS_ROLES, () -> settings.find(AWS_ROLES).map(AwsRoles::parse))
            .orElse(AwsRoles.NONE),
        naming(AWS_STS_ENDPOINT, () -> settings.find(AWS_STS_ENDPOINT).map(URI::create)));
  }

  static <T> T naming(Setting<?> setting, java.util.function.Supplier<T> parse) {
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
