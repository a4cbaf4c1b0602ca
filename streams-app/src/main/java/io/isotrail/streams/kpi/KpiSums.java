package io.isotrail.streams.kpi;

import io.isotrail.streams.kpi.KpiSource.Exactness;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * KPIs as sums: whole days from the tallies, the edge days of the window to the second, open
 * violations from their stretches. Pure; what it reads comes from a {@link KpiSource}.
 *
 * <p>A group's {@code exceptions.active}, {@code expiringIn30Days} and {@code expired} are those of
 * the whole organisation, because an exception is a pattern and belongs to no group; its {@code
 * exemptResources} are its own.
 */
public final class KpiSums {

  private static final long DAY = 86_400;

  private final KpiSource source;
  private final KpiGroups groups;
  private final long asOf;
  private final long start;
  private boolean exact = true;
  private boolean runsExact = true;

  private KpiSums(KpiQuery query, KpiSource source, long asOf) {
    this.source = source;
    this.asOf = asOf;
    this.start = query.asOf() - query.window().toSeconds();
    this.groups = new KpiGroups(query.filters(), query.groupBy(), new long[] {asOf});
  }

  /**
   * Computes the KPIs.
   *
   * @throws IllegalArgumentException when a filter or groupBy names an unknown dimension, or the
   *     window is not positive
   */
  public static KpiReport of(KpiQuery query, KpiSource source) {
    if (!query.window().isPositive()) {
      throw new IllegalArgumentException(
          "the window must be longer than nothing: " + query.window());
    }
    int lastDay = day(query.asOf());
    boolean openKnown = source.exactness(lastDay) != Exactness.DAY;
    // Where only the sums of days are left, an instant stands for the end of its day.
    long asOf = openKnown ? query.asOf() : endOf(lastDay);
    KpiSums sums = new KpiSums(query, source, asOf);
    sums.exact = openKnown;
    sums.readTallies();
    if (openKnown) {
      source.stretches(asOf, asOf, sums.groups::add);
    }
    return sums.groups.report(
        new KpiTotals.Reading(
            query.asOf(),
            query.window(),
            0,
            sums.exact,
            sums.runsExact,
            openKnown,
            KpiExceptions.of(source.exceptions(), sums.start, query.asOf()),
            source.complete()),
        source.coverage());
  }

  private void readTallies() {
    int firstDay = day(start);
    int lastDay = day(asOf);
    // An edge at the very end of a day is no edge: the tally of that day says it all.
    boolean lastIsEdge = asOf != endOf(lastDay);
    int wholeUntil = lastIsEdge ? lastDay - 1 : lastDay;
    readLevels(source, groups, wholeUntil);
    readFlows(source, groups, firstDay + 1, wholeUntil);
    // One that lies within a single day begins at an edge, too.
    boolean firstIsLast = firstDay == lastDay && lastIsEdge;
    if (!firstIsLast && start != endOf(firstDay)) {
      readEdge(firstDay, false);
    }
    if (lastIsEdge) {
      readEdge(lastDay, true);
    }
  }

  /** Adds the levels at the end of a day. */
  static void readLevels(KpiSource source, KpiGroups groups, int day) {
    source.tallies(
        Integer.MIN_VALUE,
        day,
        (group, measure, count) -> {
          if (Measures.isLevel(measure)) {
            groups.add(group, measure, count);
          }
        });
  }

  /** Adds the flows of some days. */
  static void readFlows(KpiSource source, KpiGroups groups, int firstDay, int lastDay) {
    if (firstDay <= lastDay) {
      source.tallies(
          firstDay,
          lastDay,
          (group, measure, count) -> {
            if (!Measures.isLevel(measure)) {
              groups.add(group, measure, count);
            }
          });
    }
  }

  private void readEdge(int day, boolean last) {
    Exactness exactness = source.exactness(day);
    exact &= exactness != Exactness.DAY;
    runsExact &= exactness == Exactness.SECOND;
    if (exactness == Exactness.DAY) {
      return; // Only a first day comes here: all of it is before the window.
    }
    boolean runsToo = exactness == Exactness.SECOND;
    source.movements(
        day,
        (at, group, measure, count) -> {
          if (at > asOf || (Measures.isAboutRuns(measure) && !runsToo)) {
            return;
          }
          if (Measures.isLevel(measure) ? last : at > start) {
            groups.add(group, measure, count);
          }
        });
    if (last && !runsToo) {
      source.tallies(
          day,
          day,
          (group, measure, count) -> {
            if (Measures.isAboutRuns(measure)) {
              groups.add(group, measure, count);
            }
          });
    }
    readRejections(source.rejections(day));
  }

  /**
   * Distinct within the window: the first of its day may lie before the window. It is marked before
   * any filter, as in the tallies, so that the edge of a day agrees with the whole day.
   */
  private void readRejections(List<RejectionVerdict> rejections) {
    Set<List<String>> known = new HashSet<>();
    rejections.stream()
        .filter(rejection -> rejection.at() > start && rejection.at() <= asOf)
        .sorted(Comparator.comparingLong(RejectionVerdict::at))
        .forEach(
            rejection -> {
              boolean distinct = known.add(List.of(rejection.resource(), rejection.actor()));
              groups.add(rejection.dimensions(), rejection.movement(distinct).counts());
            });
  }

  static int day(long instant) {
    return Math.toIntExact(Math.floorDiv(instant, DAY));
  }

  static long endOf(int day) {
    return (day + 1) * DAY - 1;
  }
}
