package io.isotrail.ingest;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.TimeSpan;
import io.isotrail.ingest.archive.BucketArchive;
import io.isotrail.ingest.archive.DirectoryArchive;
import io.isotrail.ingest.feed.Delivery;
import io.isotrail.ingest.feed.Delivery.Handling;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.feed.Intake;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.ObjectId;
import io.isotrail.ingest.integrity.Archive;
import io.isotrail.ingest.integrity.Chain;
import io.isotrail.ingest.integrity.DigestName;
import io.isotrail.ingest.integrity.DigestWatch;
import io.isotrail.ingest.integrity.KeySource;
import io.isotrail.ingest.integrity.ObjectName;
import io.isotrail.ingest.integrity.RememberedHashes;
import io.isotrail.ingest.integrity.Result;
import io.isotrail.ingest.integrity.Standing;
import io.isotrail.ingest.status.StatusBoard;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges digests beside the reading of logs: of a live feed after a time of grace, of a listing once
 * its logs are read. Reads what only a digest names.
 */
final class LiveIntegrity implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveIntegrity.class);
  private static final int AT_ONCE = 8;

  /** An hour that is covered, and another in which its digest is delivered. */
  private static final Duration LATEST = Duration.ofHours(2);

  private static final Handling NOTHING_TO_DO =
      new Handling() {
        @Override
        public void settled() {}

        @Override
        public void returned() {}
      };

  private final IngestSettings own;
  private final IntegritySettings settings;
  private final boolean live;
  private final InstantSource clock = InstantSource.system();
  private final Instant startedAt = clock.instant();
  private final DigestLedger ledger;
  private final Optional<RememberedHashes> hashes;
  private final Optional<DigestWatch> watch;
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
    this.ledger = new DigestLedger(metrics);
    this.hashes =
        settings.check()
            ? Optional.of(new RememberedHashes(settings.remembered()))
            : Optional.empty();
    this.watch = hashes.map(kept -> watch(kept, parts));
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

  private DigestWatch watch(RememberedHashes kept, Deque<AutoCloseable> parts) {
    DigestWatch made =
        new DigestWatch(
            archive(parts),
            keys(parts),
            kept,
            new DigestWatch.Limits(
                settings.digestBytes(),
                own.limits().inflatedBytes(),
                settings.waiting(),
                settings.findings(),
                live ? settings.grace() : Duration.ZERO,
                settings.recheck(),
                AT_ONCE),
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
    return new BucketArchive(clients, new Source.Bucket(bucket, ""), own.backoff());
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
  Optional<RememberedHashes> hashes() {
    return hashes;
  }

  /**
   * To whom it tells what it found.
   *
   * @param unseen takes logs that only a digest named
   */
  void tell(StatusBoard told, Intake unseen) {
    board = told;
    intake = unseen;
    told.recalling(this::recall);
  }

  void start() {
    watch.ifPresent(DigestWatch::start);
  }

  /** A digest was noticed. */
  void digest(String name) {
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

  /** Puts on the board how every trail stands now. */
  void say() {
    StatusBoard told = board;
    if (told == null || watch.isEmpty()) {
      return;
    }
    Instant due = clock.instant().minus(LATEST).minus(settings.grace());
    for (Standing standing : watch.get().standings()) {
      told.say(
          "integrity/%s/%s/%s/%s"
              .formatted(
                  own.sourceName(), standing.account(), standing.region(), standing.trail()),
          status(standing, live ? due : standing.verifiedUntil()));
    }
  }

  private IntegrityStatus status(Standing standing, Instant due) {
    // Before the first valid digest nothing is known of the trail, a gap included.
    List<Standing.Span> gaps =
        standing.covered().isEmpty() ? List.of() : standing.gaps(due);
    return IntegrityStatus.newBuilder()
        .setSource(own.sourceName())
        .setAccount(standing.account())
        .setRegion(standing.region())
        .setTrail(standing.trail())
        .setSince(standing.since().getEpochSecond())
        .setVerifiedUntil(
            standing.covered().isEmpty() ? 0 : standing.verifiedUntil().getEpochSecond())
        .setCovered(spans(standing.covered()))
        .setGaps(spans(gaps))
        .setFindings(
            standing.findings().stream()
                .map(
                    finding ->
                        new IntegrityFinding(
                            finding.kind(),
                            finding.object(),
                            finding.namedBy(),
                            finding.message(),
                            finding.at().getEpochSecond()))
                .toList())
        .setFindingsLeftOut(standing.findingsLeftOut())
        .setUnproven(standing.unproven())
        .setHealed(standing.healed())
        .build();
  }

  private static List<TimeSpan> spans(List<Standing.Span> spans) {
    return spans.stream()
        .map(span -> new TimeSpan(span.from().getEpochSecond(), span.to().getEpochSecond()))
        .toList();
  }

  private void recall(Progress progress) {
    if (watch.isPresent()
        && progress.getBody() instanceof IntegrityStatus before
        && before.getSource().equals(own.sourceName())) {
      watch.get().recall(standing(before));
    }
  }

  private static Standing standing(IntegrityStatus before) {
    return new Standing(
        before.getAccount(),
        before.getRegion(),
        before.getTrail(),
        Instant.ofEpochSecond(before.getSince()),
        before.getCovered().stream()
            .map(
                span ->
                    new Standing.Span(
                        Instant.ofEpochSecond(span.getFrom()),
                        Instant.ofEpochSecond(span.getTo())))
            .toList(),
        before.getFindings().stream()
            .map(
                finding ->
                    new Standing.Finding(
                        finding.getKind(),
                        finding.getObject(),
                        finding.getNamedBy(),
                        finding.getMessage(),
                        Instant.ofEpochSecond(finding.getAt())))
            .toList(),
        before.getFindingsLeftOut(),
        before.getUnproven(),
        before.getHealed());
  }

  /** What the watch finds. */
  private final class Found implements DigestWatch.Listener {

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
    public void unseen(Chain chain, ObjectName log) {
      Intake reading = intake;
      if (reading == null || !(own.source() instanceof Source.Queue)) {
        return;
      }
      boolean afterStart =
          io.isotrail.ingest.feed.TrailPath.deliveredAt(log.key()).orElse(0)
              > startedAt.getEpochSecond();
      ledger.unseen(chain.account(), chain.region(), afterStart);
      ObjectId object = new ObjectId(log.bucket(), log.key(), -1, "");
      try {
        reading.accept(
            new Delivery(List.of(new Notice.Listed(object)), Retry.HERE, NOTHING_TO_DO));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void leftOut(DigestName digest) {
      ledger.leftOut(digest.chain().account(), digest.chain().region());
    }
  }

  @Override
  public void close() {
    watch.ifPresent(DigestWatch::close);
  }
}
