package io.isotrail.streams.oracle;

/**
 * One act of governance in a generated history, read by {@link Publishing}.
 *
 * @param moment which of the history's instants it is published at
 * @param id which exception
 * @param flavor what the document says; 0 is the plainest
 */
public record Ruling(Act act, int moment, int id, int flavor) {

  static final int IDS = 3;
  static final int FLAVORS = 256;

  /** What is done. */
  public enum Act {
    POLICY,
    /** Approves an exception, or revises it. */
    APPROVE,
    /** Publishes an exception, or a revision of it, that waits for approval. */
    REQUEST,
    REVOKE
  }
}
