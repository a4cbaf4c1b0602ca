package io.isotrail.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isotrail.avro.Fact;
import io.isotrail.schemas.registry.FakeRegistry;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ours against Confluent's real 7.9.5 classes, both against the same registry. */
final class ConfluentBytesTest {

  private final FakeRegistry registry = new FakeRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  static List<Topic<?>> topics() {
    return Topics.all();
  }

  private Settings settings(Class<?> serde, String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("schema.registry.url", registry.url());
    values.put("isotrail.avro.serde", serde.getName());
    values.put("max.retries", "0");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return new Settings(values);
  }

  @ParameterizedTest
  @MethodSource("topics")
  <V extends SpecificRecord> void theBytesAreEqualAndEachReadsTheOther(Topic<V> topic) {
    try (Serde<V> ours = AvroSerdes.forValue(topic, settings(AvroSerde.class));
        Serde<V> theirs = AvroSerdes.forValue(topic, settings(ConfluentSerde.class))) {
      RandomRecords.of(topic, 200, 42)
          .forEach(
              value -> {
                byte[] byUs = ours.serializer().serialize(topic.name(), value);
                byte[] byThem = theirs.serializer().serialize(topic.name(), value);
                assertThat(byUs).isEqualTo(byThem);
                assertThat(ours.deserializer().deserialize(topic.name(), byThem)).isEqualTo(value);
                assertThat(theirs.deserializer().deserialize(topic.name(), byUs)).isEqualTo(value);
              });
    }
  }

  @Test
  void ofTwoThatRegisterTheSecondFindsTheFirstsVersion() {
    try (Serde<Fact> ours = AvroSerdes.forValue(Topics.FACTS, settings(AvroSerde.class));
        Serde<Fact> theirs = AvroSerdes.forValue(Topics.FACTS, settings(ConfluentSerde.class))) {
      byte[] first = theirs.serializer().serialize(Topics.FACTS.name(), Samples.fact("a"));
      byte[] second = ours.serializer().serialize(Topics.FACTS.name(), Samples.fact("a"));

      assertThat(second).isEqualTo(first);
      assertThat(registry.requests)
          .filteredOn(request -> request.startsWith("POST"))
          .hasSize(2)
          .containsOnly("POST /subjects/isotrail.facts.v1-value/versions");
    }
  }

  @Test
  void bothSendTheSameAuthorizationForTheSameKeys() {
    String[] user = {
      "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "isotrail:s3cret"
    };
    String[] prefixed = {
      "schema.registry.basic.auth.credentials.source",
      "USER_INFO",
      "schema.registry.basic.auth.user.info",
      "isotrail:s3cret"
    };
    String[] token = {
      "bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"
    };
    for (String[] keys : List.of(user, prefixed, token)) {
      registry.requests.clear();
      for (Class<?> serde : List.of(AvroSerde.class, ConfluentSerde.class)) {
        try (Serde<Fact> used = AvroSerdes.forValue(Topics.FACTS, settings(serde, keys))) {
          used.serializer().serialize(Topics.FACTS.name(), Samples.fact("a"));
        }
      }
      List<String> headers =
          registry.requests.stream().map(request -> request.split(" ", 3)[2]).toList();
      assertThat(headers).hasSize(2).allMatch(headers.getFirst()::equals);
    }
  }

  @Test
  void confluentsFailuresAreUnderstood() {
    byte[] unknownId = {0, 0, 0, 0, 77, 1};
    assertThat(failure(unknownId)).isEqualTo(SerdeFailure.UNDECODABLE);
    assertThat(failure(new byte[] {9, 0, 0, 0, 1, 1})).isEqualTo(SerdeFailure.UNDECODABLE);
    assertThat(failure(new byte[] {0, 0})).isEqualTo(SerdeFailure.UNDECODABLE);
    registry.troubles.add(FakeRegistry.error(401, 40101, "who are you"));
    assertThat(failure(unknownId)).isEqualTo(SerdeFailure.MISCONFIGURED);
    registry.troubles.add(FakeRegistry.error(503, 503, "starting"));
    assertThat(failure(unknownId)).isEqualTo(SerdeFailure.REGISTRY_AWAY);
    byte[] cut;
    try (Serde<Fact> ours = AvroSerdes.forValue(Topics.FACTS, settings(AvroSerde.class))) {
      byte[] whole = ours.serializer().serialize(Topics.FACTS.name(), Samples.fact("a"));
      cut = java.util.Arrays.copyOf(whole, whole.length - 3);
    }
    assertThat(failure(cut)).isEqualTo(SerdeFailure.UNDECODABLE);
    registry.close();
    assertThat(failure(unknownId)).isEqualTo(SerdeFailure.REGISTRY_AWAY);
  }

  private SerdeFailure failure(byte[] bytes) {
    try (Serde<Fact> theirs = AvroSerdes.forValue(Topics.FACTS, settings(ConfluentSerde.class))) {
      Throwable failure =
          catchThrowable(() -> theirs.deserializer().deserialize(Topics.FACTS.name(), bytes));
      assertThat(failure).isNotNull();
      return SerdeFailure.of(failure);
    }
  }
}
