package io.isotrail.streams.kpi;

import io.isotrail.streams.compliance.Classification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sums of a question, as a whole and by group, while they are added up. */
final class KpiGroups {

  private static final String STANDING = "model";
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

  private final Map<Dimension, Set<String>> filters = new LinkedHashMap<>();
  private final List<Dimension> groupBy;
  private final long[] instants;
  private final int mostGroups;
  private final Supplier<RuntimeException> tooMany;
  private final KpiTotals whole;
  private final Map<List<String>, KpiTotals> byKey = new HashMap<>();
  private final Map<List<String>, Optional<Long>> coveredFrom = new HashMap<>();
  private @Nullable Place[] places = new Place[256];

  /**
   * Where the cells of a group count.
   *
   * @param runsOnly only what is about runs counts
   */
  private record Place(List<KpiTotals> totals, boolean production, boolean runsOnly) {}

  /**
   * Nothing is counted yet.
   *
   * @param instants at which open violations are looked at, ascending
   * @throws IllegalArgumentException when a filter or groupBy names an unknown dimension
   */
  KpiGroups(Map<String, Set<String>> filters, List<String> groupBy, long[] instants) {
    this(filters, groupBy, instants, Integer.MAX_VALUE, IllegalStateException::new);
  }

  /**
   * Likewise.
   *
   * @param mostGroups how many groups there may be
   * @param tooMany what is thrown when there are more
   */
  KpiGroups(
      Map<String, Set<String>> filters,
      List<String> groupBy,
      long[] instants,
      int mostGroups,
      Supplier<RuntimeException> tooMany) {
    filters.forEach((name, accepted) -> this.filters.put(Dimension.named(name), accepted));
    this.groupBy = groupBy.stream().map(Dimension::named).toList();
    this.instants = instants;
    this.mostGroups = mostGroups;
    this.tooMany = tooMany;
    this.whole = new KpiTotals(new OpenViolations(instants));
  }

  void add(Group group, int measure, long count) {
    add(place(group), measure, count);
  }

  private static void add(Place place, int measure, long count) {
    if (place.runsOnly() && !Measures.isAboutRuns(measure)) {
      return;
    }
    for (KpiTotals totals : place.totals()) {
      totals.add(place.production(), measure, count);
    }
  }

  /** Adds what comes without a number. */
  void add(Dimensions group, Counts counts) {
    Place place = newPlace(group);
    counts.forEach(
        (name, count) -> {
          int measure = Measures.number(name);
          if (measure >= 0) {
            add(place, measure, count);
          }
        });
  }

  void add(KpiSource.Stretch stretch) {
    Place place = place(stretch.group());
    if (!place.runsOnly()) {
      place.totals().forEach(totals -> totals.add(stretch));
    }
  }

  void forgetFlows() {
    whole.forgetFlows();
    byKey.values().forEach(KpiTotals::forgetFlows);
  }

  /** The earliest event of whatever the filters leave; null when nothing was seen. */
  @Nullable Long historyFrom(List<KpiSource.Covered> coverage) {
    return historyFrom(coverage, Map.of());
  }

  /** Reads the sums; the coverage is the same each time. */
  KpiReport report(KpiTotals.Reading reading, List<KpiSource.Covered> coverage) {
    List<KpiReport.Group> groups = null;
    if (!groupBy.isEmpty()) {
      groups = new ArrayList<>();
      for (Map.Entry<List<String>, KpiTotals> entry :
          byKey.entrySet().stream().sorted(Map.Entry.comparingByKey(BY_KEY)).toList()) {
        if (!entry.getValue().isNothing()) {
          Map<Dimension, String> by = new LinkedHashMap<>();
          groupBy.forEach(dimension -> by.put(dimension, entry.getKey().get(by.size())));
          Map<String, String> words = new LinkedHashMap<>();
          by.forEach((dimension, value) -> words.put(dimension.word(), value));
          Long since =
              coveredFrom
                  .computeIfAbsent(
                      entry.getKey(), key -> Optional.ofNullable(historyFrom(coverage, by)))
                  .orElse(null);
          groups.add(new KpiReport.Group(words, entry.getValue().report(reading, since, null)));
        }
      }
    }
    return whole.report(reading, historyFrom(coverage), groups);
  }

  private Place place(Group group) {
    int number = group.number();
    if (number >= places.length) {
      places = Arrays.copyOf(places, Math.max(number + 1, places.length * 2));
    }
    Place place = places[number];
    if (place == null) {
      place = newPlace(group.dimensions());
      places[number] = place;
    }
    return place;
  }

  private Place newPlace(Dimensions group) {
    boolean production = group.environment().equals(Classification.PRODUCTION);
    boolean runsOnly = false;
    for (Map.Entry<Dimension, Set<String>> filter : filters.entrySet()) {
      if (!filter.getValue().contains(filter.getKey().of(group))) {
        return new Place(List.of(), production, false);
      }
    }
    if (!filters.containsKey(Dimension.KIND)) {
      runsOnly = Movements.isRun(group.kind());
      if (!runsOnly && !group.kind().equals(STANDING)) {
        return new Place(List.of(), production, false);
      }
    }
    if (groupBy.isEmpty()) {
      return new Place(List.of(whole), production, runsOnly);
    }
    List<String> key = groupBy.stream().map(by -> by.of(group)).toList();
    KpiTotals totals =
        byKey.computeIfAbsent(key, absent -> new KpiTotals(new OpenViolations(instants)));
    if (byKey.size() > mostGroups) {
      throw tooMany.get();
    }
    return new Place(List.of(whole, totals), production, runsOnly);
  }

  private @Nullable Long historyFrom(
      List<KpiSource.Covered> coverage, Map<Dimension, String> group) {
    Set<String> accounts = accepted(Dimension.ACCOUNT, group);
    Set<String> regions = accepted(Dimension.REGION, group);
    Long earliest = null;
    for (KpiSource.Covered covered : coverage) {
      if ((earliest == null || covered.firstEventAt() < earliest)
          && (accounts == null || accounts.contains(covered.account()))
          && (regions == null || regions.contains(covered.region()))) {
        earliest = covered.firstEventAt();
      }
    }
    return earliest;
  }

  /** A group has passed the filters already. */
  private @Nullable Set<String> accepted(Dimension dimension, Map<Dimension, String> group) {
    String own = group.get(dimension);
    return own == null ? filters.get(dimension) : Set.of(own);
  }
}
