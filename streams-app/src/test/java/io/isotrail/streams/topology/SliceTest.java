package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SliceTest {

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void endsAfterSoManyEntries() {
    assertThat(taken(3, Duration.ZERO)).isEqualTo(3);
    assertThat(taken(0, Duration.ZERO)).isZero();
  }

  @Test
  void endsAfterItsTime() {
    assertThat(taken(100, Duration.ofMillis(50))).isEqualTo(4);
  }

  @Test
  void takesAtLeastOneHoweverLongThatLasts() {
    assertThat(taken(100, Duration.ofHours(1))).isEqualTo(1);
  }

  private int taken(int most, Duration each) {
    Slice slice = new Slice(most, clock::get);
    int taken = 0;
    while (slice.takesOneMore()) {
      clock.addAndGet(each.toNanos());
      taken++;
    }
    return taken;
  }
}
