package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Compliance;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.compliance.Histories;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.GroupIndex;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.Measures;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever was put, replaced and removed before: the shelf says what the latest histories say. */
class ResourceShelfTest {

  @Property(tries = 60)
  void saysWhatTheLatestHistoriesSay(
      @ForAll @Size(max = 8) List<@From("histories") History> puts,
      @ForAll @Size(max = 8) List<@IntRange(max = 7) Integer> removals,
      @ForAll("instants") long asOf)
      throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "shelf");
    TreeMap<String, History> latest = new TreeMap<>();
    try (ResourceShelf shelf =
        new ResourceShelf(new RowStore(directory, 1L << 20), new GroupIndex())) {
      shelf.open();
      for (int at = 0; at < puts.size(); at++) {
        // Three names, so that most puts replace an earlier one.
        History history = named(puts.get(at), "m" + at % 3);
        Compliance row = HistoryCodec.row(history, List.of(), 1);
        String key = history.subject().key();
        shelf.put(ResourceShelf.prepare(key, row, row.toByteBuffer().array()));
        latest.put(key, history);
        if (removals.contains(at)) {
          shelf.remove(key);
          latest.remove(key);
        }
      }

      assertThat(shelf.rows(asOf, row -> true))
          .isEqualTo(
              latest.values().stream()
                  .flatMap(history -> Table.rowsAt(history, asOf).stream())
                  .toList());
      for (int day = -1; day <= 8; day++) {
        assertThat(movements(shelf, day)).isEqualTo(movements(latest.values(), day));
      }
      assertThat(open(shelf, asOf)).isEqualTo(open(latest, asOf));
      assertThat(shelf.violations(shelf.violations().resources(asOf, true), asOf, true))
          .containsExactlyInAnyOrderElementsOf(violations(latest, asOf, true));
      assertThat(shelf.violations().ended(Long.MIN_VALUE, asOf))
          .hasSize(
              (int)
                  violations(latest, asOf, true).stream()
                      .filter(row -> row.endedAt() != null)
                      .count());
    }
    Files.delete(directory);
  }

  private static History named(History history, String name) {
    Subject was = history.subject();
    return new History(
        new Subject(was.partition(), was.account(), was.region(), was.kind(), name),
        history.accountName(),
        history.lastEventAt(),
        history.generations().stream().map(generation -> named(generation, name)).toList());
  }

  private static History.Generation named(History.Generation was, String name) {
    return new History.Generation(
        was.number(),
        was.id(),
        name,
        was.from(),
        was.created(),
        was.createdBy(),
        was.isolation(),
        was.hidden(),
        was.vpc(),
        was.interContainerEncryption(),
        was.exposedSince(),
        was.detectedAt(),
        was.tags(),
        was.deletedAt(),
        was.served(),
        was.spells());
  }

  private static Map<Long, Map<Dimensions, Counts>> movements(ResourceShelf shelf, int day) {
    Map<Long, Map<Dimensions, Counts>> byInstant = new HashMap<>();
    shelf.movements(
        day,
        (at, group, measure, count) ->
            byInstant
                .computeIfAbsent(at, absent -> new HashMap<>())
                .merge(
                    group.dimensions(),
                    new Counts(new TreeMap<>(Map.of("" + measure, count))),
                    Counts::plus));
    return byInstant;
  }

  private static Map<Long, Map<Dimensions, Counts>> movements(
      Iterable<History> histories, int day) {
    Map<Long, Map<Dimensions, Counts>> byInstant = new HashMap<>();
    for (History history : histories) {
      for (Movement movement : Movements.of(history)) {
        if (movement.day() == day) {
          movement
              .counts()
              .byMeasure()
              .forEach(
                  (name, count) ->
                      byInstant
                          .computeIfAbsent(movement.at(), absent -> new HashMap<>())
                          .merge(
                              movement.dimensions(),
                              Counts.of("" + Measures.number(name), count),
                              Counts::plus));
        }
      }
    }
    return byInstant;
  }

  private static List<String> open(ResourceShelf shelf, long asOf) {
    List<String> found = new ArrayList<>();
    for (View.OpenViolation violation : shelf.violations().open(asOf)) {
      KpiSource.Stretch stretch = violation.stretch();
      found.add(violation.resource() + " " + stretch.openedAt() + " " + stretch.dueAt());
    }
    return found.stream().sorted().toList();
  }

  private static List<String> open(Map<String, History> latest, long asOf) {
    return violations(latest, asOf, false).stream()
        .filter(row -> row.status() == Status.VIOLATION)
        .map(row -> row.subject().key() + " " + row.openedAt() + " " + row.dueAt())
        .sorted()
        .toList();
  }

  private static List<Row> violations(Map<String, History> latest, long asOf, boolean ended) {
    return latest.values().stream()
        .flatMap(history -> Table.violationsAt(history, asOf, ended).stream())
        .toList();
  }

  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }

  @Provide
  Arbitrary<Long> instants() {
    return Histories.instants();
  }
}
