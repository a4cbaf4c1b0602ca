package io.isotrail.ingest.integrity;

import static io.isotrail.ingest.given.SignedTrail.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.ingest.fetch.FetchException;
import io.isotrail.ingest.given.SignedTrail;
import io.isotrail.ingest.given.SignedTrail.Written;
import io.isotrail.ingest.telemetry.DigestLedger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever befell the logs of a digest, each is accounted for, once. */
class RollProperties {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  /** What befell a log before its digest was judged, and what it must come to. */
  enum Past {
    READ(Fate.READ),
    TOLD_ONLY(Fate.TOLD),
    GIVEN_BACK(Fate.READ_AGAIN),
    GIVEN_BACK_AND_BURIED(Fate.TOLD),
    READ_AND_GIVEN_BACK(Fate.READ),
    READ_WHILE_CHANGED(Fate.READ_AGAIN),
    UNTOLD(Fate.HEALED),
    READ_AND_CHANGED_LATER(Fate.READ),
    TOLD_AND_CHANGED(Fate.INVALID),
    CHANGED(Fate.INVALID),
    TOLD_AND_GONE(Fate.MISSING),
    GONE(Fate.MISSING),
    AWAY(Fate.UNPROVEN);

    private final Fate fate;

    Past(Fate fate) {
      this.fate = fate;
    }
  }

  private SignedTrail trail = new SignedTrail();
  private KnownLogs known = new KnownLogs(1_000, InstantSource.system());
  private final Set<String> away = new HashSet<>();
  private final List<Result> judged = new ArrayList<>();

  @BeforeTry
  void anew() {
    trail = new SignedTrail();
    known = new KnownLogs(1_000, InstantSource.system());
    away.clear();
    judged.clear();
  }

  private RollCall rollCall() {
    return new RollCall(
        new LogCheck(
            new MemoryArchive(trail.objects(), BUCKET) {
              @Override
              public Archive.Stored open(ObjectName object) throws FetchException {
                if (away.contains(object.key())) {
                  throw new FetchException(FetchException.Kind.UNAVAILABLE, "away");
                }
                return super.open(object);
              }
            },
            1 << 20),
        known,
        3);
  }

  private Roll call(Written digest) throws Exception {
    SignedTrail.Stored stored = trail.objects().get(BUCKET + "/" + digest.key());
    return rollCall()
        .call(
            DigestName.parse(BUCKET, digest.key()).orElseThrow(),
            Digest.parse(SignedTrail.ungzip(java.util.Objects.requireNonNull(stored).content())),
            new RollCall.Answers() {
              @Override
              public void judged(Result result) {
                judged.add(result);
              }

              @Override
              public Fate unread(ObjectName log, boolean told) {
                return told ? Fate.READ_AGAIN : Fate.HEALED;
              }
            });
  }

  private void befall(Past past, String key) {
    SignedTrail.Stored original =
        java.util.Objects.requireNonNull(trail.objects().get(BUCKET + "/" + key));
    switch (past) {
      case READ -> read(key, original);
      case TOLD_ONLY -> known.told(key);
      case GIVEN_BACK -> {
        known.told(key);
        known.returned(key);
        // The queue delivers it again, which may be the last time.
        known.told(key);
      }
      case GIVEN_BACK_AND_BURIED -> {
        known.told(key);
        known.returned(key);
        known.ended(key);
      }
      case READ_AND_GIVEN_BACK -> {
        read(key, original);
        known.returned(key);
      }
      case READ_WHILE_CHANGED -> read(key, changed());
      case UNTOLD -> {}
      case READ_AND_CHANGED_LATER -> {
        read(key, original);
        trail.objects().put(BUCKET + "/" + key, changed());
      }
      case TOLD_AND_CHANGED -> {
        known.told(key);
        trail.objects().put(BUCKET + "/" + key, changed());
      }
      case CHANGED -> trail.objects().put(BUCKET + "/" + key, changed());
      case TOLD_AND_GONE -> {
        known.told(key);
        trail.objects().remove(BUCKET + "/" + key);
      }
      case GONE -> trail.objects().remove(BUCKET + "/" + key);
      case AWAY -> away.add(key);
    }
  }

