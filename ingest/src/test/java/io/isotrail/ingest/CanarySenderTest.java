package io.isotrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.ingest.given.MemoryPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What alerts know of canaries that were sent. */
class CanarySenderTest {

  private static final String SENT = "isotrail.ingest.canary.sent.timestamp.seconds";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final MemoryPublisher publisher = new MemoryPublisher();
  private long now = 1_800_000_000;

  private CanarySender sender(Duration pause) {
    return new CanarySender(publisher, "one", pause, metrics, () -> Instant.ofEpochSecond(now));
  }

  @Test
  void whereNoneIsSentNothingIsSaid() throws Exception {
    CanarySender sender = sender(Duration.ZERO);

    sender.sendWhenDue();

    assertThat(metrics.find(SENT).gauge()).isNull();
    assertThat(publisher.facts).isEmpty();
  }

  @Test
  void aTryThatFailsIsATryAllTheSame() throws Exception {
    CanarySender sender = sender(Duration.ofSeconds(30));
    sender.sendWhenDue();
    now += 29;
    sender.sendWhenDue();
    assertThat(publisher.facts).hasSize(1);
    assertThat(metrics.get(SENT).gauge().value()).isEqualTo(1_800_000_000);

    publisher.failNext(1);
    now += 1;
    sender.sendWhenDue();

    assertThat(publisher.facts).hasSize(1);
    assertThat(metrics.get(SENT).gauge().value()).isEqualTo(1_800_000_030);
  }
}
