package io.isotrail.ingest;

import io.isotrail.avro.IntegrityStatus;
import io.isotrail.ingest.archive.BucketArchive;
import io.isotrail.ingest.archive.DirectoryArchive;
import io.isotrail.ingest.feed.Delivery;
import io.isotrail.ingest.feed.Delivery.Handling;
import io.isotrail.ingest.feed.Intake;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.feed.TrailPath;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.integrity.Archive;
import io.isotrail.ingest.integrity.Chain;
import io.isotrail.ingest.integrity.DigestListener;
import io.isotrail.ingest.integrity.DigestName;
import io.isotrail.ingest.integrity.DigestWatch;
import io.isotrail.ingest.integrity.Fate;
import io.isotrail.ingest.integrity.KeySource;
import io.isotrail.ingest.integrity.KnownLogs;
import io.isotrail.ingest.integrity.ObjectName;
import io.isotrail.ingest.integrity.Result;
import io.isotrail.ingest.integrity.Roll;
import io.isotrail.ingest.integrity.Standing;
import io.isotrail.ingest.integrity.WatchLimits;
import io.isotrail.ingest.status.StatusBoard;
import io.isotrail.ingest.status.Successor;
import io.isotrail.ingest.telemetry.DigestLedger;
import io.isotrail.schemas.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges digests beside the reading of logs: of a live feed after a time of grace, of a listing
 * once its logs are read. Reads what only a digest names.
 */
