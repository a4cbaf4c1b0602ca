package io.isotrail.app.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.avro.Compliance;
import io.isotrail.avro.Created;
import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Locality;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.view.View;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole of streams on a broker, by either protocol: governance, topology, transactions, view.
 */
@ParameterizedClass
@ValueSource(strings = {"classic", "streams"})
class StreamsOnBrokerTest {

  private final String protocol;
  private final long past = Instant.now().getEpochSecond() - 3600;
  private static final String ACCOUNT = "123456789012";

  @TempDir private Path data;
  private EmbeddedBroker broker;
  private Settings settings;

  StreamsOnBrokerTest(String protocol) {
    this.protocol = protocol;
  }

  @BeforeEach
  void startBroker() {
    broker = EmbeddedBroker.start(data, 0, message -> {});
    settings = settings(Map.of());
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  void factsBecomeAViewAndARestartChangesNothing() {
    try (StreamsService service = start(settings)) {
      publish(created("e1", past - 100, "a", Isolation.NOT_ISOLATED));
      publish(created("e2", past - 100, "b", Isolation.ISOLATED));
      publish(deleted("e3", past - 40, "a"));
      awaitDrained(service);

      assertThat(service.progress().facts()).isBetween(0L, 3L);
      assertTheView(service.view());
    }
    // What was judged is judged: the second start only reads what the first one wrote.
    try (StreamsService service = start(settings)) {
      publish(created("e1", past - 100, "a", Isolation.NOT_ISOLATED));
      awaitDrained(service);
      assertTheView(service.view());
    }
  }

  private void assertTheView(View view) {
    List<Row> rows = view.rows(past);
    assertThat(rows).extracting(Row::name).containsExactly("a", "b");
    assertThat(rows).extracting(Row::status).containsExactly(Status.GONE, Status.COMPLIANT);
    assertThat(view.violations(past, false)).isEmpty();
    assertThat(view.violations(past, true)).hasSize(1);
    assertThat(view.find("aws/" + ACCOUNT + "/eu-central-1/model/a"))
        .hasValueSatisfying(dossier -> assertThat(dossier.facts()).hasSize(2));
    KpiReport kpis = view.kpis(new KpiQuery(past, Duration.ofDays(30), Map.of(), List.of()));
    assertThat(kpis.remediation().count()).isEqualTo(1);
    assertThat(kpis.remediation().meanSeconds()).isEqualTo(60);
    assertThat(view.policy()).isPresent();
  }

  @Test
  void governanceFilesArePublishedOnceAndWhatVanishesIsRevoked() throws Exception {
    Path exceptions = data.resolve("exceptions.yaml");
    Files.writeString(exceptions, exceptionFile("EX-1"));
    Settings given = settings(Map.of("isotrail.streams.exceptions", exceptions.toString()));
    try (StreamsService service = start(given)) {
      publish(created("e1", past - 100, "a", Isolation.NOT_ISOLATED));
      awaitDrained(service);
      assertThat(service.view().rows(past)).extracting(Row::status).containsExactly(Status.EXEMPT);
    }
    Files.writeString(exceptions, "exceptions: []\n");
    try (StreamsService service = start(given)) {
      awaitDrained(service);
      long now = System.currentTimeMillis() / 1000;
      assertThat(service.view().exceptions())
          .singleElement()
          .satisfies(grant -> assertThat(grant.revokedAt()).isNotNull());
      assertThat(service.view().rows(past)).extracting(Row::status).containsExactly(Status.EXEMPT);
      assertThat(service.view().rows(now + 1))
          .extracting(Row::status)
          .containsExactly(Status.VIOLATION);
    }
  }

  @Test
  void nothingOfAnOpenOrAbortedTransactionIsEverSeen() {
    try (StreamsService service = start(settings);
        var producer = transactional("intruder")) {
      awaitDrained(service);
      producer.beginTransaction();
      send(producer, row("aborted"));
      // A record behind the open one, in a partition of its own, shows that reading goes on.
      publish(created("e1", past - 100, "seen", Isolation.ISOLATED));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(service.view().rows(past)).extracting(Row::name).contains("seen"));
      assertThat(service.view().rows(past)).extracting(Row::name).containsExactly("seen");

      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, row("committed"));
      producer.commitTransaction();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(service.view().rows(past))
                      .extracting(Row::name)
                      .contains("committed"));
      assertThat(service.view().rows(past))
          .extracting(Row::name)
          .containsExactlyInAnyOrder("committed", "seen");
    }
  }

  @Test
  void undecodableBytesBecomeADeadLetterInTheSameTransaction() {
    try (StreamsService service = start(settings)) {
      byte[] garbage = {1, 2, 3};
      try (KafkaProducer<byte[], byte[]> producer = plain()) {
        for (int partition = 0; partition < 2; partition++) {
          send(
              producer,
              new ProducerRecord<>(Topics.FACTS.name(), partition, "key".getBytes(UTF_8), garbage));
        }
      }
      publish(created("e1", past - 100, "after", Isolation.ISOLATED));
      awaitDrained(service);

      assertThat(deadLetters())
          .hasSize(2)
          .allSatisfy(letter -> assertThat(letter.getReason()).isEqualTo("undecodable-record"));
      assertThat(service.view().rows(past)).extracting(Row::name).containsExactly("after");
    }
  }

  private List<DeadLetter> deadLetters() {
    Map<String, Object> config = Clients.base(settings);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS.name(), 0);
    List<DeadLetter> letters = new ArrayList<>();
    try (KafkaConsumer<byte[], DeadLetter> consumer =
        new KafkaConsumer<>(
            config,
            new ByteArrayDeserializer(),
            AvroSerdes.forValue(Topics.DEAD_LETTERS, settings).deserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> letters.add(record.value()));
      }
    }
    return letters;
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> sent = producer.send(record);
    producer.flush();
    assertThat(sent.resultNow().topic()).isEqualTo(record.topic());
  }

  private KafkaProducer<byte[], byte[]> plain() {
    return new KafkaProducer<>(
        Clients.base(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void aKafkaThatIsAwayIsNamedWithTheMend() {
    Settings away =
        settings(
            Map.of(
                "kafka.bootstrap.servers", "127.0.0.1:1", "isotrail.streams.start-timeout", "1s"));
    try (StreamsService service = StreamsService.open(away, new SimpleMeterRegistry())) {
      assertThatThrownBy(service::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:1")
          .hasMessageContaining("kafka.bootstrap.servers");
      assertThat(service.check()).isPresent();
    }
  }

  private String exceptionFile(String id) {
    return """
        exceptions:
          - id: %s
            resource: "arn:aws:sagemaker:*:%s:model/a"
            reason: vendor container needs its licence server
            ticket: RISK-7
            requestedBy: ann
            approver: bob
            approvedAt: %s
            validFrom: %s
            validUntil: %s
            compensatingControls: [vpc]
        """
        .formatted(
            id,
            ACCOUNT,
            Instant.ofEpochSecond(past - 86_400),
            Instant.ofEpochSecond(past - 86_400),
            Instant.ofEpochSecond(past + 5 * 86_400));
  }

  private Settings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap.servers", "127.0.0.1:" + broker.port());
    values.put("schema.registry.url", "memory://" + data.getFileName());
    values.put("isotrail.streams.state.dir", data.resolve("state").toString());
    values.put("isotrail.streams.group.protocol", protocol);
    values.put("isotrail.topics.partitions", "3");
    values.put("isotrail.topics.replication", "1");
    values.putAll(more);
    return new Settings(values);
  }

  private static StreamsService start(Settings settings) {
    StreamsService service = StreamsService.open(settings, new SimpleMeterRegistry());
    service.start();
    return service;
  }

  private static void awaitDrained(StreamsService service) {
    await().atMost(Duration.ofSeconds(60)).until(service::drained);
  }

  private ProducerRecord<byte[], byte[]> row(String name) {
    Compliance row =
        Compliance.newBuilder()
            .setPartition("aws")
            .setAccount(ACCOUNT)
            .setRegion("us-east-1")
            .setKind("model")
            .setName(name)
            .setLastEventAt(past - 10)
            .setGenerations(List.of(generation(name)))
            .build();
    String locality = "aws/" + ACCOUNT + "/us-east-1";
    int own = Locality.partitionOf("aws/" + ACCOUNT + "/eu-central-1", 3);
    return new ProducerRecord<>(
        Topics.COMPLIANCE.name(),
        (own + 1) % 3,
        (locality + "/model/" + name).getBytes(UTF_8),
        AvroSerdes.forValue(Topics.COMPLIANCE, settings)
            .serializer()
            .serialize(Topics.COMPLIANCE.name(), row));
  }

  private io.isotrail.avro.Generation generation(String name) {
    return io.isotrail.avro.Generation.newBuilder()
        .setNumber(1)
        .setId(name)
        .setName(name)
        .setFrom(past - 10)
        .setCreated(true)
        .setIsolation(Isolation.ISOLATED)
        .setSpells(
            List.of(
                io.isotrail.avro.Spell.newBuilder()
                    .setFrom(past - 10)
                    .setStatus(io.isotrail.avro.Status.COMPLIANT)
                    .setEnvironment("production")
                    .setSensitivity("internal")
                    .build()))
        .build();
  }

  private KafkaProducer<byte[], byte[]> transactional(String id) {
    Map<String, Object> config = Clients.base(settings);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private void publish(Fact fact) {
    String locality = "aws/" + ACCOUNT + "/eu-central-1";
    try (KafkaProducer<byte[], byte[]> producer = plain()) {
      send(
          producer,
          new ProducerRecord<>(
              Topics.FACTS.name(),
              Locality.partitionOf(locality, 3),
              (locality + "/model/" + fact.getName()).getBytes(UTF_8),
              AvroSerdes.forValue(Topics.FACTS, settings)
                  .serializer()
                  .serialize(Topics.FACTS.name(), fact)));
    }
  }

  private static Fact created(String eventId, long at, String name, Isolation isolation) {
    return fact(eventId, at, "CreateModel", name)
        .setBody(Created.newBuilder().setIsolation(isolation).build())
        .build();
  }

  private static Fact deleted(String eventId, long at, String name) {
    return fact(eventId, at, "DeleteModel", name).setBody(Deleted.newBuilder().build()).build();
  }

  private static Fact.Builder fact(String eventId, long at, String operation, String name) {
    return Fact.newBuilder()
        .setAccount(ACCOUNT)
        .setEventId(eventId)
        .setAt(at)
        .setOperation(operation)
        .setPartition("aws")
        .setRegion("eu-central-1")
        .setResourceAccount(ACCOUNT)
        .setKind("model")
        .setName(name)
        .setOrigin(Origin.S3)
        .setContentHash("0".repeat(64));
  }
}
