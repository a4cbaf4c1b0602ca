package io.isotrail.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import io.isotrail.ingest.Ingest;
import io.isotrail.ingest.publish.KafkaPublisher;
import io.isotrail.ingest.publish.KafkaWriter;
import io.isotrail.ingest.publish.Publisher;
import io.isotrail.ingest.publish.StatusTopic;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.TopicCreator;
import io.isotrail.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * From a visible message to an acknowledged fact: how long it takes, how many in a second, and
 * whether it stays the same for half an hour. S3, SQS and Kafka are processes of their own on this
 * machine.
 */
public final class IngestBenchmark {

  private static final int PER_SECOND = 50;
  private static final Duration SAMPLE = Duration.ofSeconds(10);
  private static final long MEGABYTE = 1 << 20;

  private final SeparateCloud cloud;
  private final SeparateBroker broker;
  private final Ingest ingest;
  private final AtomicLong acknowledged;
  private final Map<String, Long> acknowledgedAt;

  private IngestBenchmark(
      SeparateCloud cloud,
      SeparateBroker broker,
      Ingest ingest,
      AtomicLong acknowledged,
      Map<String, Long> acknowledgedAt) {
    this.cloud = cloud;
    this.broker = broker;
    this.ingest = ingest;
    this.acknowledged = acknowledged;
    this.acknowledgedAt = acknowledgedAt;
  }

  /**
   * Runs one of them.
   *
   * @param arguments {@code latency DIRECTORY SECONDS}, {@code throughput DIRECTORY OBJECTS ROUNDS}
   *     or {@code soak DIRECTORY MINUTES}
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Directories.fresh(Path.of(arguments[1]));
    // The SDK asks for some; nobody looks at them.
    System.setProperty("aws.accessKeyId", "bench");
    System.setProperty("aws.secretAccessKey", "bench");
    boolean fine = true;
    try (SeparateCloud cloud = SeparateCloud.start();
        SeparateBroker broker = SeparateBroker.start(directory.resolve("kafka"))) {
      Settings settings = settings(cloud, broker, directory);
      try (Admin admin = Admin.create(Clients.base(settings))) {
        TopicCreator.ensure(admin, 12, (short) 1);
      }
      AtomicLong acknowledged = new AtomicLong();
      Map<String, Long> at = new ConcurrentHashMap<>();
      boolean timed = arguments[0].equals("latency");
      try (KafkaProducer<byte[], byte[]> producer = producer(settings);
          Ingest ingest = ingest(settings, producer, acknowledged, timed ? at : null)) {
        ingest.start();
        IngestBenchmark benchmark = new IngestBenchmark(cloud, broker, ingest, acknowledged, at);
        switch (arguments[0]) {
          case "latency" -> benchmark.latency(Integer.parseInt(arguments[2]));
          case "throughput" ->
              benchmark.throughput(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
          case "soak" -> fine = benchmark.soak(Duration.ofMinutes(Long.parseLong(arguments[2])));
          default -> throw new IllegalArgumentException("latency, throughput or soak is needed");
        }
      }
    }
    System.exit(fine ? 0 : 1);
  }

  private static Settings settings(SeparateCloud cloud, SeparateBroker broker, Path directory) {
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap.servers", broker.bootstrap());
    values.put(
        "schema.registry.url", "file:" + directory.resolve("schemas.jsonl").toAbsolutePath());
    values.put("isotrail.ingest.source", "sqs:" + cloud.address() + "/000000000000/bench");
    values.put("isotrail.ingest.aws.endpoint", cloud.address());
    values.put("isotrail.ingest.aws.region", SmallLogs.REGION);
    values.put("isotrail.ingest.aws.path-style", "true");
    return new Settings(values);
  }

  private static KafkaProducer<byte[], byte[]> producer(Settings settings) {
    return new KafkaProducer<>(
        KafkaWriter.producerConfiguration(Clients.base(settings)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static Ingest ingest(
      Settings settings,
      KafkaProducer<byte[], byte[]> producer,
      AtomicLong acknowledged,
      @org.jspecify.annotations.Nullable Map<String, Long> at) {
    var status = AvroSerdes.forValue(Topics.STATUS, settings);
    KafkaWriter writer =
        new KafkaWriter(
            producer,
            AvroSerdes.forValue(Topics.FACTS, settings).serializer(),
            AvroSerdes.forValue(Topics.DEAD_LETTERS, settings).serializer(),
            status.serializer(),
            InstantSource.system());
    StatusTopic statusTopic =
        new StatusTopic(
            writer,
            () ->
                new KafkaConsumer<>(
                    Clients.base(settings),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer()),
            status.deserializer(),
            Duration.ofSeconds(10));
    return Ingest.open(
        settings,
        new SimpleMeterRegistry(),
        new CountingPublisher(new KafkaPublisher(writer), acknowledged, at),
        statusTopic);
  }

  private void latency(int seconds) throws Exception {
    List<Long> micros = new ArrayList<>();
    // Half as long before it counts: compilers, connections, the first metadata.
    paced(seconds / 2);
    micros.addAll(paced(seconds));
    long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "visible to acknowledged at %d objects/s, %d objects: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms,"
            + " most %.1f ms%n",
        PER_SECOND,
        sorted.length,
        percentile(sorted, 0.5),
        percentile(sorted, 0.9),
        percentile(sorted, 0.99),
        percentile(sorted, 1));
  }

  private List<Long> paced(int seconds) throws Exception {
    Map<Long, Long> visibleAt = new HashMap<>();
    long begun = System.nanoTime();
    for (int i = 0; i < seconds * PER_SECOND; i++) {
      long due = begun + i * 1_000_000_000L / PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      // Before the call, so that its own time is counted too.
      long now = System.nanoTime();
      visibleAt.put(cloud.produce(1), now);
    }
    List<Long> micros = new ArrayList<>();
    for (Map.Entry<Long, Long> visible : visibleAt.entrySet()) {
      String source = "s3://bench/" + LocalCloud.key(visible.getKey());
      Long at = acknowledgedAt.get(source);
      for (int wait = 0; at == null && wait < 6_000; wait++) {
        Thread.sleep(10);
        at = acknowledgedAt.get(source);
      }
      if (at == null) {
        throw new IllegalStateException("never acknowledged: " + source);
      }
      micros.add((at - visible.getValue()) / 1_000);
    }
    return micros;
  }

  private static double percentile(long[] sortedMicros, double share) {
    int rank = (int) Math.ceil(share * sortedMicros.length);
    return sortedMicros[Math.max(0, rank - 1)] / 1_000.0;
  }

  private void throughput(int objects, int rounds) throws Exception {
    for (int round = 0; round <= rounds; round++) {
      long before = acknowledged.get();
      long settledBefore = cloud.settled();
      long cpu = ownCpuNanos();
      Duration cloudCpu = cloud.cpu();
      Duration brokerCpu = broker.cpu();
      long begun = System.nanoTime();
      cloud.produce(objects);
      while (acknowledged.get() - before < objects) {
        Thread.sleep(5);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      double own = (ownCpuNanos() - cpu) / 1e3 / objects;
      while (cloud.settled() - settledBefore < objects) {
        Thread.sleep(5);
      }
      System.out.printf(
          "%s%d objects of 5 KB: %.0f objects/s, processor time an object: ingest %.0f us, S3 and"
              + " SQS %.0f us, Kafka %.0f us; the last message was deleted after %.1f s%n",
          round == 0 ? "warm-up, " : "",
          objects,
          objects / seconds,
          own,
          cloud.cpu().minus(cloudCpu).toNanos() / 1e3 / objects,
          broker.cpu().minus(brokerCpu).toNanos() / 1e3 / objects,
          (System.nanoTime() - begun) / 1e9);
    }
  }

  /** A moment of a long run. */
  private record Sample(long heap, long resident, long threads, long descriptors) {}

