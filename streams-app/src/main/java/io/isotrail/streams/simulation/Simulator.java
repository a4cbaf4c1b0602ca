package io.isotrail.streams.simulation;

/** Says what another policy would change. */
@FunctionalInterface
public interface Simulator {

  /** Reads and judges everything; may take as long as the settings allow. */
  Outcome simulate(Question question);
}
