package io.isotrail.bench;

import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.topology.StreamsProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;

/** A running topology under an application id of its own, with the settings of the product. */
final class Application implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Settings settings;
  private final KafkaStreams streams;
  private volatile @Nullable Throwable failure;

  /** One for each stream thread, which all exist from the start. */
  private List<Metric> processed = List.of();

  private Application(Settings settings, KafkaStreams streams) {
    this.settings = settings;
    this.streams = streams;
  }

  /** What makes a topology out of the settings and the properties of the product. */
  interface Maker {
    Topology make(
        Settings settings,
        StreamsSettings streams,
        SimpleMeterRegistry metrics,
        Properties properties);
  }

  static Application start(Settings settings, Maker maker) {
    return start(settings, maker, null);
  }

  /** Starts it; the listener, if any, hears what is restored. */
  static Application start(
      Settings settings, Maker maker, @Nullable StateRestoreListener restoring) {
    StreamsSettings own = StreamsSettings.from(settings);
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Properties properties = StreamsProperties.of(settings, own, metrics);
    KafkaStreams streams =
        new KafkaStreams(maker.make(settings, own, metrics, properties), properties);
    Application application = new Application(settings, streams);
    streams.setUncaughtExceptionHandler(
        thrown -> {
          application.failure = thrown;
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    if (restoring != null) {
      streams.setGlobalStateRestoreListener(restoring);
    }
    streams.start();
    return application;
  }

  /** Waits until so many records were processed; answers how many really were. */
  double awaitProcessed(double records) throws InterruptedException {
    return await(() -> processed() >= records ? processed() : -1);
  }

  /** Waits until it runs, all state restored. */
  void awaitRunning() throws InterruptedException {
    await(() -> streams.state() == KafkaStreams.State.RUNNING ? 1 : -1);
  }

  private double await(DoubleSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      Throwable thrown = failure;
      if (thrown != null) {
        throw new IllegalStateException("the topology failed", thrown);
      }
      double answer = condition.getAsDouble();
      if (answer >= 0) {
        return answer;
      }
      // Seldom enough that the waiting is not measured with what is waited for.
      Thread.sleep(20);
    }
    throw new IllegalStateException("the topology is not done within " + LONGEST);
  }

  /** Records processed by all its threads since its start. */
  double processed() {
    // All metrics of all clients would be copied each time: a tenth of the processor.
    if (processed.isEmpty()) {
      processed = found("stream-thread-metrics", "process-total");
    }
    return sum(processed);
  }

  /** Records sent by its producers, changelogs included. */
  double sent() {
    return sum("producer-metrics", "record-send-total");
  }

  /** By topic, without the application's id: records sent and their compressed bytes. */
  Map<String, double[]> sentByTopic() {
    String prefix = StreamsSettings.from(settings).applicationId() + "-";
    Map<String, double[]> sent = new TreeMap<>();
    streams
        .metrics()
        .forEach(
            (name, metric) -> {
              int which =
                  switch (name.name()) {
                    case "record-send-total" -> 0;
                    case "byte-total" -> 1;
                    default -> -1;
                  };
              if (which >= 0 && name.group().equals("producer-topic-metrics")) {
                String topic = name.tags().getOrDefault("topic", "").replace(prefix, "");
                sent.computeIfAbsent(topic, key -> new double[2])[which] +=
                    ((Number) metric.metricValue()).doubleValue();
              }
            });
    return sent;
  }

  /** One of Kafka's metrics, all threads and tasks together. */
  double sum(String group, String name) {
    return sum(found(group, name));
  }

  private List<Metric> found(String group, String name) {
    return streams.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().group().equals(group) && entry.getKey().name().equals(name))
        .<Metric>map(Map.Entry::getValue)
        .toList();
  }

  private static double sum(List<Metric> metrics) {
    return metrics.stream()
        .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
        .sum();
  }

  /** Ends it and leaves its state and its changelogs. */
  void stop() {
    streams.close(Duration.ofSeconds(60));
  }

  /** Ends it and deletes all that was its own. */
  @Override
  public void close() {
    stop();
    streams.cleanUp();
    String prefix = StreamsSettings.from(settings).applicationId() + "-";
    try (Admin admin = Admin.create(Clients.base(settings))) {
      Set<String> own =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(prefix))
              .collect(Collectors.toSet());
      admin.deleteTopics(own).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot delete the topics of " + prefix, e);
    }
  }

  /** Settings of one application on a broker; what is changed comes last. */
  static Settings settings(SeparateBroker broker, Path data, String id, Map<String, String> more) {
    return new Settings(
            Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrap(),
                "schema.registry.url",
                "file:" + data.resolve("schemas.jsonl").toAbsolutePath(),
                StreamsSettings.APPLICATION_ID.key(),
                id,
                StreamsSettings.STATE_DIRECTORY.key(),
                data.resolve("state").toString()))
        .with(more);
  }
}
