package io.isotrail.ingest;

import io.isotrail.ingest.feed.Feed;
import io.isotrail.ingest.feed.QueueCounts;
import io.isotrail.ingest.feed.QueueFeed;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** Shows what was done with a queue's messages: {@code isotrail_ingest_queue_messages_total}. */
final class QueueMeters {

  private QueueMeters() {}

  /** Nothing is shown for a feed that is no queue. */
  static void bind(Feed feed, MeterRegistry metrics) {
    if (feed instanceof QueueFeed queue) {
      for (QueueCounts.Event event : QueueCounts.Event.values()) {
        FunctionCounter.builder(
                "isotrail.ingest.queue.messages",
                queue.counts(),
                counts -> (double) counts.of(event))
            .tag("event", event.code())
            .register(metrics);
      }
    }
  }
}
