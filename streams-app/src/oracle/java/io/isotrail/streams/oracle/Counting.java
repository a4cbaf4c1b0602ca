package io.isotrail.streams.oracle;

import io.isotrail.avro.Attribution;
import io.isotrail.avro.Ending;
import io.isotrail.avro.RejectionSource;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.oracle.KpiQuery.Dimension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The KPIs, counted one by one from spells and rejections. */
final class Counting {

  private static final long THIRTY_DAYS = 30 * 86_400L;
  private static final Set<Ending> REMEDIATIONS =
      Set.of(Ending.DELETED, Ending.REPLACED, Ending.ISOLATED);
  private static final String MODEL = ResourceKind.MODEL.segment();

  /** What something counts under. */
  private record Dimensions(
      ResourceKey key,
      String environment,
      String sensitivity,
      String owner,
      @Nullable String severity,
      boolean thirdParty,
      @Nullable Boolean inService) {

    static Dimensions of(SpellAnswer spell) {
      return new Dimensions(
          spell.key(),
          spell.environment(),
          spell.sensitivity(),
          spell.owner(),
          spell.severity(),
          spell.thirdParty(),
          spell.inService());
    }

    static Dimensions of(RejectionAnswer rejection) {
      return new Dimensions(
          rejection.key(),
          rejection.environment(),
          rejection.sensitivity(),
          rejection.owner(),
          null,
          false,
          null);
    }

    String value(Dimension dimension) {
      return switch (dimension) {
        case ACCOUNT -> key.account();
        case REGION -> key.region();
        case KIND -> key.kind().segment();
        case ENVIRONMENT -> environment;
        case SENSITIVITY -> sensitivity;
        case OWNER -> owner;
        case SEVERITY -> severity == null ? "" : severity;
        case THIRD_PARTY -> String.valueOf(thirdParty);
        case IN_SERVICE -> inService == null ? "" : String.valueOf(inService);
      };
    }

    boolean passes(Map<Dimension, Set<String>> filters) {
      return filters.entrySet().stream()
          .allMatch(filter -> filter.getValue().contains(value(filter.getKey())));
    }

    List<String> group(List<Dimension> groupBy) {
      return groupBy.stream().map(this::value).toList();
    }
  }

  /** Something counted, with the life and spell, or the rejection, that it is taken from. */
  private record Level(Dimensions dimensions, SpellAnswer spell, Life life) {}

  private record Closing(Dimensions dimensions, Ending ending, long at, long seconds) {}

  private record Run(Dimensions dimensions, long at, Status status) {}

  private record Call(Dimensions dimensions, RejectionAnswer rejection, boolean distinct) {}

  private record ActorDay(ResourceKey key, String actor, long day) {}

  /** What a query selects. */
  private record Selection(
      List<Level> levels, List<Closing> closings, List<Run> runs, List<Call> calls) {

    Selection where(Predicate<Dimensions> wanted) {
      return new Selection(
          levels.stream().filter(one -> wanted.test(one.dimensions())).toList(),
          closings.stream().filter(one -> wanted.test(one.dimensions())).toList(),
          runs.stream().filter(one -> wanted.test(one.dimensions())).toList(),
          calls.stream().filter(one -> wanted.test(one.dimensions())).toList());
    }

    Stream<Dimensions> dimensions() {
      return Stream.of(
              levels.stream().map(Level::dimensions),
              closings.stream().map(Closing::dimensions),
              runs.stream().map(Run::dimensions),
              calls.stream().map(Call::dimensions))
          .flatMap(each -> each);
    }
  }

  private final List<History> histories;
  private final List<RejectionAnswer> rejections;
  private final Rulings rulings;

  Counting(List<History> histories, List<RejectionAnswer> rejections, Rulings rulings) {
    this.histories = histories;
    this.rejections = rejections;
    this.rulings = rulings;
  }

