package io.isotrail.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was noticed, and what became of it. At any moment, in objects:
 *
 * <pre>notified = published + skipped + rejected + returned + in flight</pre>
 *
 * where {@code returned} is what could not be had or published and went back to its queue (which
 * notifies again) or was given up by a listing (which makes the run incomplete). A retry of our own
 * is no outcome: the object stays in flight. In records, of the objects that are settled:
 *
 * <pre>read = published + skipped + rejected</pre>
 *
 * In Prometheus: {@code isotrail_ledger_objects_notified_total}, {@code
 * isotrail_ledger_objects_total{outcome}}, {@code isotrail_ledger_objects_in_flight}, {@code
 * isotrail_ledger_records_total{outcome}}, {@code isotrail_ledger_skipped_total{unit,reason}},
 * {@code isotrail_ledger_retries_total{cause}}, {@code isotrail_ledger_facts_total}, {@code
 * isotrail_ledger_bytes_total}, {@code isotrail_dead_letters_total{reason}}. Reasons and causes are
 * codes of enums, never text from outside.
 */
public final class Ledger {

  /** How an object or a record ended. */
  private enum End {
    PUBLISHED,
    SKIPPED,
    REJECTED,
    RETURNED
  }

  private final MeterRegistry registry;
  private final Counter notified;
  private final Counter facts;
  private final Counter bytes;
  private final Map<End, Counter> objects = new EnumMap<>(End.class);
  private final Map<End, Counter> records = new EnumMap<>(End.class);
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong discovered = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong recordsRead = new AtomicLong();
  private final AtomicLong factsPublished = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();

  public Ledger(MeterRegistry registry) {
    this.registry = registry;
    this.notified = registry.counter("isotrail.ledger.objects.notified");
    this.facts = registry.counter("isotrail.ledger.facts");
    this.bytes = registry.counter("isotrail.ledger.bytes");
    for (End end : End.values()) {
      String outcome = end.name().toLowerCase(Locale.ROOT);
      objects.put(end, registry.counter("isotrail.ledger.objects", "outcome", outcome));
      if (end != End.RETURNED) {
        records.put(end, registry.counter("isotrail.ledger.records", "outcome", outcome));
      }
    }
    Gauge.builder("isotrail.ledger.objects.in.flight", inFlight, AtomicLong::doubleValue)
        .register(registry);
  }

  /** Something was noticed, and is in flight from now on. */
  public void notified() {
    inFlight.incrementAndGet();
    discovered.incrementAndGet();
    notified.increment();
  }

  /** An object was published. */
  public void published(Tally tally) {
    count(tally);
    end(End.PUBLISHED);
  }

  /** Something was left out on purpose. */
  public void skipped(String reason) {
    registry.counter("isotrail.ledger.skipped", "unit", "object", "reason", reason).increment();
    end(End.SKIPPED);
  }

  /** An object was put to the dead letters; the records before its fault were published. */
  public void rejected(Tally tally) {
    count(tally);
    end(End.REJECTED);
  }

  /** An object was given back or given up. */
  public void returned(String cause) {
    retried(cause);
    end(End.RETURNED);
  }

  /** An object will be tried again. */
  public void retried(String cause) {
    registry.counter("isotrail.ledger.retries", "cause", cause).increment();
  }

  private void end(End end) {
    counter(objects, end).increment();
    settled.incrementAndGet();
    inFlight.decrementAndGet();
  }

  private static Counter counter(Map<End, Counter> counters, End end) {
    Counter counter = counters.get(end);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + end);
    }
    return counter;
  }

  private void count(Tally tally) {
    recordsRead.addAndGet(tally.records());
    factsPublished.addAndGet(tally.facts());
    bytesRead.addAndGet(tally.bytes());
    facts.increment((double) tally.facts());
    bytes.increment((double) tally.bytes());
    counter(records, End.PUBLISHED).increment((double) tally.publishedRecords());
    counter(records, End.SKIPPED).increment((double) tally.skippedRecords());
    counter(records, End.REJECTED).increment((double) tally.rejectedRecords());
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

  public long inFlightObjects() {
    return inFlight.get();
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
