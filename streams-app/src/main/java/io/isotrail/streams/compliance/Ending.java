package io.isotrail.streams.compliance;

/** How a violation ends. */
public enum Ending {
  DELETED(true),
  REPLACED(true),
  ISOLATED(true),
  EXEMPTED(false),
  RECLASSIFIED(false),
  INFERRED(false);

  private final boolean remediation;

  Ending(boolean remediation) {
    this.remediation = remediation;
  }

  /** Whether it counts in the mean time to remediate. */
  public boolean remediation() {
    return remediation;
  }
}
