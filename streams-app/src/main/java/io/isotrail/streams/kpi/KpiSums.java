package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * KPIs as sums: whole days from the tallies, the edge days of the window to the second, open
 * violations from their rows. Pure; what it reads comes from a {@link KpiSource}.
 *
 * <p>A group's {@code exceptions.active}, {@code expiringIn30Days} and {@code expired} are those of
 * the whole organisation, because an exception is a pattern and belongs to no group; its {@code
 * exemptResources} are its own.
 */
public final class KpiSums {

  private static final long DAY = 86_400;
  private static final Comparator<List<String>> BY_KEY =
      (one, other) -> {
        for (int index = 0; index < one.size(); index++) {
          int order = one.get(index).compareTo(other.get(index));
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  private final KpiQuery query;
  private final KpiSource source;
  private final long start;
  private final List<Dimension> groupBy;
  private final Map<Dimension, Set<String>> filters = new LinkedHashMap<>();
  private final KpiTotals whole = new KpiTotals();
  private final Map<List<String>, KpiTotals> groups = new HashMap<>();
  private final Map<Dimensions, List<KpiTotals>> totalsOf = new HashMap<>();
  private boolean exact = true;

  private KpiSums(KpiQuery query, KpiSource source) {
    this.query = query;
    this.source = source;
    this.start = query.asOf() - query.window().toSeconds();
    this.groupBy = query.groupBy().stream().map(Dimension::named).toList();
    query.filters().forEach((name, accepted) -> filters.put(Dimension.named(name), accepted));
    filters.putIfAbsent(Dimension.KIND, Set.of("model"));
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
    KpiSums sums = new KpiSums(query, source);
    sums.readTallies();
    sums.readOpenViolations();
    return sums.report();
  }

  private void readTallies() {
    int lastDay = day(query.asOf());
    int firstDay = day(start);
    // An edge at the very end of a day is no edge: the tally of that day says it all.
    Optional<KpiSource.Edge> last = edge(lastDay, query.asOf());
    Optional<KpiSource.Edge> first = firstDay == lastDay ? Optional.empty() : edge(firstDay, start);
    int wholeUntil = last.isPresent() ? lastDay - 1 : lastDay;
    source.tallies(Integer.MIN_VALUE, wholeUntil, (group, counts) -> addLevels(group, counts));
    if (firstDay + 1 <= wholeUntil) {
      source.tallies(firstDay + 1, wholeUntil, (group, counts) -> addFlows(group, counts));
    }
    first.ifPresent(edge -> readEdge(edge, false));
    last.ifPresent(edge -> readEdge(edge, true));
  }

  private Optional<KpiSource.Edge> edge(int day, long instant) {
    if (Math.floorMod(instant, DAY) == DAY - 1) {
      return Optional.empty();
    }
    Optional<KpiSource.Edge> edge = source.edge(day);
    exact &= edge.isPresent();
    return edge;
  }

  private void readEdge(KpiSource.Edge edge, boolean withLevels) {
    for (Movement movement : edge.movements()) {
      if (movement.at() > query.asOf()) {
        continue;
      }
      if (withLevels) {
        addLevels(movement.dimensions(), movement.counts());
      }
      if (movement.at() > start) {
        addFlows(movement.dimensions(), movement.counts());
      }
    }
    // Distinct within the window: the first of its day may lie before the window. It is marked
    // before any filter, as in the tallies, so that the edge of a day agrees with the whole day.
    Set<List<String>> known = new HashSet<>();
    edge.rejections().stream()
        .filter(rejection -> rejection.at() > start && rejection.at() <= query.asOf())
        .sorted(Comparator.comparingLong(RejectionVerdict::at))
        .forEach(
            rejection -> {
              boolean distinct = known.add(List.of(rejection.resource(), rejection.actor()));
              addFlows(rejection.dimensions(), rejection.movement(distinct).counts());
            });
  }

  private void readOpenViolations() {
    for (Row row : source.openViolations(query.asOf())) {
      if (row.openedAt() != null) {
        long openedAt = row.openedAt();
        totals(dimensions(row))
            .forEach(totals -> totals.addOpen(query.asOf() - openedAt, row.overdue()));
      }
    }
  }

  private static Dimensions dimensions(Row row) {
    return new Dimensions(
        row.subject().account(),
        row.subject().region(),
        row.subject().kind(),
        row.environment(),
        row.sensitivity(),
        row.owner(),
        row.severity() == null ? "" : row.severity().word(),
        row.thirdParty(),
        row.inService());
  }

  private void addLevels(Dimensions group, Counts counts) {
    totals(group).forEach(totals -> totals.addLevels(group.environment(), counts));
  }

  private void addFlows(Dimensions group, Counts counts) {
    totals(group).forEach(totals -> totals.addFlows(counts));
  }

  /** Where a group counts: nowhere when a filter leaves it out. */
  private List<KpiTotals> totals(Dimensions group) {
    return totalsOf.computeIfAbsent(
        group,
        dimensions -> {
          for (Map.Entry<Dimension, Set<String>> filter : filters.entrySet()) {
            if (!filter.getValue().contains(filter.getKey().of(dimensions))) {
              return List.of();
            }
          }
          if (groupBy.isEmpty()) {
            return List.of(whole);
          }
          List<String> key = groupBy.stream().map(by -> by.of(dimensions)).toList();
          return List.of(whole, groups.computeIfAbsent(key, absent -> new KpiTotals()));
        });
  }

  private KpiReport report() {
    KpiExceptions exceptions = KpiExceptions.of(source.exceptions(), start, query.asOf());
    boolean complete = source.complete();
    List<KpiSource.Covered> coverage = source.coverage();
    List<KpiReport.Group> grouped = null;
    if (!groupBy.isEmpty()) {
      grouped = new ArrayList<>();
      for (List<String> key : groups.keySet().stream().sorted(BY_KEY).toList()) {
        KpiTotals totals = groups.getOrDefault(key, whole);
        if (!totals.isNothing()) {
          Map<Dimension, String> by = new LinkedHashMap<>();
          groupBy.forEach(dimension -> by.put(dimension, key.get(by.size())));
          grouped.add(
              new KpiReport.Group(
                  words(by),
                  totals.report(
                      query, resolution(), exceptions, historyFrom(coverage, by), complete, null)));
        }
      }
    }
    return whole.report(
        query, resolution(), exceptions, historyFrom(coverage, Map.of()), complete, grouped);
  }

  private static Map<String, String> words(Map<Dimension, String> by) {
    Map<String, String> words = new LinkedHashMap<>();
    by.forEach((dimension, value) -> words.put(dimension.word(), value));
    return words;
  }

  private String resolution() {
    return exact ? "PT1S" : "P1D";
  }

  private @Nullable Long historyFrom(
      List<KpiSource.Covered> coverage, Map<Dimension, String> group) {
    return coverage.stream()
        .filter(covered -> accepts(Dimension.ACCOUNT, covered.account(), group))
        .filter(covered -> accepts(Dimension.REGION, covered.region(), group))
        .map(KpiSource.Covered::firstEventAt)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private boolean accepts(Dimension dimension, String value, Map<Dimension, String> group) {
    Set<String> accepted = filters.get(dimension);
    String own = group.get(dimension);
    return (accepted == null || accepted.contains(value)) && (own == null || own.equals(value));
  }

  private static int day(long instant) {
    return Math.toIntExact(Math.floorDiv(instant, DAY));
  }
}