  KpiAnswer answer(KpiQuery query) {
    Selection selection = select(query).where(dimensions -> dimensions.passes(query.filters()));
    List<KpiAnswer> groups = new ArrayList<>();
    if (!query.groupBy().isEmpty()) {
      Set<List<String>> values = new TreeSet<>(Comparator.comparing(List::toString));
      selection.dimensions().forEach(dimensions -> values.add(dimensions.group(query.groupBy())));
      for (List<String> group : values) {
        Selection ofGroup =
            selection.where(dimensions -> dimensions.group(query.groupBy()).equals(group));
        groups.add(answer(query, ofGroup, group, List.of()));
      }
    }
    return answer(query, selection, List.of(), groups);
  }

  private Selection select(KpiQuery query) {
    // Runs are of other kinds than models, and would never count if models were meant.
    boolean anyKind = query.filters().containsKey(Dimension.KIND);
    List<Level> levels = new ArrayList<>();
    List<Closing> closings = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    for (History history : histories) {
      if (history.isRun()) {
        SpellAnswer spell = history.spells.getFirst();
        if (history.life.create != null && within(query, spell.from())) {
          runs.add(new Run(Dimensions.of(spell), spell.from(), spell.status()));
        }
      } else if (anyKind || history.life.key.kind().segment().equals(MODEL)) {
        history.spells.stream()
            .filter(spell -> spell.holdsAt(query.asOf()))
            .forEach(spell -> levels.add(new Level(Dimensions.of(spell), spell, history.life)));
        history.spells.stream()
            .filter(spell -> spell.endedAs() != null)
            .map(Counting::closing)
            .filter(closing -> within(query, closing.at()))
            .forEach(closings::add);
      }
    }
    // Of the window alone: the first of a day may lie before it.
    Set<ActorDay> seen = new HashSet<>();
    List<Call> calls =
        rejections.stream()
            .filter(rejection -> within(query, rejection.at()))
            .map(
                rejection ->
                    new Call(Dimensions.of(rejection), rejection, seen.add(actorDay(rejection))))
            .toList()
            .stream()
            .filter(call -> anyKind || call.dimensions().value(Dimension.KIND).equals(MODEL))
            .toList();
    return new Selection(levels, closings, runs, calls);
  }

  private static ActorDay actorDay(RejectionAnswer rejection) {
    return new ActorDay(rejection.key(), rejection.actor(), Math.floorDiv(rejection.at(), 86_400L));
  }

  private static Closing closing(SpellAnswer last) {
    long endedAt = Objects.requireNonNull(last.to());
    return new Closing(
        Dimensions.of(last),
        Objects.requireNonNull(last.endedAs()),
        endedAt,
        endedAt - Objects.requireNonNull(last.openedAt()));
  }

  private static boolean within(KpiQuery query, long at) {
    return query.asOf() - query.window() < at && at <= query.asOf();
  }

  private KpiAnswer answer(
      KpiQuery query, Selection selection, List<String> by, List<KpiAnswer> groups) {
    List<Level> production =
        selection.levels().stream()
            .filter(level -> level.spell().environment().equals(Classification.PRODUCTION))
            .toList();
    long isolated = count(production, Status.COMPLIANT);
    long exempt = count(production, Status.EXEMPT);
    long violation = count(production, Status.VIOLATION);
    long undetermined = count(production, Status.UNDETERMINED);
    long outOfScope = count(production, Status.OUT_OF_SCOPE);
    long hidden =
        production.stream()
            .filter(level -> level.spell().status() == Status.UNDETERMINED)
            .filter(level -> level.life().createHidden())
            .count();
    long compared = isolated + exempt + violation + hidden;
    return new KpiAnswer(
        by,
        new KpiAnswer.Models(
            isolated + exempt + violation + undetermined + outOfScope,
            isolated,
            exempt,
            violation,
            undetermined,
            outOfScope),
        compared == 0 ? null : Double.valueOf((double) isolated / compared),
        compared == 0 ? null : Double.valueOf((double) (isolated + exempt) / compared),
        remediation(selection.closings()),
        ends(selection.closings()),
        open(query, selection.levels()),
        rejections(selection.calls()),
        exceptions(query, count(selection.levels(), Status.EXEMPT)),
        new KpiAnswer.Runs(
            selection.runs().size(),
            countRuns(selection.runs(), Status.COMPLIANT),
            countRuns(selection.runs(), Status.UNDETERMINED)),
        selection.levels().stream()
            .filter(level -> level.spell().status() == Status.UNDETERMINED)
            .filter(level -> level.life().create == null)
            .count(),
        groups);
  }

