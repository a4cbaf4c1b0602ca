package io.isotrail.ingest.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The bound on the rate, on a clock of its own. */
class PaceTest {

  private long now = 1_000_000_000_000L;
  private long slept;

  private Pace pace(int objects, long bytes) {
    return new Pace(objects, bytes, () -> now, this::sleep);
  }

  private void sleep(Duration time) {
    now += time.toNanos();
    slept += time.toNanos();
  }

  private void give(Pace pace, int objects, long bytesEach) throws InterruptedException {
    for (int i = 0; i < objects; i++) {
      pace.await(bytesEach);
    }
  }

  private double secondsSlept() {
    return slept / 1e9;
  }

  @Test
  void soManyObjectsBeginInASecond() throws InterruptedException {
    give(pace(100, 0), 1_100, 1 << 20);

    // The first second's worth goes at once, and the last object need not wait for its own cost.
    assertThat(secondsSlept()).isBetween(9.9, 10.1);
  }

  @Test
  void soManyBytesBeginInASecond() throws InterruptedException {
    give(pace(0, 1_000), 60, 100);

    assertThat(secondsSlept()).isBetween(4.8, 5.1);
  }

  @Test
  void theTighterBoundHolds() throws InterruptedException {
    give(pace(10, 1_000_000), 110, 10);

    assertThat(secondsSlept()).isBetween(9.8, 10.1);
  }

  @Test
  void anObjectOfMoreThanASecondGoesAndTheNextWaits() throws InterruptedException {
    Pace pace = pace(0, 1_000);

    pace.await(5_000);
    assertThat(secondsSlept()).isZero();
    pace.await(1);

    assertThat(secondsSlept()).isBetween(3.9, 4.1);
  }

  @Test
  void timeThatPassesUnusedIsWorthOneSecondAtMost() throws InterruptedException {
    Pace pace = pace(10, 0);
    now += Duration.ofHours(1).toNanos();

    give(pace, 30, 1);

    assertThat(secondsSlept()).isBetween(1.8, 2.1);
  }

  @Test
  void zeroIsNoBoundAndAnUnknownSizeCostsNoBytes() throws InterruptedException {
    give(pace(0, 0), 100_000, 1 << 30);
    give(pace(0, 1), 100_000, -1);

    assertThat(slept).isZero();
  }
}
