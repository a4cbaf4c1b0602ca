package io.isotrail.ingest.settle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.feed.Delivery;
import io.isotrail.ingest.feed.Delivery.Handling;
import io.isotrail.ingest.feed.Delivery.Retry;
import io.isotrail.ingest.feed.Notice;
import io.isotrail.ingest.fetch.Backoff;
import io.isotrail.ingest.given.MemoryPublisher;
import io.isotrail.ingest.settle.Settlement.Ending;
import io.isotrail.ingest.telemetry.Entry;
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Place;
import io.isotrail.ingest.telemetry.Troubles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every outcome, and what it does to the message and to the ledger. */
class SettlementTest {

  private static final Backoff BACKOFF =
      new Backoff(3, Duration.ofMillis(10), Duration.ofSeconds(1), new Random(1));

  private final MemoryPublisher publisher = new MemoryPublisher();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Ledger ledger = new Ledger(metrics, 10);
  private final Troubles troubles = new Troubles(metrics, InstantSource.system());
  private final AtomicLong nanos = new AtomicLong(System.nanoTime());
  private final Settlement settlement =
      new Settlement(
          publisher,
          ledger,
          troubles,
          BACKOFF,
          new Settlement.Patience(2, Duration.ofMinutes(30)),
          nanos::get);
  private final List<String> handled = new ArrayList<>();

  private OpenDelivery open(Retry retry, int notices) {
    return open(retry, notices, 1);
  }

  private OpenDelivery open(Retry retry, int notices, int receives) {
    Notice notice = new Notice.LeftOut("n", Notice.Reason.DIGEST);
    return new OpenDelivery(
        new Delivery(
            Collections.nCopies(notices, notice),
            retry,
            receives,
            Delivery.Told.BY_FEED,
            new Handling() {
              @Override
              public void settled() {
                handled.add("settled with " + publisher.letters.size() + " letters");
              }

              @Override
              public void returned() {
                handled.add("returned");
              }
            }));
  }

  private OpenNotice notice(OpenDelivery delivery) {
    return new OpenNotice(
        delivery,
        "n",
        ledger.entered(Place.UNKNOWN, Entry.NOTIFIED),
        nanos.get(),
        message -> letter(Settlement.POISON, message),
        () -> handled.add("returning with " + inFlight() + " in flight"));
  }

  private Ending settle(OpenDelivery delivery, Outcome outcome, int attempt)
      throws InterruptedException {
    return settle(notice(delivery), outcome, attempt);
  }

  private Ending settle(OpenNotice open, Outcome outcome, int attempt) throws InterruptedException {
    return settlement.settle(open, outcome, open.noticed().tally(), attempt);
  }

  /** Another object begins and comes through, which shows that the way is open. */
  private void another() throws InterruptedException {
    nanos.incrementAndGet();
    settle(open(Retry.HERE, 1), new Outcome.Published(), 1);
    handled.clear();
  }

  private static Outcome rejected() {
    return new Outcome.Rejected(letter("truncated", "m"));
  }

  private static DeadLetter letter(String reason, String message) {
    return DeadLetter.newBuilder()
        .setSource("s")
        .setReason(reason)
        .setMessage(message)
        .setSample(ByteBuffer.allocate(0))
        .setAt(0)
        .build();
  }

  private long inFlight() {
    return ledger.inFlightObjects();
  }

  private double objects(String outcome) {
    return metrics
        .get("isotrail.ledger.objects")
        .tags("outcome", outcome, "account", "unknown")
        .counter()
        .count();
  }

  @Test
  void aRejectedNoticeIsADeadLetterBeforeItIsSettled() throws Exception {
    Ending ending = settle(open(Retry.BY_QUEUE, 1), rejected(), 1);

    assertThat(ending).isEqualTo(new Ending.Settled());
    assertThat(handled).containsExactly("settled with 1 letters");
    assertThat(metrics.counter("isotrail.dead.letters", "reason", "truncated").count())
        .isEqualTo(1);
  }

