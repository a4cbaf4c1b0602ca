package io.isotrail.app.conservation;

import io.isotrail.avro.DeadLetter;
import io.isotrail.avro.Fact;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topic;
import io.isotrail.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is in the topics at the end. */
final class Arrived {

  private final Map<String, String> models = new TreeMap<>();
  private final Set<String> letters = new TreeSet<>();
  private long records;

  static Arrived read(Settings settings) {
    Arrived arrived = new Arrived();
    each(settings, Topics.FACTS, arrived::take);
    each(settings, Topics.DEAD_LETTERS, arrived::take);
    return arrived;
  }

  private void take(Fact fact) {
    records++;
    String before = models.put(fact.getEventId(), fact.getName());
    if (before != null && !before.equals(fact.getName())) {
      throw new AssertionError("two facts of one event: " + before + " and " + fact.getName());
    }
  }

  private void take(DeadLetter letter) {
    String about =
        letter.getReason().equals("unknown-envelope")
            ? java.nio.charset.StandardCharsets.UTF_8
                .decode(letter.getSample().duplicate())
                .toString()
                .replaceAll(".*\"what\":\"(.*)\".*", "$1")
            : letter.getKey();
    letters.add(letter.getReason() + " " + about);
  }

  /** Compares with what one schedule put in; takes it out. */
  void require(Schedule schedule) {
    require(schedule.name(), schedule.cargo());
  }

  /** The same for a cargo by its name. */
  void require(String name, Cargo cargo) {
    String mine = name + "-";
    Map<String, String> found = new TreeMap<>(models);
    found.keySet().removeIf(eventId -> !eventId.startsWith(mine));
    Set<String> said = new TreeSet<>(letters);
    said.removeIf(letter -> !letter.contains(name));
    if (!found.equals(new TreeMap<>(cargo.facts())) || !said.equals(cargo.letters())) {
      throw new AssertionError(
          "%s: put in %s, found %s; letters expected %s, found %s"
              .formatted(name, new TreeMap<>(cargo.facts()), found, cargo.letters(), said));
    }
    models.keySet().removeAll(found.keySet());
    letters.removeAll(said);
  }

  /** After every schedule was compared, nothing may be left. */
  void requireNothingElse() {
    if (!models.isEmpty() || !letters.isEmpty()) {
      throw new AssertionError("nobody put in " + models + " " + letters);
    }
  }

  /** Records in the topic of facts, copies included. */
  long records() {
    return records;
  }

  private static <V extends SpecificRecord> void each(
      Settings settings, Topic<V> topic, Consumer<V> taking) {
    Map<String, Object> config = Clients.base(settings);
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", false);
    try (var serde = AvroSerdes.forValue(topic, settings);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          taking.accept(serde.deserializer().deserialize(topic.name(), record.value()));
        }
      }
    }
  }
}
