package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.SourceStatus;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.view.View.Component;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a view calls its answers complete. */
class CompletenessTest {

  @TempDir Path directory;

  /** Of the look at Kafka of which the view has everything, {@link System#nanoTime}. */
  private final AtomicLong looked = new AtomicLong();

  @Test
  void whatWasSeenBeforeASourceCameToItsEndSaysNothingOfWhatItGave() {
    MockConsumer<byte[], byte[]> consumer = MockTopics.consumer();
    consumer.updateEndOffsets(Map.of(MockTopics.STATUS, 1L));
    consumer.schedulePollTask(() -> consumer.addRecord(MockTopics.source(0, "dir:a", false)));
    try (TopicView view = view(consumer)) {
      view.start();
      Awaitility.await().until(() -> view.completeness().ready());
      looked.set(System.nanoTime());
      assertThat(own(view).ok()).as("reading goes on").isTrue();

      consumer.schedulePollTask(() -> consumer.addRecord(MockTopics.source(1, "dir:a", true)));
      Awaitility.await().until(() -> view.sources().stream().allMatch(SourceStatus::getEndReached));
      assertThat(own(view).ok()).as("the look is older").isFalse();

      looked.set(System.nanoTime());
      assertThat(own(view).ok()).isTrue();
    }
  }

  private TopicView view(MockConsumer<byte[], byte[]> consumer) {
    return new TopicView(
        MockTopics.SETTINGS,
        StreamsSettings.from(
            MockTopics.SETTINGS.with(
                Map.of(StreamsSettings.STATE_DIRECTORY.key(), directory.toString()))),
        () -> new Component("streams", true, ""),
        since -> looked.get() - since > 0 ? Optional.empty() : Optional.of("not all read yet"),
        () -> consumer,
        Clock.systemUTC());
  }

  private static Component own(TopicView view) {
    return view.completeness().components().stream()
        .filter(component -> component.name().equals("view"))
        .findFirst()
        .orElseThrow();
  }
}
