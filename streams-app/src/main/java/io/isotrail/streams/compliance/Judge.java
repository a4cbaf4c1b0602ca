package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The judge: from the facts about one resource, from what others say of it and from what people
 * decided, to its history. A pure function; the clock takes part in nothing. Future transitions
 * that are known already (an exception that will expire) are part of the history.
 *
 * <p>Of one second only the state at its end is judged, so that a create and its tags in the same
 * second open nothing twice. One exception: a generation that begins and ends within one second has
 * one spell of no length, so that a violation in it counts as opened and ended after 0 seconds.
 *
 * <p>Runs (training, processing and tuning jobs) are judged once, at the second of their creation.
 */
public final class Judge {

  /** An isolated create of the same name counts as a replacement for so long after the end. */
  private static final long REPLACEMENT_SECONDS = 86_400;

  private static final Comparator<History.Served> SERVED_IN_ORDER =
      Comparator.comparingLong(History.Served::from)
          .thenComparing(History.Served::endpoint)
          .thenComparing(History.Served::to, Comparator.nullsLast(Comparator.naturalOrder()));

  private final Subject subject;
  private final Role role;
  private final Joins joins;
  private final Ground ground;
  private final NavigableMap<Long, Policy> policies;
  private final NavigableMap<Long, Optional<ExceptionGrant>> exceptions;
  private final Course<Policy> policyCourse;
  private final Course<Optional<ExceptionGrant>> exceptionCourse;
  private final Verdicts verdicts;

  private Judge(Subject subject, Joins joins, Ground ground, Governance governance) {
    this.subject = subject;
    this.role = Role.of(subject.kind());
    this.joins = joins;
    this.ground = ground;
    this.policies = governance.policyCourse();
    this.exceptions = ExceptionCourse.of(subject.arn(), governance.exceptions());
    this.policyCourse = new Course<>(policies);
    this.exceptionCourse = new Course<>(exceptions);
    this.verdicts = new Verdicts(subject, role);
  }

  /**
   * Whether resources of this kind are judged.
   *
   * @param kind type segment of the ARN of a governed kind
   */
  public static boolean judges(String kind) {
    return Role.of(kind).judged();
  }

  /** Judges a resource that nothing else says anything about. */
  public static History judge(Subject subject, Timeline timeline, Governance governance) {
    return judge(subject, timeline, Joins.NONE, governance);
  }

  /**
   * Judges a resource.
   *
   * @return its history; without generations when the facts say nothing that exists, or when the
   *     kind is not judged
   * @throws IllegalArgumentException when there is no policy, or the kind is none that is governed
   */
  public static History judge(
      Subject subject, Timeline timeline, Joins joins, Governance governance) {
    return judge(subject, Ground.NONE, timeline, joins, governance);
  }

  /**
   * Judges a resource whose beginning is settled; its stretches up to then stay as they are.
   *
   * @param timeline without what was purged, or overwritten before the ground
   */
  public static History judge(
      Subject subject, Ground ground, Timeline timeline, Joins joins, Governance governance) {
    Judge judge = new Judge(subject, joins, ground, governance);
    return new History(
        subject,
        judge.accountName(),
        lastEventAt(timeline, joins),
        judge.role.judged() && !judge.isPurgedRun()
            ? judge.generations(Lives.of(timeline, joins.servings(), ground.purged()))
            : List.of());
  }

  /**
   * The isolation of a job definition as a schedule that names it has it: at any instant that of
   * the generation that began last by then, as it was known.
   *
   * @return start in epoch seconds to isolation; empty when no generation ever began
   */
  public static NavigableMap<Long, Isolation> isolationOf(Subject definition, Timeline timeline) {
    NavigableMap<Long, Isolation> course = new TreeMap<>();
    for (Life life : Lives.of(timeline, List.of(), 0)) {
      course.putAll(Flag.resolved(life.flagFrom, definition, Joins.NONE));
    }
    return course;
  }

  private static long lastEventAt(Timeline timeline, Joins joins) {
    List<Fact> facts = timeline.facts();
    if (!facts.isEmpty()) {
      return facts.getLast().at();
    }
    return joins.servings().stream().mapToLong(Serving::from).max().orElse(0);
  }

  private @Nullable String accountName() {
    Policy.Account account = policies.lastEntry().getValue().accounts().get(subject.account());
    return account == null ? null : account.name();
  }

  private List<History.Generation> generations(List<Life> lives) {
    List<History.Generation> generations = new ArrayList<>(lives.size());
    long nextIsolated = Long.MAX_VALUE;
    for (Life life : lives.reversed()) {
      if (!servesByItsModels(life)) {
        generations.add(generation(life, nextIsolated));
      }
      if (life.createdIsolated()) {
        nextIsolated = life.from;
      }
    }
    return List.copyOf(generations.reversed());
  }

  /**
   * No job gets the name of another, so what is told of one later is of the one that was purged.
   */
  private boolean isPurgedRun() {
    return role == Role.RUN && ground.purged() > 0;
  }

  /** An endpoint config that names models has no isolation of its own: theirs counts. */
  private boolean servesByItsModels(Life life) {
    return role == Role.ENDPOINT_CONFIG && !life.models.isEmpty();
  }

