package io.isotrail.app.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isotrail.app.broker.EmbeddedBroker;
import io.isotrail.avro.Created;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Two and three instances share the partitions, and each of them answers for all. */
@ParameterizedClass
@ValueSource(strings = {"classic", "streams"})
class SeveralInstancesTest {

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String protocol;

  private final long past = Instant.now().getEpochSecond() - 3600;
  private final List<StreamsService> running = new ArrayList<>();
  private int published;

  @TempDir private Path data;
  private EmbeddedBroker broker;

  SeveralInstancesTest(String protocol) {
    this.protocol = protocol;
  }

  @BeforeEach
  void startBroker() {
    broker = EmbeddedBroker.start(data, 0, message -> {});
  }

  @AfterEach
  void stopAll() {
    running.forEach(StreamsService::close);
    broker.close();
  }

  @Test
  void eachInstanceAnswersForAllWhileOthersComeAndGo() throws Exception {
    StreamsService first = start("first", Map.of());
    StreamsService second = start("second", Map.of());
    publish(40);
    awaitWhole(first, second);

    StreamsService third = start("third", Map.of());
    publish(40);
    awaitWhole(first, second, third);

    first.close();
    publish(40);
    awaitWhole(second, third);
  }

  @Test
  void whatAStoppedInstanceLeavesIsTakenUpByAnother() throws Exception {
    StreamsService first = start("first", Map.of("isotrail.streams.undecodable.limit", "0"));
    publish(20);
    awaitWhole(first);
    publishGarbage();
    await().atMost(PATIENCE).until(() -> first.check().isPresent());
    publish(20);

    StreamsService second = start("second", Map.of());
    awaitWhole(second);

    // It reads on, but does not know any more whether it works.
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rowsOf(first)).hasSize(published));
    assertThat(first.view().completeness().complete()).isFalse();
  }

  @Test
  void threeThatStartAtOncePublishOneAndTheSameGovernanceOnce() throws Exception {
    Path policy =
        Files.writeString(
            data.resolve("policy.yaml"),
            """
            version: v1
            environment:
              keys: [environment]
              production: [prod]
            """);
    try (ExecutorService starting = Executors.newFixedThreadPool(3)) {
      List<CompletableFuture<StreamsService>> started = new ArrayList<>();
      for (String name : List.of("first", "second", "third")) {
        started.add(
            CompletableFuture.supplyAsync(
                () -> start(name, Map.of("isotrail.streams.policy", policy.toString())), starting));
      }
      started.forEach(CompletableFuture::join);
    }
    publish(20);
    awaitWhole(running.toArray(StreamsService[]::new));

    assertThat(running)
        .allSatisfy(
            service ->
                assertThat(service.view().policy())
                    .hasValueSatisfying(found -> assertThat(found.version()).isEqualTo("v1")));
  }

  @Test
  void standbysAreKeptByTheOtherInstance() throws Exception {
    Map<String, String> standbys = Map.of("isotrail.streams.standby.replicas", "1");
    StreamsService first = start("first", standbys);
    StreamsService second = start("second", standbys);
    publish(40);
    awaitWhole(first, second);

    // Each instance has the stores of every partition: its own ones, and the other's as standbys.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(tasksUnder("first")).hasSize(PARTITIONS);
              assertThat(tasksUnder("second")).hasSize(PARTITIONS);
            });
    if (protocol.equals("streams")) {
      assertThat(groupConfiguration()).isEqualTo("1");
    }
  }

  @Test
  void moreStandbysThanTheBrokerAllowsAreRefusedWithTheMend() {
    if (protocol.equals("classic")) {
      // Here they are the client's, and those that find no place are left out.
      StreamsService alone = start("alone", Map.of("isotrail.streams.standby.replicas", "8"));
      await().atMost(PATIENCE).until(alone::drained);
      return;
    }
    assertThatThrownBy(() -> start("alone", Map.of("isotrail.streams.standby.replicas", "8")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isotrail.streams.standby.replicas")
        .hasMessageContaining("group.streams.max.standby.replicas");
  }

  @Test
  void aStateDirectoryIsNotSharedByTwo() {
    StreamsService first = start("same", Map.of());

    assertThatThrownBy(() -> start("same", Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("isotrail.streams.state.dir")
        .hasMessageContaining("state-same");
    await().atMost(PATIENCE).until(first::drained);
  }

  private List<Path> tasksUnder(String name) throws Exception {
    try (var tasks = Files.walk(data.resolve("state-" + name), 2)) {
      return tasks.filter(path -> path.getFileName().toString().matches("\\d+_\\d+")).toList();
    }
  }

  private String groupConfiguration() throws Exception {
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "isotrail-streams");
    try (Admin admin = Admin.create(Clients.base(settings("admin", Map.of())))) {
      return admin.describeConfigs(List.of(group)).all().get().values().stream()
          .flatMap(config -> config.entries().stream())
          .filter(entry -> entry.name().equals("streams.num.standby.replicas"))
          .map(ConfigEntry::value)
          .findFirst()
          .orElseThrow();
    }
  }

  private void awaitWhole(StreamsService... services) {
    for (StreamsService service : services) {
      await().atMost(PATIENCE).until(service::drained);
      assertThat(rowsOf(service)).hasSize(published);
      assertThat(component(service.view(), "view").ok()).isTrue();
      assertThat(component(service.view(), "streams").ok()).isTrue();
    }
  }

  private List<Row> rowsOf(StreamsService service) {
    return service.view().rows(past);
  }

  private static View.Component component(View view, String name) {
    return view.completeness().components().stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private StreamsService start(String name, Map<String, String> more) {
    StreamsService service = StreamsService.open(settings(name, more), new SimpleMeterRegistry());
    synchronized (running) {
      running.add(service);
    }
    service.start();
    return service;
  }

  private Settings settings(String name, Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap.servers", broker.bootstrap());
    values.put("schema.registry.url", "memory://" + data.getFileName());
    values.put("isotrail.streams.state.dir", data.resolve("state-" + name).toString());
    values.put("isotrail.streams.group.protocol", protocol);
    values.put("isotrail.topics.partitions", Integer.toString(PARTITIONS));
    values.put("isotrail.topics.replication", "1");
    values.putAll(more);
    return new Settings(values);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Clients.base(settings("producer", Map.of())),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private void publishGarbage() {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      var _ =
          producer.send(
              new ProducerRecord<>(Topics.FACTS.name(), 0, "key".getBytes(UTF_8), new byte[] {1}));
      producer.flush();
    }
  }

  /** Models in as many accounts, so that every partition has some. */
  private void publish(int models) {
    Settings settings = settings("producer", Map.of());
    try (KafkaProducer<byte[], byte[]> producer = producer();
        var serde = AvroSerdes.forValue(Topics.FACTS, settings)) {
      for (int model = 0; model < models; model++) {
        String account = "%012d".formatted(published++);
        String locality = "aws/" + account + "/eu-central-1";
        var _ =
            producer.send(
                new ProducerRecord<>(
                    Topics.FACTS.name(),
                    Locality.partitionOf(locality, PARTITIONS),
                    (locality + "/model/m").getBytes(UTF_8),
                    serde.serializer().serialize(Topics.FACTS.name(), created(account))));
      }
      producer.flush();
    }
  }

  private Fact created(String account) {
    return Fact.newBuilder()
        .setAccount(account)
        .setEventId("e")
        .setAt(past - 100)
        .setOperation("CreateModel")
        .setPartition("aws")
        .setRegion("eu-central-1")
        .setResourceAccount(account)
        .setKind("model")
        .setName("m")
        .setOrigin(Origin.S3)
        .setContentHash("0".repeat(64))
        .setBody(Created.newBuilder().setIsolation(Isolation.NOT_ISOLATED).build())
        .build();
  }
}
