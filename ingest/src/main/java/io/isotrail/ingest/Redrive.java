package io.isotrail.ingest;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.fact.Finding;
import io.isotrail.ingest.feed.DeliveryDays;
import io.isotrail.ingest.feed.Envelope;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.feed.TrailPath;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.BucketFetcher;
import io.isotrail.ingest.fetch.ObjectFetcher;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.letters.Letter;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.read.Fault;
import io.isotrail.ingest.redrive.KeptFetcher;
import io.isotrail.ingest.redrive.OneByOneFeed;
import io.isotrail.ingest.redrive.SiftingPublisher;
import io.isotrail.ingest.status.StatusLog;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends dead letters the same way again as everything that comes in: a record that was kept whole
 * is parsed again, an object is fetched again, a message is opened again, and a record of a topic
 * is written to it again. Facts are a set, so a letter may be sent through as often as one likes.
 * Used by one thread.
 */
public final class Redrive implements AutoCloseable {

  /** The reasons after which the other records of an object are read all the same. */
  private static final Set<String> OF_RECORDS =
      Stream.concat(
              Stream.of(
                      Fault.Reason.NOT_A_RECORD,
                      Fault.Reason.RECORD_TOO_LARGE,
                      Fault.Reason.RECORD_TOO_DEEP)
                  .map(Fault.Reason::code),
              Stream.of(Finding.BadReason.values()).map(Finding.BadReason::code))
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern OF_TOPIC = Pattern.compile("(.+)-(\\d{1,9})@(\\d{1,18})");

  /** Objects whose outcome is remembered, for one object may have many letters. */
  private static final int MOST_OBJECTS = 1_000;

