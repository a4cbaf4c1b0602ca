package io.isotrail.streams.governance;

import java.time.Clock;
import java.util.Optional;

/** A register over a topic in memory, with the shipped policy. */
public final class GovernanceInMemory {

  private final MemoryLog log = new MemoryLog();
  private final GovernanceRegister register;

  public GovernanceInMemory(Clock clock) {
    register = new GovernanceRegister(log, clock);
    register.start(Optional.empty(), Optional.empty());
  }

  public GovernanceRegister register() {
    return register;
  }

  /** How many records were published. */
  public int records() {
    return log.records.size();
  }

  /** Lets somebody else publish between the next change's decision and its writing. */
  public void interruptNextChange() {
    log.beforeWrite = log::claim;
  }
}
