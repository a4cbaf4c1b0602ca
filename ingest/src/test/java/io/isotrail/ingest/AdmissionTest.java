package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens at the limits of what may be in flight. */
class AdmissionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long MIB = 1 << 20;

  private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    others.shutdownNow();
  }

  private Future<Admission.Room> entering(Admission admission, long size) {
    return others.submit(() -> admission.enter(size));
  }

  private static void staysOutside(Future<?> waiting) {
    await().during(Duration.ofMillis(100)).atMost(PATIENCE).until(() -> !waiting.isDone());
  }

  @Test
  void theFeedWaitsAtTheLimitOfObjects() throws Exception {
    Admission admission = new Admission(2, 10 * MIB, 0);
    Admission.Room first = admission.enter(1);
    admission.enter(1);

    Future<Admission.Room> third = entering(admission, 1);
    staysOutside(third);
    first.close();

    await().atMost(PATIENCE).until(third::isDone);
  }

  @Test
  void theFeedWaitsAtTheLimitOfBytes() throws Exception {
    Admission admission = new Admission(10, 10 * MIB, 0);
    Admission.Room first = admission.enter(6 * MIB);

    Future<Admission.Room> second = entering(admission, 6 * MIB);
    staysOutside(second);
    first.close();

    await().atMost(PATIENCE).until(second::isDone);
  }

  @Test
  void anObjectLargerThanAllBytesHasThemForItself() throws Exception {
    Admission admission = new Admission(10, MIB, 0);
    Admission.Room large = admission.enter(50 * MIB);

    Future<Admission.Room> small = entering(admission, 1);
    staysOutside(small);
    large.close();

    await().atMost(PATIENCE).until(small::isDone);
  }

  @Test
  void anObjectThatTurnsOutToBeLargeWaitsForItsBytes() throws Exception {
    Admission admission = new Admission(10, 10 * MIB, 0);
    Admission.Room unknown = admission.enter(-1);
    Admission.Room other = admission.enter(8 * MIB);

    Future<?> growing =
        others.submit(
            () -> {
              unknown.resize(9 * MIB);
              return true;
            });
    staysOutside(growing);
    other.close();

    await().atMost(PATIENCE).until(growing::isDone);
    staysOutside(entering(admission, 2 * MIB));
  }

  @Test
  void anObjectThatTurnsOutToBeSmallMakesRoom() throws Exception {
    Admission admission = new Admission(10, 2 * MIB, 0);
    Admission.Room unknown = admission.enter(-1);

    Future<Admission.Room> second = entering(admission, 2 * MIB - 2 * 1_024);
    staysOutside(second);
    unknown.resize(10);

    await().atMost(PATIENCE).until(second::isDone);
  }

  @Test
  void whoPausesLetsOthersWorkUntilTooManyDo() throws Exception {
    Admission admission = new Admission(1, MIB, 1);
    Admission.Room first = admission.enter(1);
    var _ =
        others.submit(
            () -> {
              first.pause(Duration.ofDays(1));
              return true;
            });
    Future<Admission.Room> second = entering(admission, 1);
    await().atMost(PATIENCE).until(second::isDone);
    var _ =
        others.submit(
            () -> {
              second.get().pause(Duration.ofDays(1));
              return true;
            });

    staysOutside(entering(admission, 1));
  }

  @Test
  void whateverHappensTheLimitsHoldAndNobodyWaitsForEver() throws Exception {
    Admission admission = new Admission(4, 8 * MIB, 2);
    AtomicLong inside = new AtomicLong();
    AtomicLong most = new AtomicLong();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          others.submit(
              () -> {
                ThreadLocalRandom random = ThreadLocalRandom.current();
                try (Admission.Room room = admission.enter(random.nextLong(-1, 9 * MIB))) {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  inside.decrementAndGet();
                  room.resize(random.nextLong(9 * MIB));
                  room.pause(Duration.ofMillis(random.nextInt(5)));
                }
                return true;
              }));
    }
    for (Future<?> one : all) {
      one.get(60, java.util.concurrent.TimeUnit.SECONDS);
    }

    assertThat(most.get()).isLessThanOrEqualTo(4);
    // All of it was given back.
    for (int i = 0; i < 4; i++) {
      admission.enter(2 * MIB - 1);
    }
  }
}