  private History.Generation generation(Life life, long nextIsolated) {
    NavigableMap<Long, Isolation> isolation = isolation(life);
    return new History.Generation(
        life.number,
        life.id,
        life.name.isEmpty() ? subject.name() : life.name,
        life.from,
        life.created,
        life.createdBy,
        isolation.lastEntry().getValue(),
        life.hidden,
        life.vpc,
        life.interContainerEncryption,
        life.exposedSince,
        detectedAt(life, isolation),
        life.tags(),
        life.end,
        served(life),
        role == Role.RUN
            ? onlySpell(life, isolation)
            : spells(life, isolation, life.goneAt(), nextIsolated));
  }

  /** Of a run what its create said, and nothing that was seen later. */
  private NavigableMap<Long, Isolation> isolation(Life life) {
    NavigableMap<Long, Isolation> isolation = Flag.resolved(life.flagFrom, subject, joins);
    return role == Role.RUN
        ? new TreeMap<>(
            Map.of(life.from, life.created ? isolation.firstEntry().getValue() : Isolation.UNKNOWN))
        : isolation;
  }

  /** What made it known first may have been folded, and so may what hid it until then. */
  private long detectedAt(Life life, NavigableMap<Long, Isolation> isolation) {
    NavigableMap<Long, Isolation> open = isolation;
    Optional<History.Generation> settled = ground.settled(life.number);
    if (settled.isPresent()) {
      if (isKnown(settled.get(), ground.until())) {
        return settled.get().detectedAt();
      }
      open = isolation.tailMap(ground.until(), false);
    }
    for (Map.Entry<Long, Isolation> known : open.entrySet()) {
      if (known.getValue() != Isolation.UNKNOWN) {
        return known.getKey();
      }
    }
    return life.from;
  }

  private static boolean isKnown(History.Generation generation, long until) {
    return generation.spells().stream()
        .filter(spell -> spell.from() <= until)
        .anyMatch(spell -> spell.status() != Status.UNDETERMINED && spell.status() != Status.GONE);
  }

  private static List<History.Served> served(Life life) {
    if (life.servings.isEmpty()) {
      return List.of();
    }
    return life.servings.stream()
        .map(serving -> new History.Served(serving.endpoint(), serving.from(), serving.to()))
        .sorted(SERVED_IN_ORDER)
        .toList();
  }

  /** The verdict on a run; it belongs to no violation that opens or ends. */
  private List<History.Spell> onlySpell(Life life, NavigableMap<Long, Isolation> isolation) {
    Optional<History.Generation> settled = ground.settled(life.number);
    if (settled.isPresent()) {
      return settled.get().spells();
    }
    Verdict verdict = verdicts(life, isolation).at(life.from);
    return List.of(
        new History.Spell(
            life.from,
            null,
            verdict.status(),
            verdict.severity(),
            verdict.classification().environment(),
            verdict.classification().sensitivity(),
            verdict.classification().owner(),
            verdict.thirdParty(),
            verdict.inService(),
            verdict.exception(),
            null,
            null,
            null));
  }

  private List<History.Spell> spells(
      Life life, NavigableMap<Long, Isolation> isolation, @Nullable Long gone, long nextIsolated) {
    List<History.Spell> settled =
        ground.settled(life.number).map(History.Generation::spells).orElse(List.of());
    if (gone != null && gone <= ground.until() && !settled.isEmpty()) {
      // Whether something isolated took its name within a day may still change.
      return SpellBuilder.endedAs(settled, ending(life, gone, nextIsolated));
    }
    SpellBuilder spells = new SpellBuilder();
    if (!settled.isEmpty()) {
      spells.resume(settled, ground.until());
    }
    LifeVerdicts verdictAt = verdicts(life, isolation);
    for (long instant : instants(life, isolation, gone)) {
      if (settled.isEmpty() || instant > ground.until()) {
        spells.add(instant, verdictAt.at(instant), life.replacedByUpdateAt(instant));
      }
    }
    return gone == null ? spells.open() : spells.ended(gone, ending(life, gone, nextIsolated));
  }

  private static Ending ending(Life life, long gone, long nextIsolated) {
    if (life.ending == Ending.INFERRED) {
      return Ending.INFERRED;
    }
    return life.replacedByUpdate() || isSoonAfter(gone, nextIsolated)
        ? Ending.REPLACED
        : Ending.DELETED;
  }

  private static boolean isSoonAfter(long gone, long nextIsolated) {
    return nextIsolated != Long.MAX_VALUE && nextIsolated - gone <= REPLACEMENT_SECONDS;
  }

  /** Every instant of a life at which the verdict may change, ascending, its beginning first. */
  private long[] instants(Life life, NavigableMap<Long, Isolation> isolation, @Nullable Long gone) {
    LongStream.Builder others = LongStream.builder();
    others.add(life.from);
    life.serviceChanges().forEach(others::add);
    isolation.keySet().forEach(others::add);
    policies.tailMap(life.from, false).keySet().forEach(others::add);
    exceptions.tailMap(life.from, false).keySet().forEach(others::add);
    if (ground.until() >= life.from && (gone == null || ground.until() + 1 < gone)) {
      // What people decided since the fold applies from the first second that is not settled.
      others.add(ground.until() + 1);
    }
    long end = gone == null ? Long.MAX_VALUE : gone;
    return life.tagsFrom.instants(
        others
            .build()
            .filter(instant -> instant < end || instant == life.from)
            .sorted()
            .distinct()
            .toArray(),
        end);
  }

  private LifeVerdicts verdicts(Life life, NavigableMap<Long, Isolation> isolation) {
    return new LifeVerdicts(
        life, subject, role.served(), policyCourse, exceptionCourse, isolation, verdicts);
  }
}
