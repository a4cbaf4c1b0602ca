package io.isotrail.streams.proof;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.DailySums;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.GroupIndex;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.Movement;
import io.isotrail.streams.kpi.Movements;
import io.isotrail.streams.kpi.PackedMovements;
import io.isotrail.streams.kpi.RejectionVerdict;
import io.isotrail.streams.kpi.Tallies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a view holds after it has read the tallies of some tasks, their rows and rejections. */
public final class JudgedSource implements KpiSource {

  private final GroupIndex index = new GroupIndex();
  private final DailySums sums = new DailySums(index);
  private final PackedMovements packing = new PackedMovements(index);
  private final Map<Integer, List<byte[]>> movements = new HashMap<>();
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<RejectionVerdict> rejections;
  private final List<ExceptionGrant> exceptions;

  /** The tally of one task. */
  public record Told(int task, Tallies.Cell cell, Counts counts) {}

  /**
   * Reads.
   *
   * @param tallies in any order; each may be told twice
   * @param rejections those of one second in the order of their events
   */
  public JudgedSource(
      Collection<History> histories,
      List<Told> tallies,
      List<RejectionVerdict> rejections,
      List<ExceptionGrant> exceptions) {
    this.rejections = rejections;
    this.exceptions = exceptions;
    for (Told told : tallies) {
      sums.replace(told.task(), told.cell().day(), told.cell().dimensions(), told.counts());
    }
    for (History history : histories) {
      Map<Integer, List<Movement>> byDay = new TreeMap<>();
      Movements.of(history)
          .forEach(
              movement ->
                  byDay.computeIfAbsent(movement.day(), day -> new ArrayList<>()).add(movement));
      byDay.forEach(
          (day, ofDay) ->
              movements.computeIfAbsent(day, any -> new ArrayList<>()).add(packing.pack(ofDay)));
      stretches.addAll(Movements.stretches(history, index));
    }
  }

  /** Spreads movements over tasks and tells their tallies, some of them wrongly before rightly. */
  static List<Told> told(Collection<Movement> movements, Random random) {
    Map<Integer, List<Movement>> byTask = new HashMap<>();
    movements.forEach(
        movement ->
            byTask.computeIfAbsent(random.nextInt(3), task -> new ArrayList<>()).add(movement));
    List<Told> right = new ArrayList<>();
    byTask.forEach(
        (task, own) ->
            Tallies.of(own)
                .byCell()
                .forEach((cell, counts) -> right.add(new Told(task, cell, counts))));
    Collections.shuffle(right, random);
    List<Told> told = new ArrayList<>();
    for (Told one : right) {
      if (random.nextInt(4) == 0) {
        Dimensions other = right.get(random.nextInt(right.size())).cell().dimensions();
        Tallies.Cell cell = new Tallies.Cell(one.cell().day(), other);
        told.add(new Told(9, cell, one.counts()));
        told.add(new Told(9, cell, Counts.NONE));
        told.add(new Told(one.task(), one.cell(), one.counts().plus(one.counts())));
      }
      told.add(one);
    }
    return told;
  }

  @Override
  public void tallies(int firstDay, int lastDay, TallyReader reader) {
    sums.read(firstDay, lastDay, reader);
  }

  @Override
  public Exactness exactness(int day) {
    return Exactness.SECOND;
  }

  @Override
  public void movements(int day, MovementReader reader) {
    movements.getOrDefault(day, List.of()).forEach(packed -> packing.read(day, packed, reader));
  }

  @Override
  public List<RejectionVerdict> rejections(int day) {
    return rejections.stream()
        .filter(rejection -> Math.floorDiv(rejection.at(), 86_400L) == day)
        .toList();
  }

  @Override
  public void stretches(long first, long last, StretchReader reader) {
    stretches.forEach(reader::read);
  }

  @Override
  public List<ExceptionGrant> exceptions() {
    return exceptions;
  }

  /** From the beginning, so that a trend has all its points. */
  @Override
  public List<Covered> coverage() {
    return List.of("111111111111", "222222222222", "333333333333", "444444444444").stream()
        .flatMap(
            account ->
                List.of("eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1").stream()
                    .map(region -> new Covered(account, region, 0)))
        .toList();
  }

  @Override
  public boolean complete() {
    return true;
  }
}
