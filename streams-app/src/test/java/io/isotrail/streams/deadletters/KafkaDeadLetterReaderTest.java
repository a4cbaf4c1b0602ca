package io.isotrail.streams.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.avro.DeadLetter;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.RedriveMark;
import io.isotrail.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class KafkaDeadLetterReaderTest {

  private static final String TOPIC = Topics.DEAD_LETTERS.name();

  private final Settings settings =
      new Settings(Map.of("schema.registry.url", "memory://" + UUID.randomUUID()));
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> stored = new HashMap<>();

  @Test
  void pages_tell_every_letter_once_and_the_latest_first() {
    for (int i = 0; i < 11; i++) {
      store(i % 2 == 0 ? 0 : 1, i, "r" + i, 10);
    }

    List<String> told = new ArrayList<>();
    Map<Integer, Long> before = Map.of();
    int pages = 0;
    do {
      DeadLetterReader.Page page = reader().read(before, 3);
      assertThat(page.letters()).hasSizeLessThanOrEqualTo(3);
      page.letters().forEach(letter -> told.add(letter.letter().getReason()));
      before = page.next();
      pages++;
    } while (!before.isEmpty());

    assertThat(told)
        .containsExactly("r10", "r9", "r8", "r7", "r6", "r5", "r4", "r3", "r2", "r1", "r0");
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void a_letter_says_when_it_was_redriven_wherever_its_mark_lies() {
    for (int i = 0; i < 6; i++) {
      store(0, i, "r" + i, 10);
    }
    mark(0, 1, 2_000);
    mark(0, 5, 3_000);
    KafkaDeadLetterReader reader = reader();

    List<String> told = new ArrayList<>();
    Map<Integer, Long> before = Map.of();
    do {
      DeadLetterReader.Page page = reader.read(before, 2);
      page.letters()
          .forEach(
              letter ->
                  told.add(
                      letter.letter().getReason()
                          + letter.redriven().map(mark -> " at " + mark.at()).orElse("")));
      before = page.next();
    } while (!before.isEmpty());

    assertThat(told).containsExactly("r5 at 3", "r4", "r3", "r2", "r1 at 2", "r0");

    // A page in the middle, asked of an instance that has read nothing yet.
    assertThat(reader().read(Map.of(0, 2L), 1).letters().getFirst().redriven())
        .contains(new RedriveMark(0, 1, 2, "published 1 facts"));
    // Marks that were written since.
    mark(0, 4, 4_000);
    assertThat(reader.read(Map.of(0, 5L), 1).letters().getFirst().redriven()).isPresent();
  }

  @Test
  void beyond_the_limit_marks_are_forgotten_and_read_again() {
    Marks marks = new Marks(1);
    marks.take(markOf(0, 1, 5_000, 7));
    marks.take(markOf(0, 2, 5_000, 8));
    marks.wasRead(0, new Marks.Stretch(0, 9));
    assertThat(marks.of(0, 2)).isPresent();
    assertThat(marks.unread(0, new Marks.Stretch(3, 9))).isEmpty();

    marks.forgetIfTooMany();

    assertThat(marks.of(0, 2)).isEmpty();
    assertThat(marks.unread(0, new Marks.Stretch(3, 9))).containsExactly(new Marks.Stretch(3, 9));
  }

  @Test
  void what_is_unread_comes_in_pieces_that_touch_what_was_read() {
    Marks marks = new Marks(10);
    for (Marks.Stretch piece : marks.unread(0, new Marks.Stretch(2_500, 5_000))) {
      marks.wasRead(0, piece);
      assertThat(marks.unread(0, new Marks.Stretch(piece.from(), 5_000))).isEmpty();
    }

    assertThat(marks.unread(0, new Marks.Stretch(1_000, 6_500)))
        .containsExactly(
            new Marks.Stretch(1_500, 2_500),
            new Marks.Stretch(1_000, 1_500),
            new Marks.Stretch(5_000, 6_000),
            new Marks.Stretch(6_000, 6_500));
  }

  @Test
  void a_sample_is_cut_and_its_length_told() {
    store(0, 1, "r", 60_000);

    DeadLetterReader.Letter letter = reader().read(Map.of(), 1).letters().getFirst();

    assertThat(letter.letter().getSample().remaining()).isEqualTo(DeadLetterReader.SHOWN_SAMPLE);
    assertThat(letter.sampleBytes()).isEqualTo(60_000);
  }

  @Test
  void an_empty_topic_and_a_cursor_of_another_topic_give_nothing() {
    assertThat(reader().read(Map.of(), 10).letters()).isEmpty();
    assertThat(reader().read(Map.of(7, 9L, 0, 999L), 10).next()).isEmpty();
  }

  @Test
  void kafkas_failure_is_translated() {
    KafkaDeadLetterReader away =
        new KafkaDeadLetterReader(
            () -> {
              throw new KafkaException("no");
            },
            () -> AvroSerdes.forValue(Topics.DEAD_LETTERS, settings));

    assertThatThrownBy(() -> away.read(Map.of(), 1))
        .isInstanceOf(DeadLetterReader.UnavailableException.class);
    assertThatThrownBy(() -> away.read(Map.of(), 1))
        .as("the one before has ended")
        .hasMessageContaining("Kafka");
  }

  private void mark(int partition, long offset, long at) {
    List<ConsumerRecord<byte[], byte[]>> records =
        stored.computeIfAbsent(new TopicPartition(TOPIC, partition), absent -> new ArrayList<>());
    records.add(markOf(partition, offset, at, records.size()));
  }

  private static ConsumerRecord<byte[], byte[]> markOf(
      int partition, long offset, long at, long where) {
    var written = RedriveMark.of(partition, offset, "k", "published 1 facts");
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        where,
        at,
        TimestampType.CREATE_TIME,
        0,
        0,
        written.key(),
        written.value(),
        written.headers(),
        Optional.empty());
  }

  private void store(int partition, long at, String reason, int length) {
    TopicPartition where = new TopicPartition(TOPIC, partition);
    try (Serde<DeadLetter> serde = AvroSerdes.forValue(Topics.DEAD_LETTERS, settings)) {
      byte[] value =
          serde
              .serializer()
              .serialize(
                  TOPIC,
                  DeadLetter.newBuilder()
                      .setSource("s")
                      .setReason(reason)
                      .setMessage("m")
                      .setSample(ByteBuffer.wrap(new byte[length]))
                      .setAt(at)
                      .build());
      List<ConsumerRecord<byte[], byte[]>> records =
          stored.computeIfAbsent(where, absent -> new ArrayList<>());
      records.add(
          new ConsumerRecord<>(
              TOPIC,
              partition,
              records.size(),
              at,
              TimestampType.CREATE_TIME,
              0,
              value.length,
              new byte[0],
              value,
              new RecordHeaders(),
              Optional.empty()));
    }
  }

  private KafkaDeadLetterReader reader() {
    return new KafkaDeadLetterReader(
        this::consumer, () -> AvroSerdes.forValue(Topics.DEAD_LETTERS, settings));
  }

  /** Gives what is stored from the position on, as a broker does. */
  private MockConsumer<byte[], byte[]> consumer() {
    MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name()) {
          @Override
          public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            for (TopicPartition partition : partitions) {
              stored.getOrDefault(partition, List.of()).forEach(this::addRecord);
            }
          }
        };
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    List<PartitionInfo> infos = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      TopicPartition where = new TopicPartition(TOPIC, partition);
      infos.add(new PartitionInfo(TOPIC, partition, null, null, null));
      beginnings.put(where, 0L);
      ends.put(where, (long) stored.getOrDefault(where, List.of()).size());
    }
    consumer.updatePartitions(TOPIC, infos);
    consumer.updateBeginningOffsets(beginnings);
    consumer.updateEndOffsets(ends);
    return consumer;
  }
}
