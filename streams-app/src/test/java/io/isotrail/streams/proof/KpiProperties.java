package io.isotrail.streams.proof;

import io.isotrail.streams.codec.GovernanceCodec;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.RejectionVerdict;
import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.oracle.RejectionAnswer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** KPIs and trends summed up from deltas are those that the oracle counts one by one. */
public class KpiProperties {

  private static final int QUESTIONS = 4;

  @Property(tries = 3_000)
  void sumsAgreeWithTheOracle(
      @ForAll("histories") Histories.Sample sample, @ForAll("seeds") long seed) {
    sumsAgree(sample, new Random(seed));
  }

  static void sumsAgree(Histories.Sample sample, Random random) {
    Oracle oracle = Oracle.of(sample.facts(), sample.governance());
    Collection<History> histories = JudgeProperties.judged(sample.facts(), sample.governance());
    List<Movement> movements = new ArrayList<>();
    histories.forEach(history -> movements.addAll(Movements.of(history)));
    List<RejectionVerdict> rejections = new ArrayList<>();
    oracle.rejections().stream()
        .sorted(
            Comparator.comparingLong(RejectionAnswer::at)
                .thenComparing(RejectionAnswer::eventId)
                .thenComparing(RejectionAnswer::account))
        .forEach(
            rejection -> {
              RejectionVerdict verdict = verdict(rejection);
              rejections.add(verdict);
              movements.add(verdict.movement(rejection.distinct()));
            });
    same(
        sample,
        new JudgedSource(
            histories,
            JudgedSource.told(movements, random),
            rejections,
            GovernanceCodec.governance(sample.governance()).orElseThrow().exceptions()),
        oracle,
        random);
  }

  /** Asks both some random questions. */
  public static void same(Histories.Sample sample, KpiSource source, Oracle oracle, Random random) {
    for (int asked = 0; asked < QUESTIONS; asked++) {
      KpiComparison.same(Questions.kpis(sample, random), source, oracle);
    }
    KpiComparison.same(
        Questions.trend(sample, random), Questions.kpis(sample, random), source, oracle);
  }

  private static RejectionVerdict verdict(RejectionAnswer rejection) {
    return new RejectionVerdict(
        rejection.at(),
        rejection.key().toString(),
        rejection.actor(),
        RejectionVerdict.Attribution.valueOf(rejection.attribution().name()),
        RejectionVerdict.Source.valueOf(rejection.reportedBy().name()),
        new Dimensions(
            rejection.key().account(),
            rejection.key().region(),
            rejection.key().kind().segment(),
            rejection.environment(),
            rejection.sensitivity(),
            rejection.owner(),
            "",
            false,
            null));
  }

  @Provide
  Arbitrary<Histories.Sample> histories() {
    return Histories.mixed();
  }

  /** Any number is as good as any other. */
  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().withoutEdgeCases();
  }
}
