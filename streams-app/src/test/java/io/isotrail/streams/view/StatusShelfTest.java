package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.CanaryStatus;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What several instances say of one source, taken together; and how canaries are timed. */
class StatusShelfTest {

  private static final long NOW = 1_800_000_000L;
  private static final String QUEUE = "sqs:queue";

  private final StatusShelf status = new StatusShelf();

  private void source(String instance, boolean end, long discovered, long writtenAt) {
    status.put(
        "source/" + QUEUE + "#" + instance,
        new Progress(writtenAt, new SourceStatus(QUEUE, true, end, discovered, 1L, 0L)));
  }

  @Test
  void aSourceHasEndedWhenEachOfItsInstancesHas() {
    source("one", true, 3, NOW);
    source("other", false, 4, NOW - 100);

    assertThat(status.sources()).containsExactly(new SourceStatus(QUEUE, true, false, 7L, 2L, 0L));

    source("other", true, 5, NOW + 1);

    assertThat(status.sources()).containsExactly(new SourceStatus(QUEUE, true, true, 8L, 2L, 0L));
  }

  @Test
  void whenASourceComesToItsEndIsKeptAndNotWhenItSaysSoAgain() {
    long before = status.endedAt();
    source("one", false, 3, NOW);
    assertThat(status.endedAt()).isEqualTo(before);

    source("one", true, 3, NOW + 1);
    long ended = status.endedAt();
    assertThat(ended).isGreaterThan(before);

    source("one", true, 4, NOW + 2);
    source("one", false, 5, NOW + 3);
    assertThat(status.endedAt()).isEqualTo(ended);

    source("other", true, 1, NOW + 4);
    assertThat(status.endedAt()).as("one has not").isEqualTo(ended);

    status.remove("source/" + QUEUE + "#one");
    assertThat(status.endedAt()).isGreaterThan(ended);
  }

  @Test
  void anInstanceThatHasEndedIsWaitedForNoLongerThanItsMessagesAreHidden() {
    source("dead", false, 9, NOW - 120);
    source("one", true, 3, NOW);
    assertThat(status.sources().getFirst().getEndReached()).isFalse();

    source("one", true, 3, NOW + 1);

    assertThat(status.sources()).containsExactly(new SourceStatus(QUEUE, true, true, 3L, 1L, 0L));
  }

  @Test
  void howLongIsWaitedForAnInstanceIsASetting() {
    status.silence(Duration.ofMinutes(5));
    source("slow", false, 9, NOW - 300);
    source("one", true, 3, NOW);
    assertThat(status.sources().getFirst().getEndReached()).isFalse();

    source("one", true, 3, NOW + 1);
    assertThat(status.sources().getFirst().getEndReached()).isTrue();
  }

  @Test
  void feedsAreTakenTogether() {
    status.put(
        "feed/" + QUEUE + "#one/1/eu",
        new Progress(NOW, new FeedStatus(QUEUE, "1", "eu", 10L, 20L, 30L)));
    status.put(
        "feed/" + QUEUE + "#other/1/eu",
        new Progress(NOW, new FeedStatus(QUEUE, "1", "eu", 5L, 25L, 28L)));
    status.put(
        "feed/" + QUEUE + "#other/2/eu",
        new Progress(NOW, new FeedStatus(QUEUE, "2", "eu", 5L, 25L, 28L)));

    assertThat(status.feeds())
        .containsExactly(
            new FeedStatus(QUEUE, "1", "eu", 5L, 25L, 30L),
            new FeedStatus(QUEUE, "2", "eu", 5L, 25L, 28L));
  }

  @Test
  void aCanaryIsTimedWhenItComesAndNotWhenItIsReadAgain() {
    status.put("canary/0", new Progress(NOW, new CanaryStatus(0, "one", 1_000L * NOW)));
    assertThat(status.canary()).contains(new View.Canary(1_000L * NOW, OptionalLong.empty()));

    status.time(() -> Instant.ofEpochMilli(1_000L * NOW + 750), () -> true);
    status.put("canary/3", new Progress(NOW, new CanaryStatus(3, "one", 1_000L * NOW + 500)));
    assertThat(status.canary()).contains(new View.Canary(1_000L * NOW + 500, OptionalLong.of(250)));

    status.put("canary/1", new Progress(NOW, new CanaryStatus(1, "other", 1_000L * NOW + 400)));
    assertThat(status.canary().orElseThrow().sentAtMillis()).isEqualTo(1_000L * NOW + 500);
  }
}
