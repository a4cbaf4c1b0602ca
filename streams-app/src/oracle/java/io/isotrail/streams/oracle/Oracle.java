package io.isotrail.streams.oracle;

import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Rejected;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is true, computed from all facts and all governance at once. All answers are in a stable
 * order: by resource key, then generation, then time.
 */
public final class Oracle {

  private static final long DAY = 86_400;
  private static final long WEEK = 7 * DAY;
  private static final Comparator<ResourceKey> BY_KEY = Comparator.comparing(ResourceKey::toString);

  private final Rulings rulings;
  private final Map<ResourceKey, List<History>> histories = new TreeMap<>(BY_KEY);
  private final Map<ResourceKey, List<Fact>> timelines = new TreeMap<>(BY_KEY);
  private final List<RejectionAnswer> rejections = new ArrayList<>();

  private Oracle(Collection<Fact> facts, Collection<Governance> governance) {
    this.rulings = new Rulings(governance);
    Map<ResourceKey, List<Fact>> byKey = new TreeMap<>(BY_KEY);
    facts.forEach(fact -> byKey.computeIfAbsent(keyOf(fact), any -> new ArrayList<>()).add(fact));
    Map<String, Map<ResourceKey, List<Fact>>> byLocality = new TreeMap<>();
    byKey.forEach(
        (key, all) -> {
          List<Fact> counted = CountedFacts.of(all);
          rejections.addAll(RejectedCalls.of(key, counted, rulings));
          List<Fact> timeline =
              counted.stream().filter(fact -> !(fact.getBody() instanceof Rejected)).toList();
          timelines.put(key, timeline);
          byLocality
              .computeIfAbsent(key.locality(), any -> new LinkedHashMap<>())
              .put(key, timeline);
        });
    byLocality.values().forEach(this::judge);
  }

  /**
   * Judges.
   *
   * @param facts in any order; duplicates, copies, addenda and rejections included
   * @param governance every revision of policies and exceptions, in any order; none: the default
   *     policy
   */
  public static Oracle of(Collection<Fact> facts, Collection<Governance> governance) {
    return new Oracle(facts, governance);
  }

  private static ResourceKey keyOf(Fact fact) {
    return new ResourceKey(
        fact.getPartition(),
        fact.getResourceAccount(),
        fact.getRegion(),
        ResourceKind.ofSegment(fact.getKind()).orElseThrow(),
        fact.getName());
  }

  private void judge(Map<ResourceKey, List<Fact>> locality) {
    Serving serving = new Serving(locality);
    Verdict.Knowledge knowledge = new Verdict.Knowledge(serving, rulings);
    serving
        .lives
        .keys()
        .forEach(
            key ->
                histories.put(
                    key,
                    serving.lives.of(key).stream()
                        .filter(Life::isJudged)
                        .map(life -> new History(life, knowledge))
                        .toList()));
  }

  /**
   * The table at an instant: of each resource the generations that are not gone, and when all are,
   * the latest one.
   */
  public List<RowAnswer> rows(long asOf) {
    List<RowAnswer> rows = new ArrayList<>();
    histories.forEach(
        (key, generations) -> {
          List<History> begun =
              generations.stream().filter(history -> history.life.from <= asOf).toList();
          Long lastEventAt = lastEventAt(key, asOf);
          begun.stream()
              .filter(history -> !history.isGoneAt(asOf))
              .forEach(history -> rows.add(history.rowAt(asOf, lastEventAt)));
          if (!begun.isEmpty() && begun.stream().allMatch(history -> history.isGoneAt(asOf))) {
            rows.add(begun.getLast().rowAt(asOf, lastEventAt));
          }
        });
    return List.copyOf(rows);
  }

  private @Nullable Long lastEventAt(ResourceKey key, long asOf) {
    OptionalLong last =
        timelines.getOrDefault(key, List.of()).stream()
            .mapToLong(Fact::getAt)
            .filter(at -> at <= asOf)
            .max();
    return last.isPresent() ? Long.valueOf(last.getAsLong()) : null;
  }

  /** The spells of every generation that is judged, those in the future included. */
  public List<SpellAnswer> spells() {
    return all().stream().flatMap(history -> history.spells.stream()).toList();
  }

  /** Every violation that ever was, those in the future included. */
  public List<ViolationAnswer> violations() {
    return all().stream().flatMap(history -> history.violations.stream()).toList();
  }

  /** Every judged rejection, of each resource in the order of (event time, event). */
  public List<RejectionAnswer> rejections() {
    return List.copyOf(rejections);
  }

  /** The KPIs. */
  public KpiAnswer kpis(KpiQuery query) {
    return new Counting(all(), rejections, rulings).answer(query);
  }

  /**
   * The KPIs of each step that begins before the end; the first step is the day or the month in
   * which the beginning lies, and the last one is whole.
   *
   * @param from epoch second
   * @param to epoch second, exclusive
   * @param query its asOf and window are those of the steps
   */
  public List<TrendAnswer> trends(long from, long to, TrendAnswer.Step step, KpiQuery query) {
    Counting counting = new Counting(all(), rejections, rulings);
    List<TrendAnswer> points = new ArrayList<>();
    long begin = firstSecond(from, step);
    while (begin < to) {
      long end = nextStep(begin, step);
      points.add(new TrendAnswer(begin, end, counting.answer(query.at(end - 1, end - begin))));
      begin = end;
    }
    return points;
  }

  private static long firstSecond(long second, TrendAnswer.Step step) {
    return switch (step) {
      case DAY, WEEK -> Math.floorDiv(second, DAY) * DAY;
      case MONTH -> firstSecondOf(dateOf(second).withDayOfMonth(1));
    };
  }

  private static long nextStep(long begin, TrendAnswer.Step step) {
    return switch (step) {
      case DAY -> begin + DAY;
      case WEEK -> begin + WEEK;
      case MONTH -> firstSecondOf(dateOf(begin).plusMonths(1));
    };
  }

  private static LocalDate dateOf(long second) {
    return LocalDate.ofEpochDay(Math.floorDiv(second, DAY));
  }

  private static long firstSecondOf(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  private List<History> all() {
    return histories.values().stream().flatMap(List::stream).toList();
  }
}
