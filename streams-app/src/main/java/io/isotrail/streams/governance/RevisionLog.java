package io.isotrail.streams.governance;

import io.isotrail.avro.Governance;
import java.util.List;

/** The governance topic: every revision that was ever published. */
interface RevisionLog {

  /**
   * Every committed record, in the order of one partition.
   *
   * @throws GovernanceAwayException when it cannot be had
   */
  List<Governance> read();

  /**
   * Takes the sole right to write: whoever had it before can write no more, and what they wrote is
   * either committed by now or never will be.
   *
   * @throws GovernanceAwayException when it cannot be had
   */
  Claim claim();

  /** The right to write, once. */
  interface Claim extends AutoCloseable {

    /**
     * Writes all of them or none, each to every partition.
     *
     * @return false when somebody else has taken the right meanwhile; then nothing was written
     * @throws GovernanceAwayException when they cannot be written
     */
    boolean write(List<Governance> revisions);

    @Override
    void close();
  }
}