final class LiveIntegrity implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveIntegrity.class);
  private final IngestSettings own;
  private final IntegritySettings settings;
  private final boolean live;
  private final InstantSource clock = InstantSource.system();
  private final DigestLedger ledger;
  private final Optional<KnownLogs> known;
  private final Optional<DigestWatch> watch;

  /** No other instance shares the source, as far as is known. */
  private volatile boolean alone = true;

  private @Nullable StatusBoard board;
  private @Nullable Intake intake;

  private LiveIntegrity(
      IngestSettings own,
      IntegritySettings settings,
      boolean live,
      MeterRegistry metrics,
      Deque<AutoCloseable> parts) {
    this.own = own;
    this.settings = settings;
    this.live = live;
    this.ledger = new DigestLedger(metrics, own.status().places());
    this.known =
        settings.check()
            ? Optional.of(new KnownLogs(settings.remembered(), clock))
            : Optional.empty();
    this.watch = known.map(logs -> watch(logs, parts));
  }

  static LiveIntegrity open(
      Settings settings,
      IngestSettings own,
      boolean live,
      MeterRegistry metrics,
      Deque<AutoCloseable> parts) {
    return new LiveIntegrity(own, IntegritySettings.from(settings), live, metrics, parts);
  }

  /** For what reads single objects, or a past that {@code isotrail verify} judges. */
  static LiveIntegrity off(IngestSettings own) {
    Settings off = new Settings(Map.of(IntegritySettings.CHECK.key(), "false"));
    return new LiveIntegrity(
        own, IntegritySettings.from(off), false, new SimpleMeterRegistry(), new ArrayDeque<>());
  }

  private DigestWatch watch(KnownLogs logs, Deque<AutoCloseable> parts) {
    DigestWatch made =
        new DigestWatch(
            archive(parts),
            keys(parts),
            logs,
            new WatchLimits(
                settings.digestBytes(),
                own.reading().limits().inflatedBytes(),
                settings.waiting(),
                settings.findings(),
                settings.spans(),
                live ? settings.grace() : Duration.ZERO,
                settings.recheck(),
                settings.atOnce(),
                own.source() instanceof Source.Queue),
            new Found(),
            clock);
    made.hold(!live);
    return made;
  }

  private Archive archive(Deque<AutoCloseable> parts) {
    if (own.source() instanceof Source.Directory directory) {
      return DirectoryArchive.open(Path.of(directory.path()));
    }
    BucketClients clients = new BucketClients(own.aws());
    parts.push(clients);
    String bucket = own.source() instanceof Source.Bucket given ? given.bucket() : "";
    return new BucketArchive(clients, new Source.Bucket(bucket, ""), own.flight().backoff());
  }

  private KeySource keys(Deque<AutoCloseable> parts) {
    if (own.source() instanceof Source.Directory && settings.publicKeys().isEmpty()) {
      return (_, _, _) -> {
        throw new KeySource.KeysAwayException(
            "no public keys are given: set " + IntegritySettings.PUBLIC_KEYS.key(), null);
      };
    }
    return Verification.keys(own, settings, parts);
  }

  /** Where hashes of logs are kept while they are read; empty when nobody asks for them. */
  Optional<KnownLogs> known() {
    return known;
  }

  /**
   * To whom it tells what it found.
   *
   * @param unseen takes logs that only a digest named
   */
  void tell(StatusBoard told, Intake unseen) {
    board = told;
    intake = unseen;
    watch.ifPresent(judge -> told.succeededBy(new Succession(judge)));
  }

  void start() {
    watch.ifPresent(DigestWatch::start);
  }

  /** A feed told of something. */
  void told(Notice notice) {
    switch (notice) {
      case Notice.Listed listed -> known.ifPresent(logs -> logs.told(listed.object().key()));
      case Notice.LeftOut leftOut -> {
        switch (leftOut.reason()) {
          case DIGEST -> digest(leftOut.name());
          case OTHER_DAY, SETTLED_BEFORE ->
              known.ifPresent(logs -> logs.told(ObjectName.parse(leftOut.name()).key()));
          case INSIGHT,
              NETWORK_ACTIVITY,
              AGGREGATED,
              OTHER_FOLDER,
              OTHER_FILE,
              FOLDER_MARKER,
              TEST_EVENT,
              VALIDATION_MESSAGE,
              NOT_A_CREATION -> {
            // No digest names such a thing.
          }
        }
      }
      case Notice.Carried _, Notice.Unusable _ -> {
        // Neither names an object.
      }
    }
  }

  /** What was told of was given back: it may be lost there, and its digest is to ask for it. */
  void returned(Notice notice) {
    if (notice instanceof Notice.Listed listed) {
      known.ifPresent(logs -> logs.returned(listed.object().key()));
    }
  }

  /** What was told of has ended, given back before or not. */
  void ended(Notice notice) {
    if (notice instanceof Notice.Listed listed) {
      known.ifPresent(logs -> logs.ended(listed.object().key()));
    }
  }

  private void digest(String name) {
    ObjectName place = ObjectName.parse(name);
    watch.ifPresent(
        judge ->
            DigestName.parse(place.bucket(), place.key())
                .filter(digest -> isWanted(digest.end()))
                .ifPresent(_ -> judge.arrived(place.bucket(), place.key())));
  }

  private boolean isWanted(Instant end) {
    LocalDate day = LocalDate.ofInstant(end, ZoneOffset.UTC);
    return own.days().from().filter(day::isBefore).isEmpty()
        && own.days().to().filter(day::isAfter).isEmpty();
  }

  /** All logs of a listing are read: what its digests name is known now. */
  void logsRead() {
    if (!live) {
      watch.ifPresent(judge -> judge.hold(false));
    }
  }

  /** Nothing of a listing waits to be judged; a live feed is never waited for. */
  boolean isDone() {
    return live || watch.map(DigestWatch::idle).orElse(true);
  }

  /**
   * Puts on the board how every trail stands now. One at a time: what was seen earlier must not
   * come later.
   */
  synchronized void say() {
    StatusBoard told = board;
    if (told == null || watch.isEmpty()) {
      return;
    }
    Instant due = clock.instant().minus(settings.due()).minus(settings.grace());
    for (Standing standing : watch.get().standings()) {
      told.say(
          StandingRecord.of(own.sourceName(), standing, live ? due : standing.verifiedUntil()));
    }
  }

  /** Goes on with what was told before. */
  private final class Succession implements Successor {
    private final DigestWatch judge;

    Succession(DigestWatch judge) {
      this.judge = judge;
    }

    @Override
    public void takeOver(IntegrityStatus before) {
      judge.recall(StandingRecord.read(before));
    }

    @Override
    public void others(List<IntegrityStatus> before, int living) {
      alone = living == 0;
      judge.elsewhere(before.stream().map(StandingRecord::read).toList());
    }
  }

  /** What the watch finds. */
  private final class Found implements DigestListener {

    @Override
    public void found(Result result) {
      ledger.found(result);
      switch (result) {
        case Result.InvalidDigest bad ->
            LOG.warn("digest is invalid: key={} reason={}", bad.digest(), bad.fault().words());
        case Result.InvalidLog bad ->
            LOG.warn("log is invalid: key={} reason={}", bad.log(), bad.fault().words());
        case Result.MissingDigest missing ->
            LOG.warn("digest is missing: key={}", missing.digest());
        case Result.MissingLog missing -> LOG.warn("log is missing: key={}", missing.log());
        case Result.Unproven unknown ->
            LOG.debug("not proven: key={} reason={}", unknown.object(), unknown.reason());
        case Result.ValidDigest _, Result.ValidLog _, Result.Gap _ -> {}
      }
    }

    /** A listing finds all logs by itself; of a queue a notification may be lost. */
    @Override
    public Fate unread(Chain chain, ObjectName log, boolean told, Consumer<Boolean> ended)
        throws InterruptedException {
      Intake reading = intake;
      if (reading == null
          || !(own.source() instanceof Source.Queue)
          || TrailPath.leftOut(log.key(), false, own.days()).isPresent()) {
        return Fate.CHECKED;
      }
      reading.accept(
          Delivery.byDigest(
              new Notice.Listed(new ObjectId(log.bucket(), log.key(), -1, "")),
              new Healing(log, ended)));
      return alone && !told && cameUnderOurEyes(log) ? Fate.HEALED : Fate.READ_AGAIN;
    }

    private boolean cameUnderOurEyes(ObjectName log) {
      OptionalLong deliveredAt = TrailPath.deliveredAt(log.key());
      return deliveredAt.isPresent()
          && known.isPresent()
          && Instant.ofEpochSecond(deliveredAt.getAsLong()).isAfter(known.get().completeSince());
    }

    @Override
    public void called(Roll roll) {
      ledger.called(roll);
      if (roll.of(Fate.HEALED) > 0 || roll.of(Fate.MISSING) > 0) {
        LOG.warn(
            "logs of a digest: key={} named={} healed={} missing={}",
            roll.digest(),
            roll.named(),
            roll.of(Fate.HEALED),
            roll.of(Fate.MISSING));
      }
    }

    @Override
    public void leftOut(DigestName digest) {
      ledger.leftOut(digest.chain());
    }
  }

  /** Tells a digest how a log ended that only it named. */
  private final class Healing implements Handling {
    private final ObjectName log;
    private final Consumer<Boolean> ended;

    Healing(ObjectName log, Consumer<Boolean> ended) {
      this.log = log;
      this.ended = ended;
    }

    @Override
    public void settled() {
      // A dead letter has no hash, and is not to become a letter once more.
      known.ifPresent(logs -> logs.told(log.key()));
      ended.accept(true);
    }

    @Override
    public void returned() {
      ended.accept(false);
    }
  }

  @Override
  public void close() {
    watch.ifPresent(DigestWatch::close);
  }
}
