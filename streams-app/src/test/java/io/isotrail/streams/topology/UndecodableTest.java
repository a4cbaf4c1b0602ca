package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Isolation;
import io.isotrail.schemas.registry.RegistryAwayException;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.governance.GovernanceFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Response;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Result;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

/** What happens to bytes that nobody can read. */
class UndecodableTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void afterUndecodableBytesTheWorkGoesOn() {
    try (Driven driven = new Driven(Map.of(), NOW)) {
      driven.pipe(Records.policy(GovernanceFiles.defaultPolicy(), 1, 1));
      driven.bytes.pipeInput("key", new byte[] {1, 2, 3});
      driven.bytes.pipeInput("key", new byte[] {0, 0, 0, 0, 99, 1});
      driven.pipe(Records.created("e1", 1_000, "m", Isolation.ISOLATED));

      // The test driver does not show what a handler sends; the test on a broker does.
      assertThat(driven.table(Topics.COMPLIANCE)).hasSize(1);
    }
  }

  @Test
  void aDeadLetterHoldsTheBytesAndWhereTheyLay() {
    Settings settings = new Settings(Map.of("schema.registry.url", "memory://letters"));
    DeadLetterUndecodable handler = new DeadLetterUndecodable();
    handler.configure(
        Map.of(
            DeadLetterUndecodable.MEANS,
            new DeadLetterUndecodable.Means(
                AvroSerdes.forValue(Topics.DEAD_LETTERS, settings).serializer(),
                new UndecodableRecords(1, () -> 0),
                new SimpleMeterRegistry())));
    byte[] large = new byte[100_000];
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(Topics.FACTS.name(), 3, 42, new byte[0], large);

    Response response = handler.answer(record, new SerializationException("cut off"));

    assertThat(response.result()).isEqualTo(Result.RESUME);
    DeadLetter letter =
        AvroSerdes.forValue(Topics.DEAD_LETTERS, settings)
            .deserializer()
            .deserialize(
                Topics.DEAD_LETTERS.name(), response.deadLetterQueueRecords().getFirst().value());
    assertThat(letter.getReason()).isEqualTo(DeadLetters.UNDECODABLE);
    assertThat(letter.getKey()).isEqualTo(Topics.FACTS.name() + "-3@42");
    assertThat(letter.getSample().remaining()).isEqualTo(64 * 1024);
    assertThat(letter.getSha256()).hasSize(64);
    assertThat(handler.answer(record, new SerializationException("cut off")).result())
        .as("one more than the limit")
        .isEqualTo(Result.FAIL);
    assertThat(handler.answer(record, new RegistryAwayException("away")).result())
        .isEqualTo(Result.FAIL);
  }

  @Test
  void tooManyStopTheApplication() {
    Map<String, String> few = Map.of("isotrail.streams.undecodable.limit", "2");
    try (Driven driven = new Driven(few, NOW)) {
      driven.bytes.pipeInput("key", new byte[] {1});
      driven.bytes.pipeInput("key", new byte[] {1});

      assertThatThrownBy(() -> driven.bytes.pipeInput("key", new byte[] {1}))
          .isInstanceOf(StreamsException.class);
    }
  }

  @Test
  void anHourLaterAsManyAreAllowedAgain() {
    AtomicLong nanos = new AtomicLong();
    UndecodableRecords allowed = new UndecodableRecords(1, nanos::get);

    assertThat(allowed.oneMore()).isTrue();
    assertThat(allowed.oneMore()).isFalse();
    nanos.addAndGet(Duration.ofHours(1).toNanos() + 1);
    assertThat(allowed.oneMore()).isTrue();
  }

  @Test
  void aRegistryThatIsAwayIsNoReasonToPutARecordAside() {
    assertThat(DeadLetterUndecodable.undecodable(new RegistryAwayException("away"))).isFalse();
    assertThat(
            DeadLetterUndecodable.undecodable(
                new SerializationException("as Confluent wraps it", new IOException("refused"))))
        .isFalse();
    assertThat(DeadLetterUndecodable.undecodable(new IllegalStateException("a bug"))).isFalse();
    assertThat(DeadLetterUndecodable.undecodable(new SerializationException("cut off"))).isTrue();
  }
}
