package io.isotrail.app.crash;

import static io.isotrail.schemas.topic.Topics.COMPLIANCE;
import static io.isotrail.schemas.topic.Topics.GOVERNANCE;
import static io.isotrail.schemas.topic.Topics.KPIS;
import static io.isotrail.schemas.topic.Topics.VIOLATIONS;

import io.isotrail.app.e2e.CommittedRecords;
import io.isotrail.avro.Generation;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Violation;
import io.isotrail.schemas.serde.AvroSerdes;
import io.isotrail.schemas.settings.Settings;
import io.isotrail.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
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

  /** What was published about policies and exceptions. */
  List<Governance> governance() {
    List<Governance> found = new ArrayList<>();
    latest(GOVERNANCE, (key, record) -> found.add(record));
    return found;
  }

  /** As {@link Expectation#rows()}. */
  SortedMap<String, String> rows() {
    SortedMap<String, String> found = new TreeMap<>();
    latest(
        COMPLIANCE,
        (key, row) -> {
          Generation latest = null;
          boolean present = false;
          for (Generation generation : row.getGenerations()) {
            if (generation.getFrom() <= end) {
              latest = generation;
              String said = row(generation);
              present |= !said.equals(Expectation.GONE);
              if (!said.equals(Expectation.GONE)) {
                found.put(key + " # " + generation.getNumber(), said);
              }
            }
          }
          if (latest != null && !present) {
            found.put(key + " # " + latest.getNumber(), Expectation.GONE);
          }
        });
    return found;
  }

  private String row(Generation generation) {
    return generation.getSpells().stream()
        .filter(spell -> spell.getFrom() <= end)
        .filter(spell -> spell.getTo() == null || spell.getTo() > end)
        .map(
            spell ->
                Expectation.row(
                    spell.getStatus().name(), spell.getSeverity(), spell.getEnvironment()))
        .findFirst()
        .orElse(Expectation.GONE);
  }

  /** As {@link Expectation#violations()}. */
  SortedMap<String, String> violations() {
    SortedMap<String, String> found = new TreeMap<>();
    latest(
        VIOLATIONS,
        (key, violation) -> {
          if (violation.getOpenedAt() <= end) {
            String name =
                "%s # %d @ %d"
                    .formatted(
                        violation.getResource(),
                        violation.getGeneration(),
                        violation.getOpenedAt());
            if (found.put(name, how(violation)) != null) {
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

  /** As {@link Expectation#measures()}. */
  SortedMap<String, Long> measures() {
    SortedMap<String, Long> sums = new TreeMap<>();
    latest(
        KPIS,
        (key, tally) -> {
          if (tally.getDay() <= end / 86_400) {
            tally.getCounts().forEach((measure, count) -> sums.merge(measure, count, Long::sum));
          }
        });
    sums.keySet().removeIf(name -> Expectation.UNTOLD.stream().anyMatch(name::startsWith));
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  private <V extends SpecificRecord> void latest(Topic<V> topic, BiConsumer<String, V> reader) {
    try (Serde<V> serde = AvroSerdes.forValue(topic, settings)) {
      CommittedRecords.latest(topic, settings)
          .forEach(
              (key, bytes) ->
                  reader.accept(key, serde.deserializer().deserialize(topic.name(), bytes)));
    }
  }
}
