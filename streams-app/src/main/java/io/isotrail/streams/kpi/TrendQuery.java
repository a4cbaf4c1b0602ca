package io.isotrail.streams.kpi;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which course of the KPIs is asked for. Steps are whole: the first one begins on the first day (of
 * months: on the first of its month), the last one is the one in which the last day lies.
 *
 * @param first UTC day
 * @param last UTC day, not before the first
 * @param filters as in {@link KpiQuery}
 * @param groupBy as in {@link KpiQuery}
 */
public record TrendQuery(
    LocalDate first,
    LocalDate last,
    Step step,
    Map<String, Set<String>> filters,
    List<String> groupBy) {

  /** From one point to the next. */
  public enum Step {
    DAY("P1D"),
    WEEK("P7D"),
    MONTH("P1M");

    private final String word;

    Step(String word) {
      this.word = word;
    }

    /** As it is written in a query. */
    public String word() {
      return word;
    }

    private LocalDate start(LocalDate day) {
      return switch (this) {
        case DAY, WEEK -> day;
        case MONTH -> day.withDayOfMonth(1);
      };
    }

    private LocalDate next(LocalDate start) {
      return switch (this) {
        case DAY -> start.plusDays(1);
        case WEEK -> start.plusDays(7);
        case MONTH -> start.plusMonths(1);
      };
    }
  }

  /**
   * Requires that it has no more points than an answer may have.
   *
   * @throws TrendTooLargeException when it has
   */
  public void requireAtMost(int most) {
    steps(most);
  }

  /** Whole days, both inclusive, since 1970-01-01. */
  record Days(int first, int last) {}

  /**
   * The steps in their order.
   *
   * @throws IllegalArgumentException when they run backwards
   * @throws TrendTooLargeException when there are more than these
   */
  List<Days> steps(int most) {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException("the last day, " + last + ", is before the first, " + first);
    }
    List<Days> steps = new ArrayList<>();
    for (LocalDate start = step.start(first); !start.isAfter(last); start = step.next(start)) {
      if (steps.size() == most) {
        throw new TrendTooLargeException(
            most, "from " + first + " to " + last + " by " + step.word() + " are more points");
      }
      steps.add(
          new Days(
              Math.toIntExact(start.toEpochDay()),
              Math.toIntExact(step.next(start).toEpochDay()) - 1));
    }
    return steps;
  }
}
