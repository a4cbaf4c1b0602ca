package io.isotrail.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.registry.FakeRegistry;
import io.isotrail.schemas.registry.RegistryAwayException;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.schemas.topic.Topics;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AvroSerdeTest {

  private static final String TOPIC = Topics.FACTS.name();

  private static <V extends SpecificRecord> AvroSerde<V> serde(String url, String... more) {
    Map<String, Object> configs = new HashMap<>(Map.of("schema.registry.url", url));
    for (int i = 0; i < more.length; i += 2) {
      configs.put(more[i], more[i + 1]);
    }
    AvroSerde<V> serde = new AvroSerde<>();
    serde.configure(configs, false);
    return serde;
  }

  @Test
  void recordsInTheEmbeddedLogAreReadAfterARestart(@TempDir Path data) throws IOException {
    String url = "file:" + data.resolve("schema-ids.jsonl");
    byte[] written;
    try (AvroSerde<Fact> before = serde(url)) {
      written = before.serializer().serialize(TOPIC, Samples.fact("Fraud-v3"));
    }

    try (AvroSerde<Fact> after = serde(url)) {
      assertThat(after.deserializer().deserialize(TOPIC, written))
          .isEqualTo(Samples.fact("Fraud-v3"));
      assertThat(after.serializer().serialize(TOPIC, Samples.fact("Fraud-v3"))).isEqualTo(written);
    }
    assertThat(Files.readAllLines(data.resolve("schema-ids.jsonl"))).hasSize(1);
  }

  @Test
  void aRegistryThatIsAwayIsRetriableAndIsAskedAgainByTheNextRecord() {
    try (FakeRegistry registry = new FakeRegistry();
        AvroSerde<Fact> serde = serde(registry.url(), "max.retries", "0")) {
      byte[] bytes = serde.serializer().serialize(TOPIC, Samples.fact("a"));
      registry.troubles.add(FakeRegistry.error(503, 503, "starting"));
      registry.troubles.add(FakeRegistry.SILENCE);

      try (AvroSerde<Fact> reader =
          serde(registry.url(), "max.retries", "0", "http.read.timeout.ms", "200")) {
        for (int i = 0; i < 2; i++) {
          Throwable away = catchThrowable(() -> reader.deserializer().deserialize(TOPIC, bytes));
          assertThat(away).isInstanceOf(RegistryAwayException.class);
          assertThat(SerdeFailure.of(away)).isEqualTo(SerdeFailure.REGISTRY_AWAY);
        }
        assertThat(reader.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Samples.fact("a"));
      }
    }
  }

  @Test
  void wrongCredentialsAreNotTheRecordsFault() {
    try (FakeRegistry registry = new FakeRegistry();
        AvroSerde<Fact> serde = serde(registry.url())) {
      registry.troubles.add(FakeRegistry.error(401, 40101, "no"));

      Throwable refused =
          catchThrowable(
              () -> serde.deserializer().deserialize(TOPIC, new byte[] {0, 0, 0, 0, 1, 0}));

      assertThat(SerdeFailure.of(refused)).isEqualTo(SerdeFailure.MISCONFIGURED);
    }
  }

  @Test
  void manyThreadsShareOneSerde() throws Exception {
    AvroSerde<Fact> serde = serde("memory://many-threads");
    try (serde;
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        Fact fact = Samples.fact("model-" + "x".repeat(i % 100) + i);
        tasks.add(
            () ->
                fact.equals(
                    serde
                        .deserializer()
                        .deserialize(TOPIC, serde.serializer().serialize(TOPIC, fact))));
      }
      for (Future<Boolean> same : threads.invokeAll(tasks)) {
        assertThat(same.get()).isTrue();
      }
    }
  }

  @Test
  void keysAreInTheirOwnSubject() {
    try (FakeRegistry registry = new FakeRegistry();
        AvroSerde<Fact> serde = new AvroSerde<>()) {
      serde.configure(Map.of("schema.registry.url", registry.url()), true);

      byte[] bytes = serde.serializer().serialize(TOPIC, Samples.fact("a"));

      assertThat(registry.requests)
          .containsExactly("POST /subjects/isotrail.facts.v1-key/versions");
      assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Samples.fact("a"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "use.schema.id, 7",
    "avro.remove.java.properties, true",
    "value.subject.name.strategy, io.confluent.kafka.serializers.subject.RecordNameStrategy",
    "auto.register.schemas, maybe",
    "specific.avro.value.type, java.lang.Runtime",
    "specific.avro.value.type, io.isotrail.avro.Nothing",
  })
  void whatCannotBeDoneIsRefusedAtTheStart(String key, String value) {
    assertThatThrownBy(() -> serde("memory://x", key, value))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key);
  }

  @Test
  void confluentsDefaultsAreAccepted() {
    try (AvroSerde<Fact> serde =
        serde(
            "memory://defaults",
            "use.schema.id",
            "-1",
            "value.subject.name.strategy",
            "io.confluent.kafka.serializers.subject.TopicNameStrategy")) {
      assertThat(serde.serializer().serialize(TOPIC, Samples.fact("a"))).isNotEmpty();
    }
  }

  @Test
  void failuresAreToldApartThroughKafkasWrapping() {
    assertThat(SerdeFailure.of(new SerializationException("x", new ConnectException())))
        .isEqualTo(SerdeFailure.REGISTRY_AWAY);
    assertThat(SerdeFailure.of(new IllegalStateException(new TimeoutException("x"))))
        .isEqualTo(SerdeFailure.REGISTRY_AWAY);
    assertThat(SerdeFailure.of(new SerializationException("x", new java.io.EOFException())))
        .isEqualTo(SerdeFailure.UNDECODABLE);
    assertThat(SerdeFailure.of(new NullPointerException())).isEqualTo(SerdeFailure.MISCONFIGURED);
  }

  @Test
  void itIsNotUsedUnconfigured() {
    try (Serde<Fact> serde = new AvroSerde<>()) {
      assertThatThrownBy(serde::serializer).hasMessageContaining("configure");
    }
  }
}