  @Test
  void withoutItsDeadLetterARejectedNoticeIsNotSettled() throws Exception {
    publisher.failNext(1);

    Ending ending = settle(open(Retry.HERE, 1), rejected(), 3);

    assertThat(ending).isEqualTo(new Ending.Returned());
    assertThat(handled).containsExactly("returning with 1 in flight", "returned");
    assertThat(metrics.counter("isotrail.dead.letters", "reason", "truncated").count()).isZero();
  }

  @Test
  void aMessageIsSettledOnlyWhenAllItNamesIs() throws Exception {
    OpenDelivery delivery = open(Retry.BY_QUEUE, 3);

    settle(delivery, new Outcome.Published(), 1);
    settle(delivery, new Outcome.Skipped(Notice.Reason.DIGEST), 1);
    assertThat(handled).isEmpty();
    settle(delivery, rejected(), 1);

    assertThat(handled).containsExactly("settled with 1 letters");
  }

  @Test
  void oneDeferredObjectGivesTheWholeMessageBackWhileOthersComeThrough() throws Exception {
    OpenDelivery delivery = open(Retry.BY_QUEUE, 2);
    OpenNotice failing = notice(delivery);
    Outcome deferred = new Outcome.Deferred("unavailable", "m");

    assertThat(settle(failing, deferred, 1)).isInstanceOf(Ending.Again.class);
    another();
    assertThat(settle(failing, deferred, 3)).isEqualTo(new Ending.Returned());
    settle(delivery, new Outcome.Published(), 1);

    assertThat(handled).containsExactly("returning with 1 in flight", "returned");
    assertThat(publisher.letters).isEmpty();
  }

