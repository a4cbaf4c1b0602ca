package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Violations that are looked at on the instants 100, 200, 300 and 400. */
class OpenViolationsTest {

  private static final long[] INSTANTS = {100, 200, 300, 400};
  private static final Group GROUP =
      new GroupIndex()
          .of(new Dimensions("1", "r", "model", "production", "public", "", "high", false, null));

  @Test
  void aViolationIsOverdueFromTheSecondAfterItIsDueUntilItEnds() {
    assertThat(overdue(stretch(50, 400L, 199L))).containsExactly(0, 1, 1, 0);
    assertThat(overdue(stretch(50, 400L, 200L))).containsExactly(0, 0, 1, 0);
    assertThat(overdue(stretch(50, 401L, 200L))).containsExactly(0, 0, 1, 1);
    assertThat(overdue(stretch(50, null, 200L))).containsExactly(0, 0, 1, 1);
  }

  @Test
  void aStretchThatBeginsOverdueIsSoFromItsBeginning() {
    assertThat(overdue(stretch(200, null, 10L))).containsExactly(0, 1, 1, 1);
    assertThat(overdue(stretch(201, null, 10L))).containsExactly(0, 0, 1, 1);
  }

  @Test
  void whatEndsBeforeItIsDueIsNeverOverdue() {
    assertThat(overdue(stretch(50, 200L, 199L))).containsOnly(0);
    assertThat(overdue(stretch(50, 150L, 350L))).containsOnly(0);
    assertThat(overdue(stretch(50, null, null))).containsOnly(0);
  }

  @Test
  void severalAreCounted() {
    assertThat(overdue(stretch(50, 300L, 99L), stretch(150, null, 150L)))
        .containsExactly(1, 2, 1, 1);
  }

  @Test
  void theOldestIsTheOneThatOpenedFirstAmongThoseThatAreOpen() {
    OpenViolations open = new OpenViolations(INSTANTS);
    open.add(new KpiSource.Stretch(GROUP, 150, 300L, 20, null));
    open.add(new KpiSource.Stretch(GROUP, 200, null, 180, null));

    assertThat(IntStream.range(0, 4).mapToLong(open::oldestSeconds))
        .containsExactly(0L, 180L, 120L, 220L);
  }

  private static int[] overdue(KpiSource.Stretch... stretches) {
    OpenViolations open = new OpenViolations(INSTANTS);
    for (KpiSource.Stretch stretch : stretches) {
      open.add(stretch);
    }
    return IntStream.range(0, INSTANTS.length).map(at -> (int) open.overdue(at)).toArray();
  }

  private static KpiSource.Stretch stretch(long from, @Nullable Long to, @Nullable Long dueAt) {
    return new KpiSource.Stretch(GROUP, from, to, from, dueAt);
  }
}
