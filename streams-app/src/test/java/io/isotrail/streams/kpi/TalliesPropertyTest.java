package io.isotrail.streams.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Histories;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.compliance.ViolationSpell;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tallies are a group, and their sums say what the rows say. */
class TalliesPropertyTest {

  @Property
  void talliesAreAnAbelianGroup(
      @ForAll("histories") History one,
      @ForAll("histories") History two,
      @ForAll("histories") History three) {
    Tallies a = Tallies.of(Movements.of(one));
    Tallies b = Tallies.of(Movements.of(two));
    Tallies c = Tallies.of(Movements.of(three));

    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(Tallies.NONE)).isEqualTo(a);
    assertThat(a.plus(a.negated())).isEqualTo(Tallies.NONE);
  }

  @Property
  void theDifferenceLeadsFromBeforeToAfter(
      @ForAll("histories") History before, @ForAll("histories") History after) {
    Tallies from = Tallies.of(Movements.of(before));
    Tallies to = Tallies.of(Movements.of(after));

    Tallies difference = Tallies.difference(from, to);

    assertThat(from.plus(difference)).isEqualTo(to);
    assertThat(Tallies.difference(to, to).isNone()).isTrue();
  }

  @Property
  void aChangeIsTheDifferenceOfBothHistories(
      @ForAll("histories") History before, @ForAll("histories") History after) {
    Tallies to = Tallies.of(Movements.of(after));

    assertThat(Movements.change(before, after))
        .isEqualTo(Tallies.difference(Tallies.of(Movements.of(before)), to));
    assertThat(Movements.change(null, after)).isEqualTo(to);
    assertThat(Movements.change(after, after)).isEqualTo(Tallies.NONE);
  }

  @Property
  void aStretchMoreChangesWhatItAdds(@ForAll("histories") History after) {
    History before = withoutItsLastStretches(after);

    assertThat(Movements.change(before, after))
        .isEqualTo(
            Tallies.difference(
                Tallies.of(Movements.of(before)), Tallies.of(Movements.of(after))));
  }

  /** So that both have a beginning in common. */
  private static History withoutItsLastStretches(History history) {
    return new History(
        history.subject(),
        history.accountName(),
        history.lastEventAt(),
        history.generations().stream()
            .map(
                generation ->
                    new History.Generation(
                        generation.number(),
                        generation.id(),
                        generation.name(),
                        generation.from(),
                        generation.created(),
                        generation.createdBy(),
                        generation.isolation(),
                        generation.hidden(),
                        generation.vpc(),
                        generation.interContainerEncryption(),
                        generation.exposedSince(),
                        generation.detectedAt(),
                        generation.tags(),
                        generation.deletedAt(),
                        generation.served(),
                        generation
                            .spells()
                            .subList(0, Math.max(1, generation.spells().size() - 1))))
            .toList());
  }

  @Property(tries = 1_000)
  void movementsUpToAnInstantSumToTheRowThen(
      @ForAll("histories") History history, @ForAll("instants") long asOf) {
    Counts sum = sum(history, asOf);
    Optional<Row> row = Table.rowAt(history, asOf);

    for (Status status : Status.values()) {
      boolean counted =
          status != Status.GONE && row.filter(is -> is.status() == status).isPresent();
      assertThat(sum.get(Measures.level(status))).isEqualTo(counted ? 1 : 0);
    }
    boolean trace =
        row.filter(is -> is.status() == Status.UNDETERMINED && is.createdAt() == null).isPresent();
    assertThat(sum.get(Measures.LEVEL_TRACE)).isEqualTo(trace ? 1 : 0);
    assertThat(row.filter(is -> is.isolation() == Isolation.UNKNOWN).isPresent() || !trace)
        .isTrue();
  }

  @Property(tries = 1_000)
  void movementsUpToAnInstantSumToTheViolationsUntilThen(
      @ForAll("histories") History history, @ForAll("instants") long asOf) {
    Counts sum = sum(history, asOf);
    List<ViolationSpell> opened =
        Table.violations(history).stream().filter(spell -> spell.openedAt() <= asOf).toList();

    assertThat(sum.get(Measures.OPENED)).isEqualTo(opened.size());
    assertThat(Table.violationsAt(history, asOf, true)).hasSize(opened.size());
    long endings = 0;
    for (Ending ending : Ending.values()) {
      List<Long> seconds =
          opened.stream()
              .filter(spell -> spell.endedAs() == ending)
              .filter(spell -> Objects.requireNonNull(spell.endedAt()) <= asOf)
              .map(spell -> Objects.requireNonNull(spell.endedAt()) - spell.openedAt())
              .toList();
      assertThat(sum.get(Measures.ended(ending))).isEqualTo(seconds.size());
      assertThat(sum.get(Measures.endedSeconds(ending)))
          .isEqualTo(seconds.stream().mapToLong(Long::longValue).sum());
      endings += ending.remediation() ? seconds.size() : 0;
    }
    assertThat(RemediationHistogram.of(sum).count()).isEqualTo(endings);
    assertThat(sum.get(Measures.level(Status.VIOLATION)))
        .isEqualTo(Table.violationsAt(history, asOf, false).size());
  }

  @Property
  void levelsStandInTheGroupOfTheRow(
      @ForAll("histories") History history, @ForAll("instants") long asOf) {
    Table.rowAt(history, asOf)
        .filter(row -> row.status() != Status.GONE)
        .ifPresent(
            row -> {
              Counts own = Counts.NONE;
              for (Movement movement : Movements.of(history)) {
                Dimensions group = movement.dimensions();
                if (movement.at() <= asOf
                    && group.environment().equals(row.environment())
                    && group.sensitivity().equals(row.sensitivity())
                    && group.owner().equals(row.owner())
                    && group
                        .severity()
                        .equals(row.severity() == null ? "" : row.severity().word())) {
                  own = own.plus(movement.counts());
                }
              }
              assertThat(own.get(Measures.level(row.status()))).isEqualTo(1);
            });
  }

  private static Counts sum(History history, long asOf) {
    Counts sum = Counts.NONE;
    for (Movement movement : Movements.of(history)) {
      if (movement.at() <= asOf) {
        sum = sum.plus(movement.counts());
      }
    }
    return sum;
  }

  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }

  @Provide
  Arbitrary<Long> instants() {
    return Histories.instants();
  }
}
