package io.isotrail.ingest.integrity;

import static io.isotrail.ingest.given.SignedTrail.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isotrail.ingest.given.SignedTrail;
import io.isotrail.ingest.given.SignedTrail.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A digest proves its time only when what it alone names has been read. */
class HealingTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SignedTrail trail = new SignedTrail();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final BlockingQueue<Consumer<Boolean>> reading = new LinkedBlockingQueue<>();
  private final List<Roll> rolls = new CopyOnWriteArrayList<>();
  private final DigestWatch watch = watch();

  private DigestWatch watch() {
    PublicKeys keys = new PublicKeys();
    keys.add(SignedTrail.publicKey());
    DigestWatch made =
        new DigestWatch(
            new MemoryArchive(trail.objects(), BUCKET),
            keys,
            new KnownLogs(100, InstantSource.system()),
            new WatchLimits(
                1 << 20, 1 << 20, 10, 10, 500, Duration.ZERO, Duration.ofHours(1), 2, true),
            new DigestListener() {
              @Override
              public void found(Result result) {}

              @Override
              public Fate unread(
                  Chain chain, ObjectName log, boolean told, Consumer<Boolean> ended) {
                reading.add(ended);
                return Fate.HEALED;
              }

              @Override
              public void called(Roll roll) {
                rolls.add(roll);
              }

              @Override
              public void leftOut(DigestName digest) {
                throw new IllegalStateException("there is room for all");
              }
            },
            now::get);
    made.start();
    return made;
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private Consumer<Boolean> next() throws InterruptedException {
    return java.util.Objects.requireNonNull(reading.poll(30, TimeUnit.SECONDS));
  }

  private void isIdle() {
    await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(watch::idle);
  }

  private List<Standing.Span> covered() {
    return watch.standings().getFirst().covered();
  }

  @Test
  void nothingIsCoveredBeforeAllOfItIsRead() throws Exception {
    Written digest = trail.hour(BUCKET, START, 2, null);
    watch.arrived(BUCKET, digest.key());
    Consumer<Boolean> one = next();
    Consumer<Boolean> other = next();
    isIdle();
    assertThat(covered()).isEmpty();

    one.accept(true);
    assertThat(covered()).isEmpty();
    other.accept(true);

    assertThat(covered())
        .containsExactly(new Standing.Span(START, START.plus(Duration.ofHours(1))));
    assertThat(watch.standings().getFirst().healed()).isEqualTo(2);
  }

  @Test
  void whatCouldNotBeReadIsAskedForAgain() throws Exception {
    Written digest = trail.hour(BUCKET, START, 1, null);
    watch.arrived(BUCKET, digest.key());
    next().accept(false);
    isIdle();
    assertThat(covered()).isEmpty();
    assertThat(watch.standings().getFirst().unproven()).contains("asked for again");

    now.set(START.plus(Duration.ofMinutes(61)));
    next().accept(true);

    await().atMost(SOON).until(() -> !covered().isEmpty());
    assertThat(rolls).hasSize(2);
  }

  @Test
  void aDigestThatComesTwiceIsReadOnce() throws Exception {
    Written digest = trail.hour(BUCKET, START, 1, null);
    watch.arrived(BUCKET, digest.key());
    Consumer<Boolean> only = next();
    isIdle();
    watch.arrived(BUCKET, digest.key());
    // Its successor names it as well.
    Written after = trail.hour(BUCKET, START.plus(Duration.ofHours(1)), 0, digest);
    watch.arrived(BUCKET, after.key());
    isIdle();

    only.accept(true);

    assertThat(reading).isEmpty();
    assertThat(rolls).hasSize(2);
    assertThat(covered())
        .containsExactly(new Standing.Span(START, START.plus(Duration.ofHours(2))));
  }

  @Test
  void aDigestThatAnotherInstanceHasProvenIsNotAskedFor() throws Exception {
    List<Written> digests = trail.hours(START, 4, 1);
    watch.arrived(BUCKET, digests.get(0).key());
    next().accept(true);
    isIdle();
    watch.elsewhere(
        List.of(
            new Standing(
                SignedTrail.ACCOUNT,
                SignedTrail.REGION,
                "management",
                START,
                List.of(
                    new Standing.Span(
                        START.plus(Duration.ofHours(2)), START.plus(Duration.ofHours(3)))),
                List.of(),
                0,
                Instant.EPOCH,
                "",
                0)));

    watch.arrived(BUCKET, digests.get(3).key());
    next().accept(true);
    isIdle();

    // The third is proven elsewhere; without that the fourth would ask for it, and it for the
    // second.
    assertThat(rolls).extracting(roll -> roll.digest().key()).hasSize(2);
    assertThat(reading).isEmpty();
  }
}
