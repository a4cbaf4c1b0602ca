package io.isotrail.streams.proof;

import io.isotrail.streams.oracle.Histories;
import io.isotrail.streams.topology.SettlingProperties;
import io.isotrail.streams.topology.TaskProperties;
import net.jqwik.api.Example;

/**
 * Every claim on as many histories as one likes. Surefire does not run it by itself; see
 * CONTRIBUTING.md.
 */
class LongRun {

  private final int tries = Integer.getInteger("isotrail.proof.tries", 20_000);
  private final long seed = Long.getLong("isotrail.proof.seed", System.nanoTime());

  @Example
  void theJudge() {
    Trials.of(
        "the judge",
        Histories.mixed(),
        seed,
        tries,
        (sample, random) -> JudgeProperties.agrees(sample));
  }

  @Example
  void theSums() {
    Trials.of("the sums", Histories.mixed(), seed, tries, KpiProperties::sumsAgree);
  }

  @Example
  void theTasks() {
    Trials.of("the tasks", Histories.mixed(), seed, tries, TaskProperties::tasksAgree);
  }

  @Example
  void folding() {
    Trials.of("folding", Histories.mixed(), seed, tries, SettlingProperties::foldingChangesNothing);
  }

  @Example
  void purging() {
    Trials.of("purging", Histories.mixed(), seed, tries, SettlingProperties::purgingChangesNoSum);
  }
}
