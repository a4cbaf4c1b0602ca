package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PackedMovementsTest {

  private static final long DAY = 86_400;
  private static final int TODAY = 20_000;
  private static final List<String> MEASURES = measures();

  private final PackedMovements packing = new PackedMovements(new GroupIndex());

  @Test
  void whatIsPackedIsReadAgain() {
    List<Movement> movements =
        List.of(
            new Movement(
                TODAY * DAY,
                group("1"),
                Counts.of(Measures.OPENED, 1)
                    .plus(Counts.of(Measures.LEVEL_OPENED_AT, 1_748_736_000L))),
            new Movement(
                TODAY * DAY + DAY - 1,
                group("2"),
                Counts.of(Measures.LEVEL_OPENED_AT, -1_748_736_000L)
                    .plus(
                        Counts.of(
                            Measures.remediationBucket(RemediationHistogram.buckets() - 1), 1))),
            new Movement(
                TODAY * DAY + 7,
                group("1"),
                Counts.of(Measures.LEVEL_HIDDEN, Long.MAX_VALUE)
                    .plus(Counts.of(Measures.LEVEL_TRACE, Long.MIN_VALUE))));

    assertThat(read(TODAY, packing.pack(movements))).isEqualTo(movements);
    assertThat(read(TODAY, packing.pack(List.of()))).isEmpty();
  }

  @Test
  void daysBeforeTheEpochAreDaysToo() {
    List<Movement> movements =
        List.of(new Movement(-1, group("1"), Counts.of(Measures.OPENED, 63)));

    assertThat(read(-1, packing.pack(movements))).isEqualTo(movements);
  }

  @Test
  void aMovementHasAtMostAsManyBytesAsItsLengthCanSay() {
    // 23 measures of 11 bytes, and one of 2 or of 3.
    List<Movement> longest = List.of(new Movement(TODAY * DAY, group("1"), counts(23, 63)));
    List<Movement> tooLong = List.of(new Movement(TODAY * DAY, group("1"), counts(23, 64)));

    assertThat(read(TODAY, packing.pack(longest))).isEqualTo(longest);
    assertThatThrownBy(() -> packing.pack(tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measures");
  }

  private static Counts counts(int greatest, long last) {
    Map<String, Long> counts = new TreeMap<>();
    for (int measure = 0; measure < greatest; measure++) {
      counts.put(MEASURES.get(measure), Long.MIN_VALUE);
    }
    counts.put(MEASURES.get(greatest), last);
    return new Counts(counts);
  }

  private List<Movement> read(int day, byte[] packed) {
    List<Movement> read = new ArrayList<>();
    packing.read(
        day,
        packed,
        (at, group, measure, count) -> {
          Counts counts = Counts.of(Measures.name(measure), count);
          Movement last = read.isEmpty() ? null : read.getLast();
          if (last != null && last.at() == at && last.dimensions().equals(group.dimensions())) {
            read.removeLast();
            counts = counts.plus(last.counts());
          }
          read.add(new Movement(at, group.dimensions(), counts));
        });
    return read;
  }

  private static Dimensions group(String account) {
    return new Dimensions(account, "r", "model", "production", "internal", "", "", false, true);
  }

  private static List<String> measures() {
    List<String> measures = new ArrayList<>();
    for (int measure = 0; measure < Measures.beforeBuckets(); measure++) {
      measures.add(Measures.name(measure));
    }
    return measures;
  }
}