  private final Ingest ingest;
  private final OneByOneFeed feed;
  private final KeptFetcher fetcher;
  private final SiftingPublisher publisher;
  private final Repeater repeater;
  private volatile boolean carrying;
  private final Set<Place> known = ConcurrentHashMap.newKeySet();
  private final Map<String, Sent> objects =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
          return size() > MOST_OBJECTS;
        }
      };

  /** What a letter came to. */
  public sealed interface Result {

    /**
     * It came through and may be marked.
     *
     * @param facts facts published of all that was read for it
     * @param others records of the same object that were refused, and have letters of their own
     */
    record Through(long facts, long others) implements Result {}

    /** A record of one of our own topics was written to it again; its reader will say more. */
    record Repeated(String topic) implements Result {}

    /** It fails as before and stays open. */
    record Refused(String reason, String message) implements Result {}

    /** It could not be had or published now, and stays open. */
    record NotHad(String message) implements Result {}

    /** There is no way to send it again. */
    record Impossible(String message) implements Result {}
  }

  /** Writes a record of a topic once more. */
  @FunctionalInterface
  public interface Repeater {
    /** False when it is not there any more. */
    boolean repeat(String topic, int partition, long offset);
  }

  /** What a letter is about. */
  private record Place(String bucket, String key, int recordIndex) {
    static Place of(DeadLetter letter) {
      return new Place(letter.getBucket(), letter.getKey(), letter.getRecordIndex());
    }
  }

  /** How the sending ended. */
  private record Sent(boolean settled, long facts, List<DeadLetter> refused, String trouble) {}

  private Redrive(
      IngestSettings settings,
      ObjectFetcher buckets,
      Publisher publisher,
      Repeater repeater,
      Deque<AutoCloseable> parts) {
    this.repeater = repeater;
    this.feed = new OneByOneFeed();
    this.fetcher = new KeptFetcher(buckets);
    this.publisher = new SiftingPublisher(publisher, this::isKnown);
    this.ingest =
        new Ingest(
            settings,
            feed,
            fetcher,
            this.publisher,
            // It is no source: its progress is nobody's.
            StatusLog.none(),
            LiveIntegrity.off(settings),
            new SimpleMeterRegistry(),
            parts);
    ingest.start();
  }

  /**
   * Wires it to Kafka and to the buckets.
   *
   * @param repeater writes records of our own topics once more
   */
  public static Redrive open(Settings settings, Repeater repeater) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      IngestSettings own = ingestSettings(settings);
      BucketClients clients = new BucketClients(own.aws());
      parts.push(clients);
      Publisher publisher = Ends.outlet(settings, own, parts).publisher();
      return new Redrive(own, new BucketFetcher(clients), publisher, repeater, parts);
    } catch (RuntimeException e) {
      Ends.closeAll(parts);
      throw e;
    }
  }

  /** With ends of the caller's own; for tests. */
  static Redrive open(
      Settings settings, ObjectFetcher buckets, Publisher publisher, Repeater repeater) {
    return new Redrive(ingestSettings(settings), buckets, publisher, repeater, new ArrayDeque<>());
  }

  private static IngestSettings ingestSettings(Settings settings) {
    Map<String, String> any = Map.of(IngestSettings.SOURCE.key(), "dir:.");
    return IngestSettings.from(settings.with(any).with(Map.of(IngestSettings.WATCH.key(), "false")))
        .named("redrive");
  }

  /** A record that was kept is read as the first of its object, which says nothing of its place. */
  private boolean isKnown(DeadLetter letter) {
    return carrying || fetcher.holds() || known.contains(Place.of(letter));
  }

  /** A letter that is open: what fails in the same place again gets no second one. */
  public void know(Letter letter) {
    known.add(Place.of(letter.content()));
  }

  /** Sends a letter through again; tries as often as the configuration says. */
  public Result send(Letter letter) throws InterruptedException {
    know(letter);
    DeadLetter content = letter.content();
    if (isOfTopic(content)) {
      return repeat(content);
    }
    boolean message = content.getBucket().isEmpty() && content.getSource().startsWith("sqs:");
    if (message && content.getKey().startsWith(Notice.Carried.NAMED)) {
      return letter.whole() ? carried(letter) : new Result.Impossible(carriedInPart(content));
    }
    if (message) {
      return letter.whole()
          ? result(letter, send(opened(letter), Optional.empty()), Redrive::isSameThing)
          : new Result.Impossible("only the first 64 KiB of the message were kept");
    }
    if (TrailPath.leftOut(content.getKey(), false, DeliveryDays.ALL).isPresent()) {
      // A letter is untrusted too: it must not name files that are no logs.
      return new Result.Impossible("it names no log file");
    }
    ObjectId object = new ObjectId(content.getBucket(), content.getKey(), -1, "");
    List<Notice> notices = List.of(new Notice.Listed(object));
    if (content.getRecordIndex() >= 0 && letter.whole()) {
      return result(letter, send(notices, Optional.of(letter.body())), (_, _) -> true);
    }
    Sent sent = objects.get(letter.name());
    if (sent == null) {
      sent = send(notices, Optional.empty());
      objects.put(letter.name(), sent);
    }
    return result(letter, sent, Redrive::concerns);
  }

  /** A record that came in a message: it is read the way that it was read then. */
  private Result carried(Letter letter) throws InterruptedException {
    carrying = true;
    try {
      List<Notice> notices = List.of(Envelope.carried(letter.content().getKey(), letter.body()));
      return result(letter, send(notices, Optional.empty()), (_, _) -> true);
    } finally {
      carrying = false;
    }
  }

  private static String carriedInPart(DeadLetter letter) {
    return letter.getSample().hasRemaining()
        ? "only a part of the record was kept; its copy in the bucket comes by itself"
        : "nothing of the record was kept; its copy in the bucket comes by itself";
  }

  private static boolean isSameThing(DeadLetter before, DeadLetter now) {
    return before.getBucket().equals(now.getBucket()) && before.getKey().equals(now.getKey());
  }

  /** Whether a refusal is of the same record, or ended the reading before all records were seen. */
  private static boolean concerns(DeadLetter before, DeadLetter now) {
    return before.getRecordIndex() == now.getRecordIndex() || !OF_RECORDS.contains(now.getReason());
  }

  private static boolean isOfTopic(DeadLetter letter) {
    return Topics.all().stream().anyMatch(topic -> topic.name().equals(letter.getSource()));
  }

  private Result repeat(DeadLetter letter) {
    Matcher where = OF_TOPIC.matcher(letter.getKey());
    if (!letter.getSource().equals(Topics.FACTS.name())
        || !where.matches()
        || !where.group(1).equals(letter.getSource())) {
      return new Result.Impossible(
          "a record of " + letter.getSource() + " is mended by writing a right one, not again");
    }
    return repeater.repeat(
            letter.getSource(), Integer.parseInt(where.group(2)), Long.parseLong(where.group(3)))
        ? new Result.Repeated(letter.getSource())
        : new Result.NotHad("the record is not in the topic any more");
  }

  private static List<Notice> opened(Letter letter) {
    return Envelope.open(
        letter.content().getKey(),
        new String(letter.body(), StandardCharsets.UTF_8),
        DeliveryDays.ALL);
  }

  private Sent send(List<Notice> notices, Optional<byte[]> record) throws InterruptedException {
    fetcher.hold(record);
    publisher.forget();
    boolean settled = feed.give(notices);
    return new Sent(
        settled,
        publisher.facts(),
        publisher.refused(),
        fetcher.check().or(publisher::check).orElse("it could not be had or published"));
  }

  private static Result result(Letter letter, Sent sent, BiPredicate<DeadLetter, DeadLetter> same) {
    Optional<DeadLetter> again =
        sent.refused().stream().filter(refused -> same.test(letter.content(), refused)).findFirst();
    if (again.isPresent()) {
      return new Result.Refused(again.get().getReason(), again.get().getMessage());
    }
    return sent.settled()
        ? new Result.Through(sent.facts(), sent.refused().size())
        : new Result.NotHad(sent.trouble());
  }

  @Override
  public void close() {
    ingest.close();
  }
}
