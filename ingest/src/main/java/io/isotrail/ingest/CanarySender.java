package io.isotrail.ingest;

import io.isotrail.ingest.publish.PublishException;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.schemas.fact.Canary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a synthetic fact now and then, which the view times. It is not in the ledger: nobody
 * notified it. When it last tried is {@code isotrail_ingest_canary_sent_timestamp_seconds}; where
 * no canary is sent there is no such metric.
 */
final class CanarySender {

  private static final Logger LOG = LoggerFactory.getLogger(CanarySender.class);

  private final Publisher publisher;
  private final String instance;
  private final long pauseMillis;
  private final InstantSource clock;
  private final AtomicLong triedAtMillis = new AtomicLong();
  private final MeterRegistry metrics;
  private long dueAtMillis = Long.MIN_VALUE;

  /**
   * @param pause zero sends none
   */
  CanarySender(
      Publisher publisher,
      String instance,
      Duration pause,
      MeterRegistry metrics,
      InstantSource clock) {
    this.publisher = publisher;
    this.instance = instance.isEmpty() ? "single" : instance;
    this.pauseMillis = pause.toMillis();
    this.metrics = metrics;
    this.clock = clock;
  }

  void sendWhenDue() throws InterruptedException {
    long now = clock.millis();
    if (pauseMillis <= 0 || now < dueAtMillis) {
      return;
    }
    dueAtMillis = now + pauseMillis;
    if (triedAtMillis.getAndSet(now) == 0) {
      Gauge.builder(
              "isotrail.ingest.canary.sent.timestamp.seconds",
              triedAtMillis,
              millis -> millis.get() / 1_000.0)
          .register(metrics);
    }
    try {
      Publisher.Batch batch = publisher.begin();
      batch.fact(Canary.of(instance, now));
      batch.await();
    } catch (PublishException e) {
      // That none arrives is what it tells.
      LOG.debug("a canary was not acknowledged: {}", e.explanation());
    }
  }
}
