package io.isotrail.ingest.letters;

import io.isotrail.avro.DeadLetter;
import io.isotrail.ingest.publish.KafkaWriter;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.RedriveMark;
import io.isotrail.schemas.topic.TopicException;
import io.isotrail.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * {@code isotrail.dead-letters.v1}, read from its beginning when somebody asks. A letter that came
 * through is followed by a mark ({@link RedriveMark}). Used by one thread.
 */
public final class DeadLetterTopic implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String TOPIC = Topics.DEAD_LETTERS.name();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Serde<DeadLetter> serde;

  private DeadLetterTopic(
      KafkaConsumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      Serde<DeadLetter> serde) {
    this.consumer = consumer;
    this.producer = producer;
    this.serde = serde;
  }

  /** Touches nothing before it is asked. */
  public static DeadLetterTopic open(Settings settings) {
    Map<String, Object> reading = new TreeMap<>(Clients.base(settings));
    reading.put(ConsumerConfig.CLIENT_ID_CONFIG, "isotrail-dead-letters");
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    reading.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    Map<String, Object> writing =
        new TreeMap<>(KafkaWriter.producerConfiguration(Clients.base(settings)));
    writing.put(ProducerConfig.CLIENT_ID_CONFIG, "isotrail-dead-letters");
    return new DeadLetterTopic(
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer()),
        AvroSerdes.forValue(Topics.DEAD_LETTERS, settings));
  }

  /**
   * Gives every letter that is there now, in the order of the topic.
   *
   * @param since only letters written since then
   * @throws TopicException when Kafka does not give them
   */
  public void read(Optional<Instant> since, Consumer<Letter> taker) {
    reaching(
        () -> {
          Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(TOPIC), ANSWER);
          Map<LetterId, Letter.Redriven> marks = new HashMap<>();
          // A mark lies behind its letter, so both ways begin at the same place.
          Map<TopicPartition, Long> begins = begins(ends, since);
          scan(
              begins,
              ends,
              record ->
                  RedriveMark.read(record).ifPresent(mark -> marks.put(idOf(mark), ofMark(mark))));
          scan(
              begins,
              ends,
              record ->
                  letter(record, Optional.ofNullable(marks.get(idOf(record)))).ifPresent(taker));
          return marks.size();
        });
  }

  /**
   * One letter, with what became of it.
   *
   * @throws TopicException when Kafka does not give it
   */
  public Optional<Letter> find(LetterId id) {
    Found found = new Found();
    reaching(
        () -> {
          TopicPartition partition = new TopicPartition(TOPIC, id.partition());
          if (has(partition, id.offset())) {
            // Its mark may lie anywhere behind it.
            scan(
                Map.of(partition, id.offset()),
                consumer.endOffsets(List.of(partition), ANSWER),
                record -> found.take(record, id));
          }
          return found;
        });
    return found.letter.map(letter -> new Letter(letter.id(), letter.content(), found.redriven));
  }

  /**
   * One letter, without what became of it.
   *
   * @throws TopicException when Kafka does not give it
   */
  public Optional<Letter> content(LetterId id) {
    Found found = new Found();
    reaching(
        () -> {
          TopicPartition partition = new TopicPartition(TOPIC, id.partition());
          if (has(partition, id.offset())) {
            scan(
                Map.of(partition, id.offset()),
                Map.of(partition, id.offset() + 1),
                record -> found.take(record, id));
          }
          return found;
        });
    return found.letter;
  }

  /** What a scan for one letter has found. */
  private final class Found {
    private Optional<Letter> letter = Optional.empty();
    private Optional<Letter.Redriven> redriven = Optional.empty();

    void take(ConsumerRecord<byte[], byte[]> record, LetterId id) {
      if (idOf(record).equals(id)) {
        letter = letter(record, Optional.empty());
      } else {
        redriven =
            RedriveMark.read(record)
                .filter(mark -> idOf(mark).equals(id))
                .map(DeadLetterTopic::ofMark)
                .or(() -> redriven);
      }
    }
  }

  private boolean has(TopicPartition partition, long offset) {
    List<TopicPartition> one = List.of(partition);
    return partitions(partition.topic()).contains(partition)
        && consumer.beginningOffsets(one, ANSWER).getOrDefault(partition, 0L) <= offset
        && offset < consumer.endOffsets(one, ANSWER).getOrDefault(partition, 0L);
  }

  /**
   * Marks a letter as come through; returns once Kafka has acknowledged it.
   *
   * @throws TopicException when it is not acknowledged
   */
  public void mark(Letter letter, String outcome) {
    send(RedriveMark.of(letter.id().partition(), letter.id().offset(), letter.name(), outcome));
  }

  /**
   * Writes a record of a topic once more to where it was, for its reader to try again.
   *
   * @return false when it is not there any more
   * @throws TopicException when Kafka does not give or take it
   */
  public boolean repeat(String topic, int partition, long offset) {
    return reaching(
        () -> {
          TopicPartition from = new TopicPartition(topic, partition);
          if (!has(from, offset)) {
            return false;
          }
          boolean[] repeated = {false};
          scan(
              Map.of(from, offset),
              Map.of(from, offset + 1),
              record -> {
                if (record.offset() == offset) {
                  send(
                      new ProducerRecord<>(
                          topic, partition, record.key(), record.value(), record.headers()));
                  repeated[0] = true;
                }
              });
          return repeated[0];
        });
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get(ANSWER.toSeconds() * 3, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new TopicException("Kafka does not take a record for " + record.topic(), e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private List<TopicPartition> partitions(String topic) {
    var infos = consumer.partitionsFor(topic, ANSWER);
    if (infos == null || infos.isEmpty()) {
      throw new TopicException(
          "Kafka has no topic " + topic + "; isotrail streams and isotrail up create it");
    }
    return infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
  }

  private Map<TopicPartition, Long> begins(
      Map<TopicPartition, Long> ends, Optional<Instant> since) {
    Map<TopicPartition, Long> begins =
        new HashMap<>(consumer.beginningOffsets(ends.keySet(), ANSWER));
    if (since.isPresent()) {
      Map<TopicPartition, Long> asked = new HashMap<>();
      ends.keySet().forEach(partition -> asked.put(partition, since.get().toEpochMilli()));
      Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked, ANSWER);
      ends.forEach(
          (partition, end) -> {
            OffsetAndTimestamp from = found.get(partition);
            begins.put(partition, from == null ? end : from.offset());
          });
    }
    return begins;
  }

  private void scan(
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    for (Map.Entry<TopicPartition, Long> begin : begins.entrySet()) {
      TopicPartition partition = begin.getKey();
      long end = ends.getOrDefault(partition, 0L);
      consumer.assign(List.of(partition));
      consumer.seek(partition, begin.getValue());
      long moved = System.nanoTime();
      long position = begin.getValue();
      while (position < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < end) {
            taker.accept(record);
          }
        }
        long now = consumer.position(partition, ANSWER);
        if (now > position) {
          position = now;
          moved = System.nanoTime();
        } else if (System.nanoTime() - moved > ANSWER.toNanos()) {
          throw new TopicException("Kafka does not give the records of " + partition.topic());
        }
      }
    }
  }

  private static LetterId idOf(ConsumerRecord<byte[], byte[]> record) {
    return new LetterId(record.partition(), record.offset());
  }

  private static LetterId idOf(RedriveMark mark) {
    return new LetterId(mark.partition(), mark.offset());
  }

  private static Letter.Redriven ofMark(RedriveMark mark) {
    return new Letter.Redriven(mark.at(), mark.outcome());
  }

  private Optional<Letter> letter(
      ConsumerRecord<byte[], byte[]> record, Optional<Letter.Redriven> redriven) {
    if (record.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Letter(
              idOf(record), serde.deserializer().deserialize(TOPIC, record.value()), redriven));
    } catch (org.apache.kafka.common.errors.RetriableException e) {
      throw e;
    } catch (SerializationException e) {
      return Optional.empty(); // A foreign record in our topic; there is nothing to show of it.
    }
  }

  private interface Asking<T> {
    T ask();
  }

  private static <T> T reaching(Asking<T> asking) {
    try {
      return asking.ask();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new TopicException(
          "Kafka or the schema registry does not answer; are they up, and are"
              + " kafka.bootstrap.servers and schema.registry.url right?",
          e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    consumer.close();
    serde.close();
  }
}
