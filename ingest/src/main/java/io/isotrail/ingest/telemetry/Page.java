package io.isotrail.ingest.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The page of the ledger for one account and region. */
final class Page {

  /** How an object or a record ended. */
  enum End {
    PUBLISHED,
    SKIPPED,
    REJECTED,
    RETURNED
  }

  private final Map<Entry, Counter> objectsEntered = new EnumMap<>(Entry.class);
  private final Map<Entry, Counter> recordsEntered = new EnumMap<>(Entry.class);
  private final Map<End, Counter> objects = new EnumMap<>(End.class);
  private final Map<End, Counter> records = new EnumMap<>(End.class);
  private final AtomicLong objectsInFlight = new AtomicLong();
  private final AtomicLong recordsInFlight = new AtomicLong();

  Page(MeterRegistry registry, Place place) {
    String[] labels = {"account", place.account(), "region", place.region()};
    for (Entry entry : Entry.values()) {
      String way = entry.name().toLowerCase(Locale.ROOT).replace('_', '.');
      objectsEntered.put(entry, registry.counter("isotrail.ledger.objects." + way, labels));
      recordsEntered.put(entry, registry.counter("isotrail.ledger.records." + way, labels));
    }
    for (End end : End.values()) {
      objects.put(end, counter(registry, "isotrail.ledger.objects", end, labels));
      records.put(end, counter(registry, "isotrail.ledger.records", end, labels));
    }
    gauge(registry, "isotrail.ledger.objects.in.flight", objectsInFlight, labels);
    gauge(registry, "isotrail.ledger.records.in.flight", recordsInFlight, labels);
  }

  private static Counter counter(MeterRegistry registry, String name, End end, String[] labels) {
    return Counter.builder(name)
        .tag("outcome", end.name().toLowerCase(Locale.ROOT))
        .tags(labels)
        .register(registry);
  }

  private static void gauge(
      MeterRegistry registry, String name, AtomicLong value, String[] labels) {
    Gauge.builder(name, value, AtomicLong::doubleValue).tags(labels).register(registry);
  }

  void objectEntered(Entry entry) {
    objectsInFlight.incrementAndGet();
    counted(objectsEntered, entry).increment();
  }

  void objectEnded(End end) {
    counted(objects, end).increment();
    objectsInFlight.decrementAndGet();
  }

  void recordsEntered(Entry entry, long count) {
    recordsInFlight.addAndGet(count);
    counted(recordsEntered, entry).increment((double) count);
  }

  void recordsEnded(End end, long count) {
    counted(records, end).increment((double) count);
    recordsInFlight.addAndGet(-count);
  }

  private static <E extends Enum<E>> Counter counted(Map<E, Counter> counters, E what) {
    Counter counter = counters.get(what);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + what);
    }
    return counter;
  }
}
