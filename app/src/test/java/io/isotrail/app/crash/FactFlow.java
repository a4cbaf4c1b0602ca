package io.isotrail.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Locality;
import io.isotrail.schemas.topic.Topics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Publishes facts as ingest does, no faster than it is let, in a thread of its own. */
final class FactFlow implements AutoCloseable {

  private static final int PER_PAUSE = 100;
  private static final long PAUSE_NANOS = 20_000_000;

  private final Settings settings;
  private final int partitions;
  private final List<Fact> facts;
  private final AtomicInteger allowed = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread;
  private final AtomicInteger sent = new AtomicInteger();

  FactFlow(Settings settings, int partitions, List<Fact> facts) {
    this.settings = settings;
    this.partitions = partitions;
    this.facts = facts;
    this.thread = Thread.ofPlatform().daemon().name("facts").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Lets this share of all facts be published by now. */
  void allow(double share) {
    allowed.set((int) Math.round(share * facts.size()));
  }

  int sent() {
    return sent.get();
  }

  /** Waits until all facts are acknowledged. */
  void awaitEnd() throws InterruptedException {
    allow(1);
    thread.join();
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError("the facts cannot be published", thrown);
    }
  }

  private void run() {
    Map<String, Object> config = Clients.base(settings);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    try (KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        Serde<Fact> serde = AvroSerdes.forValue(Topics.FACTS, settings);
        Serde<Progress> status = AvroSerdes.forValue(Topics.STATUS, settings)) {
      sayThatTheSourceIsRead(producer, status);
      while (sent.get() < facts.size() && !Thread.currentThread().isInterrupted()) {
        if (sent.get() < allowed.get()) {
          publish(producer, serde, facts.get(sent.getAndIncrement()));
        }
        if (sent.get() % PER_PAUSE == 0 || sent.get() >= allowed.get()) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
      producer.flush();
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private void publish(KafkaProducer<byte[], byte[]> producer, Serde<Fact> serde, Fact fact) {
    String locality =
        fact.getPartition() + "/" + fact.getResourceAccount() + "/" + fact.getRegion();
    String key = locality + "/" + fact.getKind() + "/" + fact.getName().toLowerCase(Locale.ROOT);
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topics.FACTS.name(),
                Locality.partitionOf(locality, partitions),
                key.getBytes(UTF_8),
                serde.serializer().serialize(Topics.FACTS.name(), fact)),
            (metadata, thrown) -> {
              if (thrown != null) {
                failure.set(thrown);
              }
            });
  }

  /** Without a source that was read to its end no answer is ever complete. */
  private static void sayThatTheSourceIsRead(
      KafkaProducer<byte[], byte[]> producer, Serde<Progress> serde) {
    Progress progress =
        Progress.newBuilder()
            .setWrittenAt(0)
            .setBody(
                SourceStatus.newBuilder()
                    .setSource("dir:stories")
                    .setLive(false)
                    .setEndReached(true)
                    .setDiscovered(1)
                    .setSettled(1)
                    .build())
            .build();
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topics.STATUS.name(),
                "source/dir:stories".getBytes(UTF_8),
                serde.serializer().serialize(Topics.STATUS.name(), progress)));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
