package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.History;
import java.util.ArrayList;
import java.util.List;

/**
 * What a view would hold of these histories and rejections.
 *
 * @param exactFrom first day of which movements are kept
 * @param runsExactFrom first day of which those of runs are
 * @param index of the groups that are handed over
 * @param coverage since when something was seen of each account and region
 */
record FakeSource(
    List<History> histories,
    List<RejectionVerdict> rejections,
    List<ExceptionGrant> exceptions,
    int exactFrom,
    int runsExactFrom,
    GroupIndex index,
    List<Covered> coverage)
    implements KpiSource {

  static final List<Covered> EARLY =
      List.of(
          new Covered("111122223333", "eu-central-1", 50), new Covered("444455556666", "r", 10));

  FakeSource(
      List<History> histories,
      List<RejectionVerdict> rejections,
      List<ExceptionGrant> exceptions,
      int exactFrom) {
    this(histories, rejections, exceptions, exactFrom, exactFrom, new GroupIndex(), EARLY);
  }

  @Override
  public void tallies(int firstDay, int lastDay, TallyReader reader) {
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
                counts
                    .byMeasure()
                    .forEach(
                        (name, count) ->
                            reader.read(index.of(cell.dimensions()), Measures.number(name), count));
              }
            });
  }

  @Override
  public Exactness exactness(int day) {
    if (day < exactFrom) {
      return Exactness.DAY;
    }
    return day < runsExactFrom ? Exactness.SECOND_BUT_RUNS : Exactness.SECOND;
  }

  @Override
  public void movements(int day, MovementReader reader) {
    for (History history : histories) {
      for (Movement movement : Movements.of(history)) {
        if (movement.day() == day) {
          movement
              .counts()
              .byMeasure()
              .forEach(
                  (name, count) ->
                      reader.read(
                          movement.at(),
                          index.of(movement.dimensions()),
                          Measures.number(name),
                          count));
        }
      }
    }
  }

  @Override
  public List<RejectionVerdict> rejections(int day) {
    return rejections.stream()
        .filter(rejection -> Math.floorDiv(rejection.at(), 86_400L) == day)
        .toList();
  }

  @Override
  public void stretches(long first, long last, StretchReader reader) {
    histories.forEach(history -> Movements.stretches(history, index).forEach(reader::read));
  }

  @Override
  public boolean complete() {
    return true;
  }
}
