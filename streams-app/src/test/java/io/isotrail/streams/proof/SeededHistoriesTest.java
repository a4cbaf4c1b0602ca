package io.isotrail.streams.proof;

import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.topology.SettlingProperties;
import net.jqwik.api.Example;

/** The same few histories each time: a first answer in seconds for whoever changes the judge. */
class SeededHistoriesTest {

  private static final int FEW = 60;

  @Example
  void theJudgeAgreesWithTheOracle() {
    Trials.of(
        "the judge",
        Histories.ofAtMost(100),
        1,
        FEW,
        (sample, random) -> JudgeProperties.agrees(sample));
  }

  @Example
  void sumsAgreeWithTheOracle() {
    Trials.of("the sums", Histories.ofAtMost(60), 1, FEW, KpiProperties::sumsAgree);
  }

  @Example
  void foldingChangesNothing() {
    Trials.of(
        "folding", Histories.ofAtMost(100), 1, FEW, SettlingProperties::foldingChangesNothing);
  }

  @Example
  void purgingChangesNoSum() {
    Trials.of("purging", Histories.ofAtMost(100), 1, FEW, SettlingProperties::purgingChangesNoSum);
  }
}
