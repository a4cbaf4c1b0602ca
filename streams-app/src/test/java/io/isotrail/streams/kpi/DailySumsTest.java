package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Histories;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DailySumsTest {

  private static final String LEVEL = Measures.level(Status.VIOLATION);

  /** What one task says of one group and day; no counts take it back. */
  record Said(int task, int day, Dimensions group, Counts counts) {}

  @Property(tries = 2_000)
  void sumsFromCheckpointsAreTheFullSums(
      @ForAll @Size(max = 40) List<@From("said") Said> all,
      @ForAll @IntRange(min = -200, max = 1_300) int first,
      @ForAll @IntRange(min = -200, max = 1_300) int last) {
    DailySums sums = new DailySums(new GroupIndex());
    Map<List<Object>, Said> standing = new HashMap<>();
    for (Said said : all) {
      sums.replace(said.task(), said.day(), said.group(), said.counts());
      standing.put(List.of(said.task(), said.day(), said.group()), said);
    }

    Map<Dimensions, Counts> levels = new HashMap<>();
    Map<Dimensions, Counts> range = new HashMap<>();
    for (Said said : standing.values()) {
      if (said.day() <= last) {
        Counts level = Counts.of(LEVEL, said.counts().get(LEVEL));
        levels.merge(said.group(), level, Counts::plus);
      }
      if (said.day() >= first && said.day() <= last) {
        range.merge(said.group(), said.counts(), Counts::plus);
      }
    }
    assertThat(read(sums, Integer.MIN_VALUE, last)).isEqualTo(withoutNothing(levels));
    assertThat(read(sums, first, last)).isEqualTo(withoutNothing(range));
  }

  @Property(tries = 200)
  void theSumOverPartitionsIsTheWhole(
      @ForAll @Size(max = 6) List<@From("histories") History> histories,
      @ForAll @IntRange(min = -1, max = 12) int day) {
    DailySums split = new DailySums(new GroupIndex());
    DailySums together = new DailySums(new GroupIndex());
    Tallies all = Tallies.NONE;
    for (int task = 0; task < histories.size(); task++) {
      int partition = task;
      Tallies own = Tallies.of(Movements.of(histories.get(task)));
      own.byCell()
          .forEach(
              (cell, counts) -> split.replace(partition, cell.day(), cell.dimensions(), counts));
      all = all.plus(own);
    }
    all.byCell()
        .forEach((cell, counts) -> together.replace(0, cell.day(), cell.dimensions(), counts));

    assertThat(read(split, Integer.MIN_VALUE, day))
        .isEqualTo(read(together, Integer.MIN_VALUE, day));
    assertThat(read(split, 0, day)).isEqualTo(read(together, 0, day));
  }

  @Test
  void aDayInAThousandYearsCostsNothing() {
    DailySums sums = new DailySums(new GroupIndex());
    sums.replace(0, 20_000, group("1"), Counts.of(LEVEL, 1));
    sums.replace(0, 2_000_000_000, group("1"), Counts.of(LEVEL, -1));

    assertThat(read(sums, Integer.MIN_VALUE, 1_999_999_999))
        .containsExactly(Map.entry(group("1"), Counts.of(LEVEL, 1)));
    assertThat(read(sums, Integer.MIN_VALUE, 2_000_000_000)).isEmpty();
  }

  @Test
  void measuresThatNobodyKnowsArePassedOver() {
    DailySums sums = new DailySums(new GroupIndex());
    sums.replace(
        0, 5, group("1"), Counts.of("measured.later", 7).plus(Counts.of(Measures.OPENED, 2)));

    assertThat(read(sums, 5, 5))
        .containsExactly(Map.entry(group("1"), Counts.of(Measures.OPENED, 2)));
  }

  @Test
  void whatComesLateCountsInEveryLevelSince() {
    DailySums sums = new DailySums(new GroupIndex());
    sums.replace(0, 63, group("1"), Counts.of(LEVEL, 1));
    sums.replace(0, 64, group("1"), Counts.of(LEVEL, 10));
    sums.replace(0, 200, group("1"), Counts.of(LEVEL, 100));
    sums.replace(1, 63, group("1"), Counts.of(LEVEL, 1_000));
    sums.replace(0, 64, group("1"), Counts.of(LEVEL, 20));

    for (Map.Entry<Integer, Long> level :
        Map.of(62, 0L, 63, 1_001L, 64, 1_021L, 199, 1_021L, 200, 1_121L, 500, 1_121L).entrySet()) {
      assertThat(read(sums, Integer.MIN_VALUE, level.getKey()))
          .as("day " + level.getKey())
          .isEqualTo(withoutNothing(Map.of(group("1"), Counts.of(LEVEL, level.getValue()))));
    }
  }

  @Test
  void whatIsTakenBackCountsNoMore() {
    DailySums sums = new DailySums(new GroupIndex());
    sums.replace(0, 63, group("1"), null);
    assertThat(read(sums, 0, 100)).isEmpty();

    sums.replace(0, 63, group("1"), Counts.of(LEVEL, 1).plus(Counts.of(Measures.OPENED, 1)));
    sums.replace(0, 200, group("2"), Counts.of(LEVEL, 1));
    sums.replace(0, 63, group("1"), null);
    sums.replace(0, 200, group("2"), Counts.NONE);

    assertThat(read(sums, Integer.MIN_VALUE, 300)).isEmpty();
    assertThat(read(sums, 0, 300)).isEmpty();
  }

  @Test
  void whatWasNeverSaidTakesNothingFromAnother() {
    DailySums sums = new DailySums(new GroupIndex());
    sums.replace(0, 63, group("1"), Counts.of(LEVEL, 1));

    sums.replace(0, 63, group("2"), null);
    sums.replace(1, 63, group("1"), null);

    assertThat(read(sums, Integer.MIN_VALUE, 63))
        .containsExactly(Map.entry(group("1"), Counts.of(LEVEL, 1)));
  }

  @Test
  void flowsAreThoseOfTheDaysThatAreAskedFor() {
    DailySums sums = new DailySums(new GroupIndex());
    for (int day = 62; day <= 66; day++) {
      sums.replace(0, day, group("1"), Counts.of(Measures.OPENED, 1));
    }

    assertThat(read(sums, 63, 65))
        .containsExactly(Map.entry(group("1"), Counts.of(Measures.OPENED, 3)));
    assertThat(read(sums, 66, 65)).isEmpty();
    assertThat(read(sums, Integer.MIN_VALUE, 66)).isEmpty();
  }

  @Test
  void manyGroupsOfOneDayKeepTheirOwnCounts() {
    DailySums sums = new DailySums(new GroupIndex());
    Map<Dimensions, Counts> expected = new HashMap<>();
    for (int number = 0; number < 300; number++) {
      Dimensions group = group("account" + number);
      sums.replace(0, 5, group, Counts.of(LEVEL, number + 1L));
      expected.put(group, Counts.of(LEVEL, number + 1L));
    }
    sums.replace(0, 200, group("later"), Counts.of(LEVEL, 1));

    assertThat(read(sums, 5, 5)).isEqualTo(expected);
    assertThat(read(sums, Integer.MIN_VALUE, 199)).isEqualTo(expected);
  }

  private static Map<Dimensions, Counts> read(DailySums sums, int first, int last) {
    Map<Dimensions, Counts> read = new HashMap<>();
    sums.read(
        first,
        last,
        (group, measure, count) ->
            read.merge(group.dimensions(), Counts.of(Measures.name(measure), count), Counts::plus));
    return withoutNothing(read);
  }

  private static Map<Dimensions, Counts> withoutNothing(Map<Dimensions, Counts> counts) {
    Map<Dimensions, Counts> kept = new HashMap<>(counts);
    kept.values().removeIf(Counts::isNone);
    return kept;
  }

  private static Dimensions group(String account) {
    return new Dimensions(account, "r", "model", "production", "internal", "", "", false, null);
  }

  @Provide
  Arbitrary<Said> said() {
    Arbitrary<Counts> counts =
        Combinators.combine(
                Arbitraries.longs().between(-3, 3),
                Arbitraries.of(0L, 1L, 70L, 9_000_000_000L, -5L))
            .as((level, flow) -> Counts.of(LEVEL, level).plus(Counts.of(Measures.OPENED, flow)));
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(-150, 1_200),
            Arbitraries.of("1", "2", "3").map(DailySumsTest::group),
            counts)
        .as(Said::new);
  }

  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }
}
