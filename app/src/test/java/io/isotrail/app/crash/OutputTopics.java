package io.isotrail.app.crash;

import static io.isotrail.schemas.topic.Topics.COMPLIANCE;
import static io.isotrail.schemas.topic.Topics.KPIS;
import static io.isotrail.schemas.topic.Topics.VIOLATIONS;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.isotrail.avro.Generation;
import io.isotrail.avro.Spell;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Clients;
import io.isotrail.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;

/** What the output topics say to whoever reads committed records only. */
final class OutputTopics {

  private final Settings settings;
  private final long end;

  /**
   * @param end epoch seconds; what lies after it is left out
   */
  OutputTopics(Settings settings, long end) {
    this.settings = settings;
    this.end = end;
  }

  SortedMap<String, String> statuses() {
    SortedMap<String, String> found = new TreeMap<>();
    latest(
        COMPLIANCE,
        (key, row) -> {
          Generation last = row.getGenerations().getLast();
          String status = "";
          for (Spell spell : last.getSpells()) {
            if (spell.getFrom() <= end) {
              status = spell.getStatus().name();
            }
          }
          Spell latest = last.getSpells().getLast();
          boolean over = latest.getTo() != null && latest.getTo() <= end;
          found.put(key, over ? "GONE" : status);
        });
    return found;
  }

  SortedMap<String, String> violations() {
    SortedMap<String, String> found = new TreeMap<>();
    latest(
        VIOLATIONS,
        (key, violation) -> {
          if (violation.getOpenedAt() <= end) {
            String before =
                found.put(
                    violation.getResource() + " @ " + violation.getOpenedAt(), how(violation));
            if (before != null) {
              throw new AssertionError(key + " is there twice");
            }
          }
        });
    return found;
  }

  private String how(Violation violation) {
    Long at = violation.getEndedAt();
    return at == null || at > end ? "open" : at + " " + violation.getEndedAs();
  }

  SortedMap<String, Long> measures() {
    SortedMap<String, Long> sums = new TreeMap<>();
    latest(
        KPIS,
        (key, tally) -> {
          if (tally.getDay() <= end / 86_400) {
            tally.getCounts().forEach((measure, count) -> sums.merge(measure, count, Long::sum));
          }
        });
    return sums;
  }

  private <V extends SpecificRecord> void latest(Topic<V> topic, BiConsumer<String, V> reader) {
    Map<String, Object> config = Clients.base(settings);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    Map<String, byte[]> latest = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          String key = new String(record.key(), UTF_8);
          if (record.value() == null) {
            latest.remove(key);
          } else {
            latest.put(key, record.value());
          }
        }
      }
    }
    try (Serde<V> serde = AvroSerdes.forValue(topic, settings)) {
      latest.forEach(
          (key, bytes) ->
              reader.accept(key, serde.deserializer().deserialize(topic.name(), bytes)));
    }
  }
}
