package io.isotrail.ingest.feed;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was done with a queue's messages, in numbers that only grow. */
public final class QueueCounts {

  /** What is counted. */
  public enum Event {
    RECEIVED,
    DELETED,
    /** Not deleted by the last attempt: it comes again, and is absorbed. */
    NOT_DELETED,
    /** Hidden for longer, while it is worked on. */
    EXTENDED,
    /** Not hidden for longer: it may come again, and is absorbed. */
    NOT_EXTENDED,
    /** Given back to the queue. */
    RETURNED;

    /** The code in metrics, e.g. {@code not-deleted}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

  public QueueCounts() {
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  void add(Event event, int messages) {
    adder(event).add(messages);
  }

  /** How many so far. */
  public long of(Event event) {
    return adder(event).sum();
  }

  private LongAdder adder(Event event) {
    LongAdder adder = counts.get(event);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return adder;
  }
}