  @Test
  void whileNothingComesThroughAMessageIsHeldAndNotCounted() throws Exception {
    OpenNotice open = notice(open(Retry.BY_QUEUE, 1, 1_000));
    Outcome deferred = new Outcome.Deferred("unavailable", "m");

    assertThat(settle(open, deferred, 3)).isInstanceOf(Ending.Again.class);
    nanos.addAndGet(Duration.ofMinutes(30).toNanos() - 1);
    assertThat(settle(open, deferred, 300)).isInstanceOf(Ending.Again.class);
    nanos.addAndGet(1);
    assertThat(settle(open, deferred, 301)).isEqualTo(new Ending.Returned());

    assertThat(handled).containsExactly("returning with 1 in flight", "returned");
    assertThat(publisher.letters).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"throttled", "no-credentials"})
  void whatWouldMeetAnyObjectIsNeverPoison(String cause) throws Exception {
    OpenNotice open = notice(open(Retry.BY_QUEUE, 1, 1_000));

    another();
    assertThat(settle(open, new Outcome.Deferred(cause, "m"), 3)).isInstanceOf(Ending.Again.class);

    assertThat(troubles.check()).hasValueSatisfying(said -> assertThat(said).contains(cause, "m"));
    another();
    assertThat(troubles.check()).isEmpty();
    assertThat(metrics.get("isotrail.ingest.trouble.timestamp.seconds").gauge().value())
        .isPositive();
  }

  @Test
  void theOnsetOfAnOutageSpendsNoDelivery() throws Exception {
    OpenNotice open = notice(open(Retry.BY_QUEUE, 1, 1_000));
    OpenNotice underWay = notice(open(Retry.HERE, 1));
    Outcome deferred = new Outcome.Deferred("unavailable", "m");

    // Work on both began before; one comes through before the other fails, and one after it.
    another();
    nanos.incrementAndGet();
    assertThat(settle(open, deferred, 1)).isInstanceOf(Ending.Again.class);
    nanos.incrementAndGet();
    settle(underWay, new Outcome.Published(), 1);
    handled.clear();
    assertThat(settle(open, deferred, 3)).isInstanceOf(Ending.Again.class);

    assertThat(handled).isEmpty();
    assertThat(publisher.letters).isEmpty();
  }

  @Test
  void poisonIsADeadLetterAndThenGone() throws Exception {
    OpenNotice second = notice(open(Retry.BY_QUEUE, 1, 2));
    settle(second, new Outcome.Deferred("access-denied", "no"), 1);
    another();

    assertThat(settle(second, new Outcome.Deferred("access-denied", "no"), 3))
        .isEqualTo(new Ending.Settled());

    assertThat(handled).containsExactly("settled with 1 letters");
    assertThat(publisher.letters)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getReason()).isEqualTo("poison");
              assertThat(letter.getMessage()).contains("2 deliveries", "access-denied: no");
            });
    assertThat(objects("rejected")).isEqualTo(1);
    assertThat(metrics.counter("isotrail.dead.letters", "reason", "poison").count()).isEqualTo(1);
  }

  @Test
  void poisonThatCannotBeBuriedIsGivenBack() throws Exception {
    OpenNotice second = notice(open(Retry.BY_QUEUE, 1, 2));
    settle(second, new Outcome.Deferred("access-denied", "no"), 1);
    another();
    publisher.failNext(1);

    assertThat(settle(second, new Outcome.Deferred("access-denied", "no"), 3))
        .isEqualTo(new Ending.Returned());

    assertThat(handled).containsExactly("returning with 1 in flight", "returned");
  }

  @Test
  void whatKeepsEveryListedObjectIsShownUntilOneSucceeds() throws Exception {
    Outcome denied = new Outcome.Deferred("access-denied", "no");

    settle(open(Retry.HERE, 1), denied, 3);
    assertThat(troubles.check()).hasValueSatisfying(said -> assertThat(said).contains("no"));
    another();
    assertThat(troubles.check()).isEmpty();
    settle(open(Retry.HERE, 1), denied, 3);

    // Now it may be that object's own.
    assertThat(troubles.check()).isEmpty();
  }

  @Test
  void aListedObjectIsTriedAgainAndGivenUpInTheEnd() throws Exception {
    OpenDelivery delivery = open(Retry.HERE, 1);
    Outcome deferred = new Outcome.Deferred("throttled", "m");

    assertThat(settle(delivery, deferred, 1)).isInstanceOf(Ending.Again.class);
    assertThat(settle(delivery, deferred, 2)).isInstanceOf(Ending.Again.class);
    assertThat(handled).isEmpty();
    assertThat(settle(delivery, deferred, 3)).isEqualTo(new Ending.Returned());

    assertThat(handled).containsExactly("returning with 3 in flight", "returned");
    assertThat(metrics.counter("isotrail.ledger.retries", "cause", "throttled").count())
        .isEqualTo(3);
    assertThat(objects("returned")).isEqualTo(1);
  }

  @Property(tries = 200)
  void theLedgerBalancesAtEveryMoment(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 4) Integer> steps) throws Exception {
    SettlementTest fresh = new SettlementTest();
    for (int step : steps) {
      OpenDelivery delivery = fresh.open(step == 3 ? Retry.BY_QUEUE : Retry.HERE, 1);
      Outcome outcome =
          switch (step) {
            case 0 -> new Outcome.Published();
            case 1 -> new Outcome.Skipped(Notice.Reason.INSIGHT);
            case 2 -> rejected();
            default -> new Outcome.Deferred("unavailable", "m");
          };
      fresh.settle(delivery, outcome, 1);

      assertThat(
              fresh
                  .metrics
                  .get("isotrail.ledger.objects.notified")
                  .tag("account", "unknown")
                  .counter()
                  .count())
          .isEqualTo(
              fresh.objects("published")
                  + fresh.objects("skipped")
                  + fresh.objects("rejected")
                  + fresh.objects("returned")
                  + fresh
                      .metrics
                      .get("isotrail.ledger.objects.in.flight")
                      .tag("account", "unknown")
                      .gauge()
                      .value());
    }
  }

  @Property
  void waitsLieAnywhereBelowACeilingThatDoublesUpToTheCap(
      @ForAll @IntRange(min = 2, max = 100) int attempt) {
    long ceiling = Math.min(1_000, attempt > 9 ? 1_000 : 10L << (attempt - 2));

    assertThat(BACKOFF.before(attempt).toMillis()).isBetween(1L, ceiling);
  }

  @Test
  void theJitterIsFull() {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      waits.add(BACKOFF.before(50).toMillis());
    }

    assertThat(waits).anyMatch(wait -> wait < 100).anyMatch(wait -> wait > 900);
  }
}
