package io.isotrail.streams.view;

import io.isotrail.avro.Compliance;
import io.isotrail.streams.codec.HistoryCodec;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Table;
import io.isotrail.streams.kpi.GroupIndex;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.PackedMovements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The compliance table: on disk the rows as they came, the histories without their evidence, and
 * what moves on each day; in memory the stretches of violation. Written by one thread at a time;
 * whoever reads the memory does so while nobody writes.
 */
final class ResourceShelf implements AutoCloseable {

  private static final byte[] ROWS = {'r'};
  private static final byte[] HISTORIES = {'h'};
  private static final byte[] DAYS = {'d'};

  private final RowStore store;
  private final PackedMovements packed;
  private final ViolationShelf violations;

  ResourceShelf(RowStore store, GroupIndex index) {
    this.store = store;
    this.packed = new PackedMovements(index);
    this.violations = new ViolationShelf(index);
  }

  /** Until then it is empty and takes nothing. */
  void open() {
    store.open();
  }

  /**
   * A row that was read, ready to be put in its place.
   *
   * @param movements by UTC day
   * @param stored what the store keeps beside the row
   */
  // Nobody compares these; they only carry what is put away.
  @SuppressWarnings("ArrayRecordComponent")
  record Prepared(
      String key,
      History history,
      TreeMap<Integer, List<Movement>> movements,
      byte[] row,
      byte[] stored) {}

  /**
   * Does whatever can be done beforehand; changes nothing.
   *
   * @param row the record's value
   * @param bytes as they came
   */
  static Prepared prepare(String key, Compliance row, byte[] bytes) {
    History history = HistoryCodec.history(row);
    TreeMap<Integer, List<Movement>> movements =
        Movements.of(history).stream()
            .collect(Collectors.groupingBy(Movement::day, TreeMap::new, Collectors.toList()));
    return new Prepared(
        key, history, movements, bytes, stored(row, List.copyOf(movements.keySet())));
  }

  /** Puts a row, in place of an earlier one of the same resource. */
  void put(Prepared row) {
    List<Integer> before = days(row.key());
    store.change(
        batch -> {
          for (int day : before) {
            batch.delete(dayKey(day, row.key()));
          }
          for (Map.Entry<Integer, List<Movement>> day : row.movements().entrySet()) {
            batch.put(dayKey(day.getKey(), row.key()), packed.pack(day.getValue()));
          }
          batch.put(key(ROWS, row.key()), row.row());
          batch.put(key(HISTORIES, row.key()), row.stored());
        });
    violations.put(row.key(), row.history());
  }

  void remove(String key) {
    List<Integer> before = days(key);
    store.change(
        batch -> {
          for (int day : before) {
            batch.delete(dayKey(day, key));
          }
          batch.delete(key(ROWS, key));
          batch.delete(key(HISTORIES, key));
        });
    violations.remove(key);
  }

  /** The record's value as it came. */
  Optional<byte[]> row(String key) {
    return Optional.ofNullable(store.get(key(ROWS, key)));
  }

  /** Those that are wanted, in the order of the keys. */
  List<Row> rows(long asOf, Predicate<Row> wanted) {
    List<Row> rows = new ArrayList<>();
    store.scan(
        HISTORIES,
        (key, value) ->
            Table.rowsAt(HistoryCodec.history(compliance(value)), asOf).stream()
                .filter(wanted)
                .forEach(rows::add));
    return rows;
  }

  /** Lines about the violations of these resources. */
  List<Row> violations(List<String> keys, long asOf, boolean ended) {
    List<Row> rows = new ArrayList<>();
    for (String key : keys) {
      byte[] value = store.get(key(HISTORIES, key));
      if (value != null) {
        rows.addAll(Table.violationsAt(HistoryCodec.history(compliance(value)), asOf, ended));
      }
    }
    return rows;
  }

  /** Who is or was in violation, in memory. */
  ViolationShelf violations() {
    return violations;
  }

  /** Every movement of one UTC day. */
  void movements(int day, KpiSource.MovementReader reader) {
    store.scan(dayKey(day, ""), (key, value) -> packed.read(day, value, reader));
  }

  /** The days on which a resource moves stand in front of its history. */
  private List<Integer> days(String key) {
    byte[] value = store.get(key(HISTORIES, key));
    if (value == null) {
      return List.of();
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    int count = bytes.getInt();
    List<Integer> days = new ArrayList<>(count);
    for (int at = 0; at < count; at++) {
      days.add(bytes.getInt());
    }
    return days;
  }

  private static byte[] stored(Compliance row, List<Integer> days) {
    try {
      ByteBuffer body = Compliance.newBuilder(row).setFacts(List.of()).build().toByteBuffer();
      ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * days.size() + body.remaining());
      bytes.putInt(days.size());
      days.forEach(bytes::putInt);
      return bytes.put(body).array();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  private static Compliance compliance(byte[] value) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value);
      bytes.position(4 + 4 * bytes.getInt(0));
      return Compliance.fromByteBuffer(bytes.slice());
    } catch (IOException e) {
      throw new UncheckedIOException("the view cannot read what it wrote", e);
    }
  }

  private static byte[] dayKey(int day, String key) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + name.length).put(DAYS).putInt(day).put(name).array();
  }

  private static byte[] key(byte[] prefix, String key) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + name.length).put(prefix).put(name).array();
  }

  @Override
  public void close() {
    store.close();
  }
}
