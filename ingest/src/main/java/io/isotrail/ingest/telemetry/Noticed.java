package io.isotrail.ingest.telemetry;

/** Something that was noticed and is in flight until it ends, in the ledger's eyes. */
public final class Noticed {

  private final Page page;
  private final Entry entry;

  Noticed(Page page, Entry entry) {
    this.page = page;
    this.entry = entry;
  }

  /** Begins to count the records of one attempt. */
  public Tally tally() {
    return new Tally(page, entry);
  }

  Page page() {
    return page;
  }
}
