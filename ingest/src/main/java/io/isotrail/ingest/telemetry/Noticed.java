package io.isotrail.ingest.telemetry;

/** Something that was noticed and is in flight until it ends, in the ledger's eyes. */
public final class Noticed {

  private final Page page;

  Noticed(Page page) {
    this.page = page;
  }

  /** Begins to count the records of one attempt. */
  public Tally tally() {
    return new Tally(page);
  }

  Page page() {
    return page;
  }
}
