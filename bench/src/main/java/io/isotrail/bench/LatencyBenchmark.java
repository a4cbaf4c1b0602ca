package io.isotrail.bench;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.Evidence;
import io.isotrail.avro.Fact;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.StreamsService;
import io.isotrail.streams.api.ApiServer;
import io.isotrail.streams.api.ApiSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Measures how long a fact takes from {@code send} until a read_committed consumer has its row, and
 * until the API shows it, at 200 facts a second and the default commit interval. The broker is a
 * process of its own; the service with its view and its API is in this one.
 *
 * <p>Arguments: a directory for data (made anew), seconds to warm up, seconds to measure.
 */
public final class LatencyBenchmark {

  private static final int PER_SECOND = 200;

  /** One of so many facts is asked for by the API, since asking in a loop is a load of its own. */
  private static final int ASKED = 20;

  private final Map<String, Long> waiting = new ConcurrentHashMap<>();
  private final Queue<Double> committed = new ConcurrentLinkedQueue<>();
  private final Queue<Double> shown = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean measuring;
  private volatile boolean over;

  private LatencyBenchmark() {}

  /** Runs it and prints percentiles. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      System.err.println("arguments: DATA_DIRECTORY WARM_UP_SECONDS SECONDS");
      System.exit(2);
    }
    Path data = Directories.fresh(Path.of(arguments[0]));
    int warmUp = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    try (SeparateBroker broker = SeparateBroker.start(data.resolve("broker"))) {
      Settings settings =
          Application.settings(
              broker, data, "bench-latency", Map.of("isotrail.topics.partitions", "4"));
      PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      try (StreamsService service = StreamsService.open(settings, metrics)) {
        service.start();
        try (ApiServer api =
                ApiServer.start(
                    ApiSettings.from(settings.with(Map.of("isotrail.api.port", "0"))),
                    service.ports(),
                    metrics,
                    Clock.systemUTC());
            Feeding feeding = new Feeding(settings, 4)) {
          new LatencyBenchmark().run(settings, feeding, api.port(), warmUp, seconds);
        }
      }
    }
    System.exit(0);
  }

  private void run(Settings settings, Feeding feeding, int port, int warmUp, int seconds)
      throws InterruptedException {
    List<Fact> facts =
        LiveFeed.of((warmUp + seconds) * PER_SECOND / 4, 5).stream()
            .filter(fact -> fact.getKind().equals("model"))
            .limit((long) (warmUp + seconds) * PER_SECOND)
            .toList();
    // The second copy of a fact changes nothing, so no row tells it.
    Set<String> told = new HashSet<>();
    Thread reader = Thread.ofPlatform().name("bench-rows").start(() -> read(settings));
    try (HttpClient client = HttpClient.newHttpClient()) {
      long begun = System.nanoTime();
      for (int i = 0; i < facts.size(); i++) {
        long due = begun + TimeUnit.SECONDS.toNanos(i) / PER_SECOND;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        measuring = i >= warmUp * PER_SECOND;
        Fact fact = facts.get(i);
        long sent = System.nanoTime();
        boolean known = !told.add(fact.getEventId());
        if (measuring && !known) {
          waiting.put(fact.getEventId(), sent);
        }
        feeding.write(fact);
        if (i % ASKED == 0 && !known) {
          Thread.startVirtualThread(() -> ask(client, port, fact, sent));
        }
      }
      // What takes longer than this is counted as never seen.
      Thread.sleep(5000);
      over = true;
    }
    reader.join();
    print("row of a read_committed consumer", committed, waiting.size());
    print("row by the API", shown, asked.get() - shown.size());
  }

  private void read(Settings settings) {
    Map<String, Object> configs = Clients.base(settings);
    configs.put(ConsumerConfig.GROUP_ID_CONFIG, "bench-rows");
    configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (Deserializer<Compliance> rows =
            AvroSerdes.forValue(Topics.COMPLIANCE, settings).deserializer();
        KafkaConsumer<String, Compliance> consumer =
            new KafkaConsumer<>(configs, new StringDeserializer(), rows)) {
      consumer.subscribe(List.of(Topics.COMPLIANCE.name()));
      while (!over) {
        var records = consumer.poll(Duration.ofMillis(100));
        long now = System.nanoTime();
        records.forEach(
            record -> {
              if (record.value() != null) {
                record.value().getFacts().forEach(fact -> seen(fact, now));
              }
            });
      }
    }
  }

  private void seen(Evidence fact, long now) {
    Long sent = waiting.remove(fact.getEventId());
    if (sent != null) {
      committed.add((now - sent) / 1e6);
    }
  }

  private void ask(HttpClient client, int port, Fact fact, long sent) {
    boolean counts = measuring;
    asked.addAndGet(counts ? 1 : 0);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/resources/" + Feeding.key(fact)))
            .build();
    try {
      while (!over) {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.body().contains(fact.getEventId())) {
          if (counts) {
            shown.add((System.nanoTime() - sent) / 1e6);
          }
          return;
        }
        Thread.sleep(2);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(String what, Queue<Double> millis, int missing) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      System.out.printf(Locale.ROOT, "%-34s none was seen of %d%n", what, missing);
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%-34s p50 %.1f ms  p90 %.1f  p99 %.1f  most %.1f  of %d, never seen %d%n",
        what,
        sorted[sorted.length / 2],
        sorted[sorted.length * 9 / 10],
        sorted[sorted.length * 99 / 100],
        sorted[sorted.length - 1],
        sorted.length,
        missing);
  }
}
