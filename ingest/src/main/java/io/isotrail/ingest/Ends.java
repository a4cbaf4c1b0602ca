package io.isotrail.ingest;

import io.isotrail.ingest.feed.BucketFeed;
import io.isotrail.ingest.feed.BucketListing;
import io.isotrail.ingest.feed.DirectoryFeed;
import io.isotrail.ingest.feed.Feed;
import io.isotrail.ingest.feed.QueueFeed;
import io.isotrail.ingest.feed.SettledObjects;
import io.isotrail.ingest.feed.Source;
import io.isotrail.ingest.fetch.BucketClients;
import io.isotrail.ingest.fetch.BucketFetcher;
import io.isotrail.ingest.fetch.FileFetcher;
import io.isotrail.ingest.fetch.ObjectFetcher;
import io.isotrail.ingest.publish.KafkaPublisher;
import io.isotrail.ingest.publish.KafkaWriter;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.publish.StatusTopic;
import io.isotrail.ingest.settle.Checkpoint;
import io.isotrail.ingest.status.StatusLog;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.TopicException;
import io.isotrail.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The two ends of the way: what reads the source, and what writes to Kafka. */
final class Ends {

  private static final Logger LOG = LoggerFactory.getLogger(Ends.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration CLOSE_PRODUCER = Duration.ofSeconds(1);

  private Ends() {}

  record Inlet(Feed feed, ObjectFetcher fetcher) {}

  record Outlet(Publisher publisher, StatusLog statusLog) {}

  static Inlet inlet(IngestSettings settings, SettledObjects settled, Deque<AutoCloseable> parts) {
    return switch (settings.source()) {
      case Source.Directory directory ->
          new Inlet(
              closing(
                  parts,
                  new DirectoryFeed(
                      directory, settings.days(), settled, settings.watch(), settings.directory())),
              new FileFetcher());
      case Source.Bucket bucket -> {
        BucketClients clients = closing(parts, new BucketClients(settings.aws()));
        yield new Inlet(
            closing(
                parts,
                new BucketFeed(
                    new BucketListing(clients, bucket, settings.flight().backoff()),
                    settings.days(),
                    settled)),
            new BucketFetcher(clients));
      }
      case Source.Queue queue -> {
        BucketClients clients = closing(parts, new BucketClients(settings.aws()));
        SqsClient sqs = closing(parts, settings.aws().sqs(queue.region(), queue.endpoint()));
        yield new Inlet(
            closing(
                parts,
                new QueueFeed(
                    sqs,
                    queue,
                    settings.days(),
                    settings.queue().visibility(),
                    settings.queue().receiveWait(),
                    settings.flight().backoff(),
                    settings.queue().patience().receives())),
            new BucketFetcher(clients));
      }
    };
  }

  /** What a checkpoint says; a queue remembers by itself what is not settled. */
  static SettledObjects settled(
      Settings settings, IngestSettings own, Supplier<String> topic, Deque<AutoCloseable> parts) {
    long most = settings.get(IngestSettings.CHECKPOINT_OBJECTS);
    return own.checkpoint()
        .filter(_ -> !(own.source() instanceof Source.Queue))
        .<SettledObjects>map(file -> closing(parts, Checkpoint.open(file, topic.get(), most)))
        .orElseGet(SettledObjects::none);
  }

  /**
   * The id of the topic of facts, waited for while it is being created.
   *
   * @throws TopicException when Kafka is away, or has no topic of facts, for as long as a start may
   *     take
   */
  static String awaitFactsTopicId(Settings settings) {
    long deadline = System.nanoTime() + settings.get(IngestSettings.START_TIMEOUT).toNanos();
    while (true) {
      try {
        return factsTopicId(settings);
      } catch (TopicException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LOG.info("waiting for Kafka: {}", e.getMessage());
      }
      try {
        Thread.sleep(ASK_AGAIN);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  static Outlet outlet(Settings settings, IngestSettings own, Deque<AutoCloseable> parts) {
    var facts = closing(parts, AvroSerdes.forValue(Topics.FACTS, settings));
    var deadLetters = closing(parts, AvroSerdes.forValue(Topics.DEAD_LETTERS, settings));
    Serde<io.isotrail.avro.Progress> status =
        closing(parts, AvroSerdes.forValue(Topics.STATUS, settings));
    Map<String, Object> base = Clients.base(settings);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaWriter.producerConfiguration(base),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    parts.push(() -> producer.close(CLOSE_PRODUCER));
    KafkaWriter writer =
        new KafkaWriter(
            producer,
            facts.serializer(),
            deadLetters.serializer(),
            status.serializer(),
            InstantSource.system());
    return new Outlet(
        new KafkaPublisher(writer),
        new StatusTopic(
            writer, () -> consumer(base), status.deserializer(), own.status().patience()));
  }

  /**
   * What tells this topic of facts from every other, one of the same name in another Kafka
   * included.
   *
   * @throws TopicException when Kafka is away, or has no topic of facts
   */
  static String factsTopicId(Settings settings) {
    Map<String, Object> base = Clients.base(settings);
    base.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    base.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    String topic = Topics.FACTS.name();
    try (Admin admin = Admin.create(base)) {
      Map<String, TopicDescription> described =
          admin.describeTopics(List.of(topic)).allTopicNames().get();
      return Objects.requireNonNull(described.get(topic)).topicId().toString();
    } catch (ExecutionException e) {
      String bootstrap = String.valueOf(base.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
      throw e.getCause() instanceof UnknownTopicOrPartitionException
          ? new TopicException(
              "Kafka at "
                  + bootstrap
                  + " has no topic "
                  + topic
                  + "; start isotrail streams or isotrail up first, which creates it",
              e)
          : new TopicException(
              "Kafka at "
                  + bootstrap
                  + " does not answer; is it up, and are kafka.bootstrap.servers and"
                  + " kafka.security.* right?",
              e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> base) {
    Map<String, Object> configuration = new java.util.TreeMap<>(base);
    configuration.put(ConsumerConfig.CLIENT_ID_CONFIG, "isotrail-ingest-status");
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // It reads to the end once; a fetch that waits there for more would hold up every start.
    configuration.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    return new KafkaConsumer<>(
        configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static <T extends AutoCloseable> T closing(Deque<AutoCloseable> parts, T part) {
    parts.push(part);
    return part;
  }

  /** Closes what was opened, the last first. */
  static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("a part could not be closed: {}", e.getMessage());
      }
    }
  }
}
