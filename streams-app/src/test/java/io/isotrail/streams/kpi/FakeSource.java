package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What a view would hold of these histories and rejections.
 *
 * @param exactFrom first day of which movements are kept
 */
record FakeSource(
    List<History> histories,
    List<RejectionVerdict> rejections,
    List<ExceptionGrant> exceptions,
    int exactFrom)
    implements KpiSource {

  @Override
  public void tallies(int firstDay, int lastDay, BiConsumer<Dimensions, Counts> reader) {
    List<Movement> movements = new ArrayList<>();
    histories.forEach(history -> movements.addAll(Movements.of(history)));
    List<String> known = new ArrayList<>();
    for (RejectionVerdict rejection : rejections) {
      String identity =
          rejection.resource() + rejection.actor() + Math.floorDiv(rejection.at(), 86_400L);
      movements.add(rejection.movement(!known.contains(identity)));
      known.add(identity);
    }
    Tallies.of(movements)
        .byCell()
        .forEach(
            (cell, counts) -> {
              if (cell.day() >= firstDay && cell.day() <= lastDay) {
                reader.accept(cell.dimensions(), counts);
              }
            });
  }

  @Override
  public Optional<Edge> edge(int day) {
    if (day < exactFrom) {
      return Optional.empty();
    }
    List<Movement> movements = new ArrayList<>();
    histories.forEach(history -> movements.addAll(Movements.of(history)));
    return Optional.of(
        new Edge(
            movements.stream().filter(movement -> movement.day() == day).toList(),
            rejections.stream()
                .filter(rejection -> Math.floorDiv(rejection.at(), 86_400L) == day)
                .toList()));
  }

  @Override
  public List<Row> openViolations(long asOf) {
    List<Row> rows = new ArrayList<>();
    histories.forEach(history -> rows.addAll(Table.violationsAt(history, asOf, false)));
    return rows;
  }

  @Override
  public List<Covered> coverage() {
    return List.of(
        new Covered("111122223333", "eu-central-1", 50), new Covered("444455556666", "r", 10));
  }

  @Override
  public boolean complete() {
    return true;
  }
}