  private void read(String key, SignedTrail.Stored stored) {
    known.told(key);
    known.read(key, known.begin().digest(SignedTrail.ungzip(stored.content())));
  }

  private static SignedTrail.Stored changed() {
    return new SignedTrail.Stored(
        SignedTrail.gzip("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8)), Optional.empty());
  }

  @Property(tries = 200)
  void everyLogIsAccountedForOnceAndAsItWas(@ForAll List<Past> pasts) throws Exception {
    Written digest = trail.hour(BUCKET, START, Math.min(pasts.size(), 50), null);
    Map<Fate, Integer> expected = new EnumMap<>(Fate.class);
    for (int i = 0; i < digest.logs().size(); i++) {
      befall(pasts.get(i), digest.logs().get(i));
      expected.merge(pasts.get(i).fate, 1, Integer::sum);
    }

    Roll roll = call(digest);

    assertThat(roll.named()).isEqualTo(digest.logs().size());
    assertThat(roll.fates()).isEqualTo(expected);
    assertThat(judged).hasSize(digest.logs().size());
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    DigestLedger ledger = new DigestLedger(metrics, 1);
    ledger.called(roll);
    ledger.called(roll);
    assertThat(
            metrics.find("isotrail.digest.logs").counters().stream()
                .mapToDouble(Counter::count)
                .sum())
        .isEqualTo(metrics.get("isotrail.digest.logs.named").counter().count())
        .isEqualTo(2.0 * roll.named());
  }

  @Example
  void whatIsRestoredIsReadEvenIfItWasReadOrRefusedBefore() throws Exception {
    Written digest = trail.hour(BUCKET, START, 2, null);
    String gone = digest.logs().getFirst();
    String changed = digest.logs().getLast();
    SignedTrail.Stored goneOriginal = trail.objects().get(BUCKET + "/" + gone);
    SignedTrail.Stored changedOriginal = trail.objects().get(BUCKET + "/" + changed);
    befall(Past.TOLD_AND_GONE, gone);
    befall(Past.TOLD_AND_CHANGED, changed);
    assertThat(call(digest).fates()).isEqualTo(Map.of(Fate.MISSING, 1, Fate.INVALID, 1));

    trail.objects().put(BUCKET + "/" + gone, java.util.Objects.requireNonNull(goneOriginal));
    trail.objects().put(BUCKET + "/" + changed, java.util.Objects.requireNonNull(changedOriginal));

    assertThat(call(digest).fates()).isEqualTo(Map.of(Fate.READ_AGAIN, 2));
  }

  @Example
  void aRollThatDoesNotBalanceIsNone() {
    Chain chain = new Chain("AWSLogs/1/", "1", "r", "t", "r", false);
    assertThatThrownBy(
            () -> new Roll(chain, new ObjectName("b", "digest"), 3, Map.of(Fate.READ, 2)))
        .hasMessageContaining("names 3 logs, and 2 are accounted for");
  }

  @Example
  void whatIsForgottenForWantOfRoomIsSaid() {
    Instant start = Instant.parse("2026-03-01T10:00:00Z");
    java.util.concurrent.atomic.AtomicLong seconds = new java.util.concurrent.atomic.AtomicLong();
    KnownLogs few = new KnownLogs(2, () -> start.plusSeconds(seconds.getAndAdd(10)));
    assertThat(few.completeSince()).isEqualTo(start);
    few.told("AWSLogs/a");
    few.told("AWSLogs/b");
    assertThat(few.completeSince()).isEqualTo(start);

    few.told("AWSLogs/c");

    assertThat(few.wasTold(new ObjectName("", "AWSLogs/a"))).isFalse();
    assertThat(few.wasTold(new ObjectName("", "AWSLogs/b"))).isTrue();
    assertThat(few.completeSince()).isEqualTo(start.plusSeconds(10));
  }
}
