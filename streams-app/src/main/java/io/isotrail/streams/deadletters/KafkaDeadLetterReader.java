package io.isotrail.streams.deadletters;

import io.isotrail.avro.DeadLetter;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topics;
import io.isotrail.streams.deadletters.Marks.Stretch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Reads the last records of each partition of {@code isotrail.dead-letters.v1}. Of letters nothing
 * is kept between two questions: they are few and seldom asked for, and their samples large. Kept
 * is which of them were redriven, since that is said further on in the topic. One question is
 * answered at a time, so that memory stays at one page for each partition.
 */
public final class KafkaDeadLetterReader implements DeadLetterReader {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int MOST_MARKS = 100_000;
  private static final long MOST_NANOS = Duration.ofSeconds(10).toNanos();
  private static final Comparator<Read> LATEST_FIRST =
      Comparator.comparingLong(Read::publishedAt)
          .reversed()
          .thenComparing(Comparator.comparingLong((Read read) -> read.letter().offset()).reversed())
          .thenComparingInt(read -> read.letter().partition());

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Supplier<Serde<DeadLetter>> serdes;
  private final Semaphore reading = new Semaphore(1);
  private final Marks marks = new Marks(MOST_MARKS);

  /**
   * @param publishedAt the record's timestamp, by which partitions are put in one order
   */
  private record Read(long publishedAt, Letter letter) {}

  /** Offsets that a page looks at: [from, to). */
  private record Range(long beginning, long from, long to, long end) {}

  KafkaDeadLetterReader(
      Supplier<Consumer<byte[], byte[]>> consumers, Supplier<Serde<DeadLetter>> serdes) {
    this.consumers = consumers;
    this.serdes = serdes;
  }

  /** Touches nothing before it is asked. */
  public static KafkaDeadLetterReader of(Settings settings) {
    Map<String, Object> config = Clients.base(settings);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    return new KafkaDeadLetterReader(
        () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        () -> AvroSerdes.forValue(Topics.DEAD_LETTERS, settings));
  }

  @Override
  public Page read(Map<Integer, Long> before, int limit) {
    if (!reading.tryAcquire()) {
      throw new UnavailableException("somebody else is reading the dead letters");
    }
    try (Consumer<byte[], byte[]> consumer = consumers.get();
        Serde<DeadLetter> serde = serdes.get()) {
      Map<TopicPartition, Range> ranges = ranges(consumer, before, limit);
      List<Read> found = read(consumer, serde, ranges);
      found.sort(LATEST_FIRST);
      List<Read> shown = found.subList(0, Math.min(limit, found.size()));
      return new Page(shown.stream().map(this::marked).toList(), next(ranges, found, shown.size()));
    } catch (KafkaException e) {
      throw new UnavailableException("Kafka does not give the dead letters", e);
    } finally {
      marks.forgetIfTooMany();
      reading.release();
    }
  }

  private static Map<TopicPartition, Range> ranges(
      Consumer<byte[], byte[]> consumer, Map<Integer, Long> before, int limit) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.DEAD_LETTERS.name(), ANSWER).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, ANSWER);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
    Map<TopicPartition, Range> ranges = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long beginning = beginnings.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      long to = Math.clamp(before.getOrDefault(partition.partition(), end), beginning, end);
      ranges.put(partition, new Range(beginning, Math.max(beginning, to - limit), to, end));
    }
    return ranges;
  }

  private Letter marked(Read read) {
    Letter letter = read.letter();
    return new Letter(
        letter.partition(),
        letter.offset(),
        letter.letter(),
        letter.sampleBytes(),
        marks.of(letter.partition(), letter.offset()));
  }

  private List<Read> read(
      Consumer<byte[], byte[]> consumer,
      Serde<DeadLetter> serde,
      Map<TopicPartition, Range> ranges) {
    long until = System.nanoTime() + MOST_NANOS;
    List<Read> found = new ArrayList<>();
    for (Map.Entry<TopicPartition, Range> entry : ranges.entrySet()) {
      TopicPartition partition = entry.getKey();
      Range range = entry.getValue();
      scan(
          consumer,
          partition,
          new Stretch(range.from(), range.to()),
          until,
          record -> {
            if (record.value() != null) {
              decode(record, serde, found);
            }
          });
      Stretch behind = new Stretch(range.from(), range.end());
      for (Stretch unread : marks.unread(partition.partition(), behind)) {
        scan(consumer, partition, unread, until, marks::take);
        marks.wasRead(partition.partition(), unread);
      }
    }
    return found;
  }

  private static void scan(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      Stretch stretch,
      long until,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    if (stretch.from() >= stretch.to()) {
      return;
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, stretch.from());
    while (consumer.position(partition, ANSWER) < stretch.to()) {
      if (System.nanoTime() - until > 0) {
        throw new UnavailableException("reading the dead letters takes too long");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < stretch.to()) {
          taker.accept(record);
        }
      }
    }
  }

  private static void decode(
      ConsumerRecord<byte[], byte[]> record, Serde<DeadLetter> serde, List<Read> into) {
    DeadLetter letter;
    try {
      letter = serde.deserializer().deserialize(record.topic(), record.value());
    } catch (RetriableException e) {
      throw e;
    } catch (SerializationException e) {
      return; // A foreign record in our topic; there is nothing to show of it.
    }
    int length = letter.getSample().remaining();
    byte[] shown = new byte[Math.min(length, SHOWN_SAMPLE)];
    letter.getSample().duplicate().get(shown);
    into.add(
        new Read(
            record.timestamp(),
            new Letter(
                record.partition(),
                record.offset(),
                DeadLetter.newBuilder(letter).setSample(ByteBuffer.wrap(shown)).build(),
                length,
                Optional.empty())));
  }

  /** Each partition goes on below what was shown of it; where all was shown, below its range. */
  private static Map<Integer, Long> next(
      Map<TopicPartition, Range> ranges, List<Read> found, int shown) {
    Map<Integer, Long> next = new HashMap<>();
    ranges.forEach((partition, range) -> next.put(partition.partition(), range.from()));
    // Whatever was read and not shown is above where its partition goes on.
    found
        .subList(shown, found.size())
        .forEach(
            read -> next.merge(read.letter().partition(), read.letter().offset() + 1, Math::max));
    boolean more =
        ranges.entrySet().stream()
            .anyMatch(
                entry ->
                    next.getOrDefault(entry.getKey().partition(), 0L)
                        > entry.getValue().beginning());
    return more ? next : Map.of();
  }
}
