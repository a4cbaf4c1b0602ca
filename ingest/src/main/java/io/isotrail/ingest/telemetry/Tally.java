package io.isotrail.ingest.telemetry;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one attempt at one object comes to. Its records are in flight from the moment that they are
 * counted here; they end with the attempt. Used by one thread.
 */
public final class Tally {

  private final Page page;
  private final Entry entry;
  private final Map<String, Long> skipped = new TreeMap<>();
  private final Map<String, Long> deadLetters = new TreeMap<>();
  private long publishedRecords;
  private long facts;
  private long rejectedRecords;
  private long bytes;

  Tally(Page page, Entry entry) {
    this.page = page;
    this.entry = entry;
  }

  /** A record whose facts were handed to Kafka. */
  public void published(int factsOfRecord) {
    publishedRecords++;
    facts += factsOfRecord;
    page.recordsEntered(entry, 1);
  }

  /** Records that are left out on purpose. */
  public void skipped(String reason, long records) {
    if (records > 0) {
      skipped.merge(reason, records, Long::sum);
      page.recordsEntered(entry, records);
    }
  }

  /** A record that became a dead letter. */
  public void rejectedRecord(String reason) {
    rejectedRecords++;
    deadLetter(reason);
    page.recordsEntered(entry, 1);
  }

  /** A dead letter for something other than a single record. */
  public void deadLetter(String reason) {
    deadLetters.merge(reason, 1L, Long::sum);
  }

  /** Bytes of the object as stored. */
  public void bytes(long count) {
    bytes = count;
  }

  public long facts() {
    return facts;
  }

  public long bytes() {
    return bytes;
  }

  public long publishedRecords() {
    return publishedRecords;
  }

  public long rejectedRecords() {
    return rejectedRecords;
  }

  public long skippedRecords() {
    return skipped.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> skipped() {
    return skipped;
  }

  Map<String, Long> deadLetters() {
    return deadLetters;
  }

  /** Every record that was read. */
  public long records() {
    return publishedRecords + skippedRecords() + rejectedRecords;
  }
}
