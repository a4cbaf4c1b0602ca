package io.isotrail.app.conservation;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import io.isotrail.ingest.Ingest;
import io.isotrail.ingest.publish.KafkaPublisher;
import io.isotrail.ingest.publish.KafkaWriter;
import io.isotrail.ingest.status.StatusLog;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One course of events: a cargo, faults for a while, ingest killed now and then, and then calm, in
 * which everything must come to its end. The faults follow from the seed and the number of the
 * request; how requests of several threads interleave does not.
 */
final class Schedule {

  private static final List<Fault> FAULTS = List.of(Fault.values());

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Where nothing moves, nothing will come to the number of requests at which to kill. */
  private static final Duration AT_THE_LATEST = Duration.ofSeconds(5);

  private final long seed;
  private final String name;
  private final Emulators emulators;
  private final Cargo cargo;
  private final int[] kills;
  private final int storm;
  private final double rate;
  private final Set<Fault> kinds;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();

  Schedule(long seed, Emulators emulators) {
    SplittableRandom random = new SplittableRandom(seed);
    this.seed = seed;
    this.name = "s" + Long.toHexString(seed);
    this.emulators = emulators;
    int requestsInStorm = random.nextInt(20, 160);
    this.storm = requestsInStorm;
    this.kills = random.ints(random.nextInt(4), 1, requestsInStorm).sorted().toArray();
    this.rate = random.nextDouble(0.05, 0.6);
    // A storm of one kind is worse than a mixture: it does not go away by trying again.
    this.kinds =
        random.nextBoolean()
            ? Set.of(Fault.values())
            : Set.of(FAULTS.get(random.nextInt(1, FAULTS.size())));
    this.cargo = Cargo.load(name, random);
  }

  String name() {
    return name;
  }

  Cargo cargo() {
    return cargo;
  }

  int struck() {
    return struck.get();
  }

  int kills() {
    return kills.length;
  }

  /** Runs to the end; throws what is wrong. */
  void run() throws InterruptedException {
    emulators.createQueue(name);
    cargo.objects().forEach(emulators::put);
    int half = cargo.messages().size() / 2;
    cargo.messages().subList(0, half).forEach(body -> emulators.send(name, body));
    Incarnation incarnation = new Incarnation();
    try {
      boolean all = false;
      for (int kill : kills) {
        awaitRequests(kill);
        incarnation.kill();
        incarnation = new Incarnation();
        if (!all) {
          cargo.messages().subList(half, cargo.messages().size()).forEach(this::send);
          all = true;
        }
      }
      if (!all) {
        cargo.messages().subList(half, cargo.messages().size()).forEach(this::send);
      }
      await(incarnation);
      incarnation.requireBalance();
    } finally {
      incarnation.close();
    }
  }

  private void awaitRequests(int count) throws InterruptedException {
    long latest = System.nanoTime() + AT_THE_LATEST.toNanos();
    while (requests.get() < count && System.nanoTime() < latest) {
      Thread.sleep(1);
    }
  }

  private void send(String body) {
    emulators.send(name, body);
  }

