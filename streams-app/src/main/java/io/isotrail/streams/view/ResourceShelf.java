package io.isotrail.streams.view;

import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The compliance table in memory. Rows stay as the bytes that they came in, since their evidence is
 * large and seldom asked for. Not thread-safe.
 */
final class ResourceShelf {

  /** A row of the table. */
  static final class Entry {
    private final History history;
    private final byte[] row;

    Entry(History history, byte[] row) {
      this.history = history;
      this.row = row;
    }

    History history() {
      return history;
    }

    /** The record's value as it came; not to be changed. */
    byte[] row() {
      return row;
    }
  }

  private final TreeMap<String, Entry> byKey = new TreeMap<>();
  private final TreeSet<String> everInViolation = new TreeSet<>();

  /** UTC day of a transition to the resources that have one then. */
  private final Map<Integer, Set<String>> byDay = new HashMap<>();

  void put(String key, History history, byte[] row) {
    remove(key);
    byKey.put(key, new Entry(history, row));
    for (Movement movement : Movements.of(history)) {
      byDay.computeIfAbsent(movement.day(), day -> new HashSet<>(4)).add(key);
    }
    if (history.generations().stream()
        .flatMap(generation -> generation.spells().stream())
        .anyMatch(spell -> spell.status() == Status.VIOLATION)) {
      everInViolation.add(key);
    }
  }

  void remove(String key) {
    Entry entry = byKey.remove(key);
    if (entry == null) {
      return;
    }
    everInViolation.remove(key);
    for (Movement movement : Movements.of(entry.history())) {
      Set<String> keys = byDay.get(movement.day());
      if (keys != null && keys.remove(key) && keys.isEmpty()) {
        byDay.remove(movement.day());
      }
    }
  }

  @Nullable Entry get(String key) {
    return byKey.get(key);
  }

  int size() {
    return byKey.size();
  }

  /** In the order of the keys. */
  List<Row> rows(long asOf) {
    List<Row> rows = new ArrayList<>(byKey.size());
    byKey.values().forEach(entry -> Table.rowAt(entry.history(), asOf).ifPresent(rows::add));
    return rows;
  }

  /** In no particular order. */
  List<Row> violations(long asOf, boolean ended) {
    List<Row> rows = new ArrayList<>();
    for (String key : everInViolation) {
      Entry entry = byKey.get(key);
      if (entry != null) {
        rows.addAll(Table.violationsAt(entry.history(), asOf, ended));
      }
    }
    return rows;
  }

  /** Every movement of one UTC day. */
  List<Movement> movements(int day) {
    List<Movement> movements = new ArrayList<>();
    for (String key : byDay.getOrDefault(day, Set.of())) {
      Entry entry = byKey.get(key);
      if (entry != null) {
        Movements.of(entry.history()).stream()
            .filter(movement -> movement.day() == day)
            .forEach(movements::add);
      }
    }
    return movements;
  }
}
