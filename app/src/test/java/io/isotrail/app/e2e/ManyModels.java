package io.isotrail.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Locality;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.compliance.Governance;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Facts about so many models, made by number: every fourth is isolated, every fifth has no tags,
 * every tenth was deleted.
 */
record ManyModels(int count, long firstCreated) {

  private static final int ACCOUNTS = 24;

  /** How many of them exist and are tagged as production. */
  int production() {
    int production = 0;
    for (int number = 0; number < count; number++) {
      if (!untagged(number) && !deleted(number)) {
        production++;
      }
    }
    return production;
  }

  /** Publishes all facts, straight to the topic. */
  void publish(Settings settings, int partitions) {
    Map<String, Object> config = Clients.base(settings);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (Serde<Fact> serde = AvroSerdes.forValue(Topics.FACTS, settings);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < count; number++) {
        int partition = Locality.partitionOf("aws/" + account(number) + "/us-east-1", partitions);
        for (Fact fact : facts(number)) {
          sent.add(
              producer.send(
                  new ProducerRecord<>(
                      Topics.FACTS.name(),
                      partition,
                      key(number).getBytes(UTF_8),
                      serde.serializer().serialize(Topics.FACTS.name(), fact))));
        }
      }
      producer.flush();
    }
    sent.forEach(Future::resultNow);
  }

  /** The model's key. */
  static String key(int number) {
    return "aws/" + account(number) + "/us-east-1/model/" + name(number);
  }

  /** What the judge says of it, asked anew. */
  History judged(int number, Governance governance) {
    List<Fact> facts = facts(number);
    return Judge.judge(
        FactCodec.subject(facts.getFirst()),
        Timeline.of(facts.stream().map(FactCodec::fact).toList()),
        governance);
  }

  private List<Fact> facts(int number) {
    List<Fact> facts = new ArrayList<>();
    long created = firstCreated + number % 86_400;
    Map<String, String> tags =
        untagged(number) ? Map.of() : Map.of("environment", "prod", "team", "team-" + number % 7);
    facts.add(
        fact("c", "CreateModel", number, created)
            .setBody(
                Created.newBuilder()
                    .setIsolation(number % 4 == 0 ? Isolation.ISOLATED : Isolation.NOT_ISOLATED)
                    .setTags(tags)
                    .build())
            .build());
    if (deleted(number)) {
      facts.add(
          fact("d", "DeleteModel", number, created + 3_600 + number % 977)
              .setBody(Deleted.newBuilder().build())
              .build());
    }
    return facts;
  }

  private static Fact.Builder fact(String id, String operation, int number, long at) {
    return Fact.newBuilder()
        .setAccount(account(number))
        .setEventId(id + number)
        .setAt(at)
        .setOperation(operation)
        .setPartition("aws")
        .setRegion("us-east-1")
        .setResourceAccount(account(number))
        .setKind("model")
        .setName(name(number))
        .setOrigin(Origin.S3)
        .setContentHash("0".repeat(64));
  }

  private static boolean untagged(int number) {
    return number % 5 == 0;
  }

  private static boolean deleted(int number) {
    return number % 10 == 3;
  }

  private static String account(int number) {
    return Long.toString(100_000_000_000L + number % ACCOUNTS);
  }

  private static String name(int number) {
    return "model-" + number;
  }
}