  private void await(Incarnation incarnation) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (emulators.messages(name) > 0 || !incarnation.ingest.awaitEnd(Duration.ZERO)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            name
                + ": "
                + emulators.messages(name)
                + " messages are not settled; "
                + incarnation.ingest.progress()
                + " "
                + incarnation.ingest.check());
      }
      Thread.sleep(50);
    }
  }

  private Fault next(Set<Fault> possible) {
    int request = requests.getAndIncrement();
    if (request > storm) {
      return Fault.NONE;
    }
    SplittableRandom random = new SplittableRandom(seed + 31L * request);
    if (random.nextDouble() >= rate) {
      return Fault.NONE;
    }
    Fault[] all = Fault.values();
    Fault fault = all[random.nextInt(all.length)];
    if (kinds.size() == 1) {
      fault = kinds.iterator().next();
    }
    if (!possible.contains(fault)) {
      return Fault.NONE;
    }
    struck.incrementAndGet();
    return fault;
  }

  private Fault ofRequest(String head) {
    return next(
        head.contains("DeleteMessageBatch")
            ? Set.of(Fault.values())
            : Set.of(
                Fault.SLOW_DOWN, Fault.FAILED, Fault.RESET, Fault.LOST, Fault.CUT, Fault.SLOW));
  }

  /** One life of ingest, between its start and its death. */
  private final class Incarnation {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FaultyRelay s3 = new FaultyRelay(emulators.s3Port(), Schedule.this::ofRequest);
    private final FaultyRelay sqs = new FaultyRelay(emulators.sqsPort(), Schedule.this::ofRequest);
    private final KafkaProducer<byte[], byte[]> kafka;
    private final FaultyProducer producer;
    private final Ingest ingest;

    Incarnation() throws InterruptedException {
      Settings settings = settings();
      this.kafka =
          new KafkaProducer<>(
              KafkaWriter.producerConfiguration(Clients.base(settings)),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      this.producer =
          new FaultyProducer(
              kafka,
              () ->
                  next(Set.of(Fault.RESET, Fault.FAILED, Fault.SLOW_DOWN, Fault.LOST, Fault.CUT)));
      KafkaWriter writer =
          new KafkaWriter(
              producer.proxy(),
              AvroSerdes.<Fact>forValue(Topics.FACTS, settings).serializer(),
              AvroSerdes.<DeadLetter>forValue(Topics.DEAD_LETTERS, settings).serializer(),
              AvroSerdes.<Progress>forValue(Topics.STATUS, settings).serializer(),
              InstantSource.system());
      this.ingest = open(settings, writer);
      ingest.start();
    }

    /** The start asks whether the queue exists, and may be refused like any other call. */
    private Ingest open(Settings settings, KafkaWriter writer) throws InterruptedException {
      @Nullable RuntimeException last = null;
      for (int attempt = 0; attempt < 200; attempt++) {
        try {
          return Ingest.open(settings, metrics, new KafkaPublisher(writer), new Silence());
        } catch (RuntimeException e) {
          last = e;
          Thread.sleep(20);
        }
      }
      throw new AssertionError(name + ": ingest does not start", last);
    }

    private Settings settings() {
      Map<String, String> values = new HashMap<>(emulators.kafka());
      values.put("kafka.max.block.ms", "8000");
      values.put("kafka.request.timeout.ms", "3000");
      values.put("kafka.delivery.timeout.ms", "8000");
      values.put("kafka.linger.ms", "0");
      values.put(
          "isotrail.ingest.source", "sqs:http://127.0.0.1:" + sqs.port() + "/000000000000/" + name);
      values.put("isotrail.ingest.aws.endpoint", "http://127.0.0.1:" + s3.port());
      values.put("isotrail.ingest.aws.region", "eu-central-1");
      values.put("isotrail.ingest.aws.path-style", "true");
      values.put("isotrail.ingest.sqs.wait", "1s");
      values.put("isotrail.ingest.sqs.visibility", "3s");
      values.put("isotrail.ingest.sqs.receives", "1000");
      values.put("isotrail.ingest.retry.first", "20ms");
      values.put("isotrail.ingest.retry.cap", "200ms");
      values.put("isotrail.ingest.retry.attempts", "3");
      values.put("isotrail.ingest.canary", "0s");
      return new Settings(values);
    }

    /** As SIGKILL looks from outside: from one instant on, nothing of it reaches anybody. */
    void kill() {
      producer.sever();
      s3.sever();
      sqs.sever();
      Thread.ofPlatform().daemon().start(this::close);
    }

    void close() {
      ingest.close();
      kafka.close(Duration.ZERO);
      s3.close();
      sqs.close();
    }

    /** What entered = published + skipped + rejected + returned, and nothing is in flight. */
    void requireBalance() {
      for (String unit : new String[] {"objects", "records"}) {
        double entered =
            sum("isotrail.ledger." + unit + ".notified")
                + sum("isotrail.ledger." + unit + ".by.digest");
        double ended = sum("isotrail.ledger." + unit);
        double inFlight =
            metrics.get("isotrail.ledger." + unit + ".in.flight").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
        if (entered != ended || inFlight != 0) {
          throw new AssertionError(
              "%s: of %s, %s entered, %s have ended, %s are in flight"
                  .formatted(name, unit, entered, ended, inFlight));
        }
      }
    }

    private double sum(String counter) {
      return metrics.get(counter).counters().stream().mapToDouble(Counter::count).sum();
    }
  }

  /** Progress is another test's matter. */
  private static final class Silence implements StatusLog {
    @Override
    public Map<String, Progress> load() {
      return Map.of();
    }

    @Override
    public void write(Map<String, Progress> progress) {}

    @Override
    public void forget(Set<String> keys) {}
  }
}
