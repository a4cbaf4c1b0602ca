package io.isotrail.ingest.telemetry;

import io.isotrail.ingest.telemetry.Page.End;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was noticed, and what became of it. For each account and region, in objects:
 *
 * <pre>notified + by digest = published + skipped + rejected + returned + in flight</pre>
 *
 * where {@code notified} is what the feed told of, {@code by digest} is what only a digest named
 * and is read for that ({@link DigestLedger}), and {@code returned} is what could not be had or
 * published and went back to its queue (which notifies again) or was given up by a listing (which
 * makes the run incomplete). A retry of our own is no outcome: the object stays in flight.
 *
 * <p>In records the relation is the same. A record is notified when an attempt at its object has
 * read it, ends as its object does (an object that is put to the dead letters may hold published
 * records before its fault), and is {@code returned} when the attempt failed after it was read: the
 * next attempt notifies it again.
 *
 * <p>The place of an object is the account and region of its path, that of a record which came by
 * EventBridge its own. What has none is counted under {@code unknown}; places beyond the limit of
 * places are counted together under {@code other}, so the sum over all places is always whole.
 *
 * <p>In Prometheus, each with {@code account} and {@code region}: {@code
 * isotrail_ledger_objects_notified_total}, {@code isotrail_ledger_objects_by_digest_total}, {@code
 * isotrail_ledger_objects_total{outcome}}, {@code isotrail_ledger_objects_in_flight}, {@code
 * isotrail_ledger_records_notified_total}, {@code isotrail_ledger_records_by_digest_total}, {@code
 * isotrail_ledger_records_total{outcome}}, {@code isotrail_ledger_records_in_flight}. For all
 * together: {@code isotrail_ledger_skipped_total{unit,reason}}, {@code
 * isotrail_ledger_retries_total{cause}}, {@code isotrail_ledger_facts_total}, {@code
 * isotrail_ledger_bytes_total}, {@code isotrail_dead_letters_total{reason}}. Reasons and causes are
 * codes of enums, never text from outside.
 */
public final class Ledger {

  private final MeterRegistry registry;
  private final int mostPlaces;
  private final Map<Place, Page> pages = new ConcurrentHashMap<>();
  private final Page unknown;
  private final Page other;
  private final Counter facts;
  private final Counter bytes;
  private final AtomicLong discovered = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong recordsRead = new AtomicLong();
  private final AtomicLong factsPublished = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();

  /**
   * @param mostPlaces accounts and regions that get numbers of their own
   */
  public Ledger(MeterRegistry registry, int mostPlaces) {
    this.registry = registry;
    this.mostPlaces = mostPlaces;
    this.facts = registry.counter("isotrail.ledger.facts");
    this.bytes = registry.counter("isotrail.ledger.bytes");
    this.unknown = new Page(registry, Place.UNKNOWN);
    this.other = new Page(registry, Place.OTHER);
  }

  /** Something was noticed by this way, and is in flight from now on. */
  public Noticed entered(Place place, Entry entry) {
    Page page = page(place);
    page.objectEntered(entry);
    discovered.incrementAndGet();
    return new Noticed(page, entry);
  }

  private Page page(Place place) {
    if (place.equals(Place.UNKNOWN)) {
      return unknown;
    }
    Page known = pages.get(place);
    if (known != null) {
      return known;
    }
    synchronized (pages) {
      return pages.size() < mostPlaces
          ? pages.computeIfAbsent(place, fresh -> new Page(registry, fresh))
          : pages.getOrDefault(place, other);
    }
  }

  /** An object was published. */
  public void published(Noticed noticed, Tally tally) {
    count(noticed, tally);
    end(noticed, End.PUBLISHED);
  }

  /** Something was left out on purpose. */
  public void skipped(Noticed noticed, String reason) {
    registry.counter("isotrail.ledger.skipped", "unit", "object", "reason", reason).increment();
    end(noticed, End.SKIPPED);
  }

  /** An object was put to the dead letters; the records before its fault were published. */
  public void rejected(Noticed noticed, Tally tally) {
    count(noticed, tally);
    end(noticed, End.REJECTED);
  }

  /** An object failed in every delivery and was put to the dead letters, by this reason. */
  public void poisoned(Noticed noticed, Tally tally, String cause, String reason) {
    retried(noticed, tally, cause);
    registry.counter("isotrail.dead.letters", "reason", reason).increment();
    end(noticed, End.REJECTED);
  }

  /** An object was given back or given up. */
  public void returned(Noticed noticed, Tally tally, String cause) {
    retried(noticed, tally, cause);
    end(noticed, End.RETURNED);
  }

  /** An attempt failed; the object will be tried again. */
  public void retried(Noticed noticed, Tally tally, String cause) {
    registry.counter("isotrail.ledger.retries", "cause", cause).increment();
    noticed.page().recordsEnded(End.RETURNED, tally.records());
  }

  private void end(Noticed noticed, End end) {
    noticed.page().objectEnded(end);
    settled.incrementAndGet();
  }

  private void count(Noticed noticed, Tally tally) {
    recordsRead.addAndGet(tally.records());
    factsPublished.addAndGet(tally.facts());
    bytesRead.addAndGet(tally.bytes());
    facts.increment((double) tally.facts());
    bytes.increment((double) tally.bytes());
    noticed.page().recordsEnded(End.PUBLISHED, tally.publishedRecords());
    noticed.page().recordsEnded(End.SKIPPED, tally.skippedRecords());
    noticed.page().recordsEnded(End.REJECTED, tally.rejectedRecords());
    tally
        .skipped()
        .forEach(
            (reason, count) ->
                registry
                    .counter("isotrail.ledger.skipped", "unit", "record", "reason", reason)
                    .increment(count));
    tally
        .deadLetters()
        .forEach(
            (reason, count) ->
                registry.counter("isotrail.dead.letters", "reason", reason).increment(count));
  }

  /** Objects noticed. */
  public long discoveredObjects() {
    return discovered.get();
  }

  /** Objects that have ended, given back or up included. */
  public long endedObjects() {
    return settled.get();
  }

  /** Objects noticed that have not ended; never below the truth. */
  public long inFlightObjects() {
    long ended = settled.get();
    return discovered.get() - ended;
  }

  public long records() {
    return recordsRead.get();
  }

  public long facts() {
    return factsPublished.get();
  }

  public long bytes() {
    return bytesRead.get();
  }
}
