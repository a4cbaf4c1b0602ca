package io.isotrail.streams.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The central promise: any order, any duplication and any split of the facts, one result. */
class OrderPropertyTest {

  @Property(tries = 1_000)
  void anyOrderDuplicationAndSplitGivesTheSameHistory(
      @ForAll("facts") List<Fact> facts,
      @ForAll("governance") Governance governance,
      @ForAll Random random) {
    List<Fact> shuffled = new ArrayList<>(facts);
    facts.stream().filter(fact -> random.nextBoolean()).forEach(shuffled::add);
    Collections.shuffle(shuffled, random);
    int cut = random.nextInt(shuffled.size() + 1);
    Timeline first = Timeline.of(shuffled.subList(0, cut));
    Timeline second = Timeline.EMPTY;
    for (Fact fact : shuffled.subList(cut, shuffled.size())) {
      second = second.with(fact);
    }
    // As after a restart: what is stored is all that is left of the first part.
    Timeline restored = Timeline.of(first.all());

    Timeline whole = Timeline.of(facts);
    Timeline joined = restored.union(second);

    assertThat(joined).isEqualTo(whole);
    assertThat(joined.facts()).isEqualTo(whole.facts());
    assertThat(Judge.judge(Facts.MODEL, joined, governance))
        .isEqualTo(Judge.judge(Facts.MODEL, whole, governance));
  }

  @Property(tries = 1_000)
  void theFactsThatCountAreTheSameHoweverOftenTheyWereAskedFor(@ForAll("facts") List<Fact> facts) {
    List<Fact> known = new ArrayList<>(facts);
    if (facts.size() % 2 == 0) {
      known.sort(Comparator.comparingLong(Fact::at));
    }
    Timeline asked = Timeline.EMPTY;
    for (int i = 0; i < known.size(); i++) {
      asked = asked.with(known.get(i));

      assertThat(asked.facts()).isEqualTo(Timeline.of(known.subList(0, i + 1)).facts());
    }
  }

  @Property
  void unionIsASemilattice(
      @ForAll("facts") List<Fact> one,
      @ForAll("facts") List<Fact> two,
      @ForAll("facts") List<Fact> three) {
    Timeline a = Timeline.of(one);
    Timeline b = Timeline.of(two);
    Timeline c = Timeline.of(three);

    assertThat(a.union(b)).isEqualTo(b.union(a));
    assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
    assertThat(a.union(a)).isEqualTo(a);
    assertThat(a.union(Timeline.EMPTY)).isEqualTo(a);
  }

  @Property(tries = 1_000)
  void spellsAreWellFormed(@ForAll("histories") History history) {
    long previousFrom = Long.MIN_VALUE;
    for (History.Generation generation : history.generations()) {
      assertThat(generation.from()).isGreaterThanOrEqualTo(previousFrom);
      previousFrom = generation.from();
      List<History.Spell> spells = generation.spells();
      assertThat(spells.getFirst().from()).isEqualTo(generation.from());
      assertThat(spells.getLast().to()).isNull();
      assertThat(generation.deletedAt() != null)
          .isEqualTo(spells.getLast().status() == Status.GONE);
      for (int index = 1; index < spells.size(); index++) {
        assertNeighbours(spells.get(index - 1), spells.get(index));
      }
    }
  }

  private static void assertNeighbours(History.Spell before, History.Spell after) {
    assertThat(before.to()).isEqualTo(after.from());
    boolean ends = before.status() == Status.VIOLATION && after.status() != Status.VIOLATION;
    assertThat(before.endedAs() != null).isEqualTo(ends);
    // Only what begins and ends within one second has no length.
    if (after.status() != Status.GONE) {
      assertThat(before.from()).isLessThan(after.from());
    }
    if (before.status() == Status.VIOLATION && after.status() == Status.VIOLATION) {
      assertThat(after.openedAt()).isEqualTo(before.openedAt());
      assertThat(Objects.requireNonNull(after.dueAt()))
          .isLessThanOrEqualTo(Objects.requireNonNull(before.dueAt()));
    }
  }

  @Provide
  Arbitrary<List<Fact>> facts() {
    return Histories.facts();
  }

  @Provide
  Arbitrary<Governance> governance() {
    return Histories.governance();
  }

  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }
}
