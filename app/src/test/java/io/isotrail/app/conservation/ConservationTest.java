package io.isotrail.app.conservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens between S3, SQS, ingest and Kafka: every fact that was put in is in the topic at
 * least once, nothing is there that was not put in, what is unusable is a dead letter, every
 * message is settled, and the ledger balances.
 */
final class ConservationTest {

  private static final int SCHEDULES = Integer.getInteger("isotrail.conservation.schedules", 100);

  /** Most of a schedule is waiting: for a visibility to end, for the next receive. */
  private static final int TOGETHER = Integer.getInteger("isotrail.conservation.together", 10);

  /** In every so many rounds the broker ends and starts again. */
  private static final int ROUNDS_PER_RESTART = 3;

  @TempDir private Path directory;

  @Test
  void nothingIsLostAndNothingIsInvented() throws Exception {
    long seed = Long.getLong("isotrail.conservation.seed", System.nanoTime() & 0xffff_ffffL);
    System.out.printf(
        "conservation: -Disotrail.conservation.seed=%d -Disotrail.conservation.schedules=%d%n",
        seed, SCHEDULES);
    List<Schedule> all = new ArrayList<>();
    int struck = 0;
    int kills = 0;
    int restarts = 0;
    try (Emulators emulators = new Emulators(directory);
        ExecutorService workers = Executors.newCachedThreadPool()) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int round = 0; all.size() < SCHEDULES; round++) {
        List<Schedule> together = new ArrayList<>();
        for (int i = 0; i < Math.min(TOGETHER, SCHEDULES - all.size()); i++) {
          // The first schedule is that of the seed itself, so that one alone can be repeated.
          long own = all.isEmpty() && i == 0 ? seed : random.nextLong() & 0xffff_ffffL;
          together.add(new Schedule(own, emulators));
        }
        all.addAll(together);
        List<Future<?>> running = new ArrayList<>();
        for (Schedule schedule : together) {
          running.add(
              workers.submit(
                  () -> {
                    schedule.run();
                    return true;
                  }));
        }
        if (round % ROUNDS_PER_RESTART == 1) {
          Thread.sleep(random.nextInt(2_000));
          emulators.restartBroker();
          restarts++;
        }
        for (int i = 0; i < running.size(); i++) {
          await(running.get(i), together.get(i));
          struck += together.get(i).struck();
          kills += together.get(i).kills();
        }
      }
      Arrived arrived = Arrived.read(new Settings(emulators.kafka()));
      long records = arrived.records();
      all.forEach(arrived::require);
      arrived.requireNothingElse();
      int facts = all.stream().mapToInt(schedule -> schedule.cargo().facts().size()).sum();
      System.out.printf(
          "conservation: %d schedules, %d faults, %d kills, %d broker restarts, %d facts as %d"
              + " records%n",
          all.size(), struck, kills, restarts, facts, records);
      // A proof in which nothing went wrong would prove nothing.
      assertThat(struck).isGreaterThan(all.size());
      assertThat(records).isGreaterThan(facts);
    }
  }

  private static void await(Future<?> running, Schedule schedule) throws InterruptedException {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new AssertionError("in schedule " + schedule.name() + " (its seed in hexadecimal)", e);
    }
  }
}
