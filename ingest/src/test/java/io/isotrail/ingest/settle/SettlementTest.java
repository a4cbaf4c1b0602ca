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
import io.isotrail.ingest.telemetry.Ledger;
import io.isotrail.ingest.telemetry.Tally;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Every outcome, and what it does to the message and to the ledger. */
class SettlementTest {

  private static final Backoff BACKOFF =
      new Backoff(3, Duration.ofMillis(10), Duration.ofSeconds(1), new Random(1));

  private final MemoryPublisher publisher = new MemoryPublisher();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Ledger ledger = new Ledger(metrics);
  private final Settlement settlement = new Settlement(publisher, ledger, BACKOFF);
  private final List<String> handled = new ArrayList<>();

  private OpenDelivery open(Retry retry, int notices) {
    Notice notice = new Notice.LeftOut("n", Notice.Reason.DIGEST);
    for (int i = 0; i < notices; i++) {
      ledger.notified();
    }
    return new OpenDelivery(
        new Delivery(
            Collections.nCopies(notices, notice),
            retry,
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

  private Ending settle(OpenDelivery delivery, Outcome outcome, int attempt)
      throws InterruptedException {
    return settlement.settle(delivery, "n", outcome, new Tally(), attempt);
  }

  private static Outcome rejected() {
    return new Outcome.Rejected(
        DeadLetter.newBuilder()
            .setSource("s")
            .setReason("truncated")
            .setMessage("m")
            .setSample(ByteBuffer.allocate(0))
            .setAt(0)
            .build());
  }

  private double objects(String outcome) {
    return metrics.counter("isotrail.ledger.objects", "outcome", outcome).count();
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

    Ending ending = settle(open(Retry.BY_QUEUE, 1), rejected(), 3);

    assertThat(ending).isEqualTo(new Ending.Returned());
    assertThat(handled).containsExactly("returned");
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
  void oneDeferredObjectGivesTheWholeMessageBack() throws Exception {
    OpenDelivery delivery = open(Retry.BY_QUEUE, 2);

    assertThat(settle(delivery, new Outcome.Deferred("throttled", "m"), 1))
        .isInstanceOf(Ending.Again.class);
    assertThat(settle(delivery, new Outcome.Deferred("throttled", "m"), 3))
        .isEqualTo(new Ending.Returned());
    settle(delivery, new Outcome.Published(), 1);

    assertThat(handled).containsExactly("returned");
  }

  @Test
  void aListedObjectIsTriedAgainAndGivenUpInTheEnd() throws Exception {
    OpenDelivery delivery = open(Retry.HERE, 1);
    Outcome deferred = new Outcome.Deferred("throttled", "m");

    assertThat(settle(delivery, deferred, 1)).isInstanceOf(Ending.Again.class);
    assertThat(settle(delivery, deferred, 2)).isInstanceOf(Ending.Again.class);
    assertThat(handled).isEmpty();
    assertThat(settle(delivery, deferred, 3)).isEqualTo(new Ending.Returned());

    assertThat(handled).containsExactly("returned");
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

      assertThat(fresh.metrics.counter("isotrail.ledger.objects.notified").count())
          .isEqualTo(
              fresh.objects("published")
                  + fresh.objects("skipped")
                  + fresh.objects("rejected")
                  + fresh.objects("returned")
                  + fresh.metrics.get("isotrail.ledger.objects.in.flight").gauge().value());
    }
  }

  @Property
  void waitsDoubleUpToTheCapWithinTheirUpperHalf(
      @ForAll @IntRange(min = 2, max = 100) int attempt) {
    long full = Math.min(1_000, attempt > 9 ? 1_000 : 10L << (attempt - 2));

    assertThat(BACKOFF.before(attempt).toMillis()).isBetween(full / 2, full);
  }
}
