package io.isotrail.streams.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Ending;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.governance.GovernanceFiles;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The oracle obeys the laws on generated histories, and these are worth comparing. */
class HistoriesTest {

  private static final long DAY = 86_400;

  @Provide
  Arbitrary<Histories.Sample> histories() {
    return Histories.ofAtMost(100);
  }

  @Property(tries = 300)
  void orderAndDuplicatesDoNotMatter(
      @ForAll("histories") Histories.Sample sample, @ForAll long seed) {
    Random random = new Random(seed);
    Oracle once = Oracle.of(sample.facts(), sample.governance());
    Oracle again =
        Oracle.of(
            Histories.permuted(Histories.duplicated(sample.facts(), random), random),
            Histories.permuted(Histories.duplicated(sample.governance(), random), random));

    assertThat(again.spells()).isEqualTo(once.spells());
    assertThat(again.violations()).isEqualTo(once.violations());
    assertThat(again.rejections()).isEqualTo(once.rejections());
    assertThat(again.rows(sample.end())).isEqualTo(once.rows(sample.end()));
    KpiQuery query = KpiQuery.of(sample.end(), 30 * DAY);
    assertThat(again.kpis(query)).isEqualTo(once.kpis(query));
  }

  @Property(tries = 300)
  void localitiesAreJudgedApart(@ForAll("histories") Histories.Sample sample) {
    List<SpellAnswer> apart = new ArrayList<>();
    List<ViolationAnswer> violations = new ArrayList<>();
    for (List<Fact> facts : Histories.byLocality(sample.facts()).values()) {
      Oracle oracle = Oracle.of(facts, sample.governance());
      apart.addAll(oracle.spells());
      violations.addAll(oracle.violations());
    }
    Oracle together = Oracle.of(sample.facts(), sample.governance());

    assertThat(apart).containsExactlyInAnyOrderElementsOf(together.spells());
    assertThat(violations).containsExactlyInAnyOrderElementsOf(together.violations());
  }

  @Property(tries = 300)
  void spellsHaveNoGapsAndViolationsAreTheirStretches(
      @ForAll("histories") Histories.Sample sample) {
    Oracle oracle = Oracle.of(sample.facts(), sample.governance());
    SpellAnswer before = null;
    for (SpellAnswer spell : oracle.spells()) {
      boolean sameLife =
          before != null
              && before.key().equals(spell.key())
              && before.generation() == spell.generation();
      if (before != null && sameLife) {
        assertThat(before.to()).isEqualTo(spell.from());
        // The last one of a violation says how it ended, and no other.
        assertThat(before.endedAs() != null)
            .isEqualTo(before.status() == Status.VIOLATION && spell.status() != Status.VIOLATION);
      }
      assertThat(spell.openedAt() != null)
          .isEqualTo(
              spell.status() == Status.VIOLATION
                  && spell.key().kind().role() != ResourceKind.Role.RUN);
      before = spell;
    }
    long ended = oracle.spells().stream().filter(spell -> spell.endedAs() != null).count();
    assertThat(oracle.violations())
        .filteredOn(violation -> violation.endedAs() != null)
        .hasSize((int) ended)
        .allMatch(violation -> violation.openedAt() <= Objects.requireNonNull(violation.endedAt()));
  }

  @Property(tries = 100)
  void groupsAddUpToTheWhole(@ForAll("histories") Histories.Sample sample) {
    Oracle oracle = Oracle.of(sample.facts(), sample.governance());
    KpiAnswer whole =
        oracle.kpis(
            new KpiQuery(
                sample.end(),
                30 * DAY,
                Map.of(),
                List.of(KpiQuery.Dimension.ACCOUNT, KpiQuery.Dimension.SEVERITY)));

    assertThat(whole.groups().stream().mapToLong(group -> group.open().count()).sum())
        .isEqualTo(whole.open().count());
    assertThat(whole.groups().stream().mapToLong(group -> group.remediation().count()).sum())
        .isEqualTo(whole.remediation().count());
    assertThat(whole.groups().stream().mapToLong(group -> group.models().production()).sum())
        .isEqualTo(whole.models().production());
  }

  @Property(tries = 100)
  void daysOfATrendAddUpToTheWindow(@ForAll("histories") Histories.Sample sample) {
    Oracle oracle = Oracle.of(sample.facts(), sample.governance());
    long first = Histories.BEGINNING - DAY;
    List<TrendAnswer> days =
        oracle.trends(
            first, first + 10 * DAY, TrendAnswer.Step.DAY, KpiQuery.of(sample.end(), DAY));

    KpiAnswer window = oracle.kpis(KpiQuery.of(first + 10 * DAY - 1, 10 * DAY));
    assertThat(days).hasSize(10);
    assertThat(days.stream().mapToLong(day -> day.kpis().remediation().count()).sum())
        .isEqualTo(window.remediation().count());
    assertThat(days.stream().mapToLong(day -> day.kpis().rejections().distinct()).sum())
        .isEqualTo(window.rejections().distinct());
    assertThat(days.getLast().kpis().open()).isEqualTo(window.open());
  }

  @Property(tries = 200)
  void governanceIsWhatThePublisherWouldAccept(@ForAll("histories") Histories.Sample sample) {
    sample
        .governance()
        .forEach(
            record -> {
              switch (record.getKind()) {
                case POLICY -> GovernanceFiles.policyFromDocument(record.getDocument(), "a policy");
                case EXCEPTION ->
                    GovernanceFiles.exceptionFromDocument(record.getDocument(), "an exception");
              }
            });
    assertThat(sample.governance()).isNotEmpty();
  }

  /** A comparison on histories in which nothing of interest happens would prove nothing. */
  @Test
  void everyStatusAndEveryEndingHappens() {
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    Set<Ending> endings = EnumSet.noneOf(Ending.class);
    Histories.ofAtMost(100)
        .sampleStream()
        .limit(300)
        .forEach(
            sample -> {
              Oracle oracle = Oracle.of(sample.facts(), sample.governance());
              oracle.rows(sample.end()).forEach(row -> statuses.add(row.status()));
              oracle.violations().stream()
                  .map(ViolationAnswer::endedAs)
                  .filter(Objects::nonNull)
                  .map(Objects::requireNonNull)
                  .forEach(endings::add);
            });

    assertThat(statuses).containsExactlyInAnyOrder(Status.values());
    assertThat(endings).containsExactlyInAnyOrder(Ending.values());
  }
}