  private boolean soak(Duration time) throws Exception {
    List<Sample> samples = new ArrayList<>();
    long begun = System.nanoTime();
    long ahead = 0;
    while (System.nanoTime() - begun < time.toNanos()) {
      long next = System.nanoTime() + SAMPLE.toNanos();
      while (System.nanoTime() < next) {
        // Never empty, and never more than a few seconds of work.
        if (ahead - acknowledged.get() < 10_000) {
          cloud.produce(5_000);
          ahead += 5_000;
        }
        Thread.sleep(20);
      }
      samples.add(sample());
      Sample last = samples.getLast();
      System.out.printf(
          "%5d s: %d objects, live heap %d MB, resident %d MB, %d threads, %d descriptors, %s%n",
          (System.nanoTime() - begun) / 1_000_000_000L,
          acknowledged.get(),
          last.heap() / MEGABYTE,
          last.resident() / MEGABYTE,
          last.threads(),
          last.descriptors(),
          ingest.check().orElse("works"));
    }
    System.out.printf(
        "%.0f objects/s over all%n", acknowledged.get() * 1e9 / (System.nanoTime() - begun));
    // What was allocated for good in the first half is no growth; what comes in the second is.
    List<Boolean> verdicts =
        List.of(
            flat("live heap", samples, Sample::heap, 16 * MEGABYTE),
            flat("resident memory", samples, Sample::resident, 64 * MEGABYTE),
            flat("threads", samples, Sample::threads, 4),
            flat("descriptors", samples, Sample::descriptors, 16));
    return !verdicts.contains(false);
  }

  private static boolean flat(
      String what, List<Sample> samples, ToLongFunction<Sample> value, long tolerance) {
    int quarter = samples.size() / 4;
    long middle = median(samples.subList(quarter, 2 * quarter + 1), value);
    long end = median(samples.subList(samples.size() - quarter - 1, samples.size()), value);
    boolean flat = end - middle <= Math.max(tolerance, middle / 20);
    System.out.printf(
        "%s: median of the second quarter %d, of the last %d: %s%n",
        what, middle, end, flat ? "flat" : "GROWS");
    return flat;
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
    long[] sorted = samples.stream().mapToLong(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static Sample sample() throws IOException {
    // Only what is still reachable says whether something is kept.
    System.gc();
    long resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
            .findFirst()
            .orElse(0);
    return new Sample(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        resident,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getOpenFileDescriptorCount());
  }

  private static long ownCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Notes when the facts of an object are acknowledged. */
  private record CountingPublisher(
      Publisher inner,
      AtomicLong acknowledged,
      @org.jspecify.annotations.Nullable Map<String, Long> at)
      implements Publisher {

    @Override
    public Batch begin() {
      Batch batch = inner.begin();
      List<String> sources = new ArrayList<>(1);
      return new Batch() {
        @Override
        public void fact(Fact fact) {
          batch.fact(fact);
          if (fact.getSource().startsWith("s3:")) {
            sources.add(fact.getSource());
          }
        }

        @Override
        public void deadLetter(DeadLetter letter) {
          throw new IllegalStateException("a dead letter: " + letter.getReason());
        }

        @Override
        public void status(String key, Progress status) {
          batch.status(key, status);
        }

        @Override
        public void await() throws InterruptedException {
          batch.await();
          acknowledged.addAndGet(sources.size());
          if (at != null) {
            long now = System.nanoTime();
            sources.forEach(source -> at.put(source, now));
          }
        }
      };
    }

    @Override
    public Optional<String> check() {
      return inner.check();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