  private static long countRuns(Collection<Run> runs, Status status) {
    return runs.stream().filter(run -> run.status() == status).count();
  }

  private static long count(Collection<Level> levels, Status status) {
    return levels.stream().filter(level -> level.spell().status() == status).count();
  }

  private static KpiAnswer.Remediation remediation(List<Closing> closings) {
    List<Long> seconds =
        closings.stream()
            .filter(closing -> REMEDIATIONS.contains(closing.ending()))
            .map(Closing::seconds)
            .sorted()
            .toList();
    return new KpiAnswer.Remediation(
        seconds.size(), mean(seconds), nearestRank(seconds, 50), nearestRank(seconds, 90));
  }

  private static @Nullable Double mean(List<Long> seconds) {
    return seconds.isEmpty()
        ? null
        : Double.valueOf(
            (double) seconds.stream().mapToLong(Long::longValue).sum() / seconds.size());
  }

  private static @Nullable Long nearestRank(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? null : sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }

  private static Map<Ending, Long> ends(List<Closing> closings) {
    Map<Ending, Long> ends = new TreeMap<>();
    closings.forEach(closing -> ends.merge(closing.ending(), 1L, Long::sum));
    return ends;
  }

  private static KpiAnswer.Open open(KpiQuery query, List<Level> levels) {
    List<SpellAnswer> violations =
        levels.stream()
            .map(Level::spell)
            .filter(spell -> spell.status() == Status.VIOLATION)
            .toList();
    List<Long> ages =
        violations.stream()
            .map(spell -> query.asOf() - Objects.requireNonNull(spell.openedAt()))
            .sorted()
            .toList();
    long overdue =
        violations.stream()
            .filter(spell -> query.asOf() > Objects.requireNonNull(spell.dueAt()))
            .count();
    return new KpiAnswer.Open(
        violations.size(), overdue, ages.isEmpty() ? null : ages.getLast(), mean(ages));
  }

  private static KpiAnswer.Rejections rejections(List<Call> calls) {
    Map<String, Long> bySource = new TreeMap<>();
    Map<Attribution, Long> byAttribution = new TreeMap<>();
    for (Call call : calls) {
      RejectionSource source = call.rejection().reportedBy();
      bySource.merge(source.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
      byAttribution.merge(call.rejection().attribution(), 1L, Long::sum);
    }
    return new KpiAnswer.Rejections(
        byAttribution.getOrDefault(Attribution.ISOLATION, 0L),
        byAttribution.getOrDefault(Attribution.OTHER, 0L),
        byAttribution.getOrDefault(Attribution.UNKNOWN, 0L),
        bySource,
        calls.stream().filter(Call::distinct).count());
  }

  private KpiAnswer.Exceptions exceptions(KpiQuery query, long exemptResources) {
    List<PlainException> active =
        rulings.exceptions().stream().filter(one -> one.holdsAt(query.asOf())).toList();
    return new KpiAnswer.Exceptions(
        active.stream().map(PlainException::id).distinct().count(),
        exemptResources,
        active.stream()
            .filter(one -> one.to() <= query.asOf() + THIRTY_DAYS)
            .map(PlainException::id)
            .distinct()
            .count(),
        rulings.exceptions().stream()
            .filter(one -> within(query, one.to()) && !continues(one))
            .map(PlainException::id)
            .distinct()
            .count());
  }

  /** Whether the same exception goes on where this stretch of it ends. */
  private boolean continues(PlainException ended) {
    return rulings.exceptions().stream()
        .anyMatch(other -> other.id().equals(ended.id()) && other.holdsAt(ended.to()));
  }
}
