package io.isotrail.streams.simulation;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.GroupIndex;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.Measures;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.RejectionVerdict;
import io.isotrail.streams.kpi.Tallies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one question needs of all histories: tallies by day, the edge days to the second, and what
 * was open. All days before the window are one, because only their sum is asked for.
 */
final class Sums implements KpiSource {

  private static final long DAY = 86_400;

  private final long asOf;
  private final int firstDay;
  private final int lastDay;
  private final List<ExceptionGrant> exceptions;
  private final List<Covered> coverage;
  private final boolean complete;
  private final Map<Tallies.Cell, Counts> tallies = new HashMap<>();
  private final Map<Integer, List<Movement>> movements = new HashMap<>();
  private final Map<Integer, List<RejectionVerdict>> rejections = new HashMap<>();
  private final List<Stretch> open = new ArrayList<>();
  private final Set<List<Object>> known = new HashSet<>();

  private final GroupIndex groups = new GroupIndex();

  Sums(KpiQuery query, List<ExceptionGrant> exceptions, List<Covered> coverage, boolean complete) {
    this.asOf = query.asOf();
    this.firstDay = day(query.asOf() - query.window().toSeconds());
    this.lastDay = day(query.asOf());
    this.exceptions = exceptions;
    this.coverage = coverage;
    this.complete = complete;
  }

  void add(History history) {
    for (Movement movement : Movements.of(history)) {
      add(movement);
      if (isEdge(movement.day())) {
        movements.computeIfAbsent(movement.day(), absent -> new ArrayList<>()).add(movement);
      }
    }
    Movements.stretches(history, groups).stream()
        .filter(stretch -> stretch.from() <= asOf && (stretch.to() == null || stretch.to() > asOf))
        .forEach(open::add);
  }

  /** In the order of (time, eventID), so that the first of its day is known. */
  void add(RejectionVerdict rejection) {
    int day = day(rejection.at());
    if (day < firstDay || day > lastDay) {
      return; // No level hangs on it.
    }
    add(rejection.movement(known.add(List.of(day, rejection.resource(), rejection.actor()))));
    if (isEdge(day)) {
      rejections.computeIfAbsent(day, absent -> new ArrayList<>()).add(rejection);
    }
  }

  private void add(Movement movement) {
    if (movement.day() <= lastDay) {
      tallies.merge(
          new Tallies.Cell(Math.max(movement.day(), firstDay - 1), movement.dimensions()),
          movement.counts(),
          Counts::plus);
    }
  }

  private boolean isEdge(int day) {
    return day == firstDay || day == lastDay;
  }

  private static int day(long instant) {
    return Math.toIntExact(Math.floorDiv(instant, DAY));
  }

  @Override
  public void tallies(int first, int last, TallyReader reader) {
    tallies.forEach(
        (cell, counts) -> {
          if (cell.day() >= first && cell.day() <= last) {
            counts
                .byMeasure()
                .forEach(
                    (name, count) ->
                        reader.read(groups.of(cell.dimensions()), Measures.number(name), count));
          }
        });
  }

  @Override
  public Exactness exactness(int day) {
    return Exactness.SECOND;
  }

  @Override
  public void movements(int day, MovementReader reader) {
    for (Movement movement : movements.getOrDefault(day, List.of())) {
      movement
          .counts()
          .byMeasure()
          .forEach(
              (name, count) ->
                  reader.read(
                      movement.at(),
                      groups.of(movement.dimensions()),
                      Measures.number(name),
                      count));
    }
  }

  @Override
  public List<RejectionVerdict> rejections(int day) {
    return rejections.getOrDefault(day, List.of());
  }

  @Override
  public void stretches(long first, long last, StretchReader reader) {
    open.forEach(reader::read);
  }

  @Override
  public List<ExceptionGrant> exceptions() {
    return exceptions;
  }

  @Override
  public List<Covered> coverage() {
    return coverage;
  }

  @Override
  public boolean complete() {
    return complete;
  }
}
