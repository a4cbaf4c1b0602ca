package io.isotrail.streams.oracle;

import io.isotrail.avro.Ending;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The judged history of one generation: what held at every instant, and how violations ended. */
final class History {

  /** A generation that takes the name within this time after the end replaces what was there. */
  private static final long REPLACED_WITHIN = 86_400;

  /** In [from, to); to is null when nothing ends it. */
  private record Stretch(long from, @Nullable Long to, Verdict verdict) {

    boolean violates() {
      return verdict.status() == Status.VIOLATION;
    }
  }

  final Life life;
  final List<SpellAnswer> spells = new ArrayList<>();
  final List<ViolationAnswer> violations = new ArrayList<>();

  private final Verdict.Knowledge knowledge;
  private final @Nullable Long goneAt;
  private final NavigableSet<Long> instants;
  private final @Nullable Long detectedAt;

  History(Life life, Verdict.Knowledge knowledge) {
    this.life = life;
    this.knowledge = knowledge;
    this.goneAt = isRun() ? null : knowledge.serving().goneAt(life).orElse(null);
    this.instants = instantsOfChange();
    this.detectedAt =
        instants.stream()
            .filter(instant -> knowledge.isolationAt(life, instant) != Isolation.UNKNOWN)
            .findFirst()
            .orElse(null);
    if (isRun()) {
      judgeOnce();
    } else {
      conclude(stretches());
    }
  }

  boolean isRun() {
    return life.key.kind().role() == ResourceKind.Role.RUN;
  }

  @Nullable Long goneAt() {
    return goneAt;
  }

  boolean isGoneAt(long at) {
    return goneAt != null && goneAt <= at;
  }

  /** A run is judged at the second of its create; without one nothing can be said of it. */
  private void judgeOnce() {
    Verdict verdict = knowledge.verdictAt(life, life.from);
    if (life.create == null) {
      verdict =
          new Verdict(
              Status.UNDETERMINED,
              null,
              verdict.environment(),
              verdict.sensitivity(),
              verdict.owner(),
              verdict.thirdParty(),
              verdict.inService(),
              null);
    }
    spells.add(answer(new Stretch(life.from, null, verdict), null, null, null));
  }

  /** Every instant at which something may change, from its beginning until it is gone. */
  private NavigableSet<Long> instantsOfChange() {
    NavigableSet<Long> candidates = knowledge.rulings().changesFor(life.key.arn());
    candidates.add(life.from);
    life.facts.forEach(
        fact -> {
          candidates.add(fact.getAt());
          life.definitionAt(fact.getAt())
              .map(knowledge.serving().lives::of)
              .orElse(List.of())
              .forEach(
                  definition -> {
                    candidates.add(definition.from);
                    definition.facts.forEach(one -> candidates.add(one.getAt()));
                  });
        });
    knowledge
        .serving()
        .of(life)
        .forEach(
            service -> {
              candidates.add(service.from());
              candidates.add(service.to());
            });
    candidates.removeIf(
        instant ->
            instant < life.from
                || instant == Servers.OPEN
                || (goneAt != null && instant >= goneAt && instant != life.from));
    return candidates;
  }

  private List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    long dueAt = Long.MAX_VALUE;
    for (long instant : instants) {
      Verdict verdict = knowledge.verdictAt(life, instant);
      Stretch next = new Stretch(instant, null, verdict);
      // A policy that asks for more haste begins a stretch; one that gives more time changes
      // nothing.
      boolean hastened =
          next.violates() && dueAt != Long.MAX_VALUE && instant + objective(next) < dueAt;
      dueAt = next.violates() ? Math.min(dueAt, instant + objective(next)) : Long.MAX_VALUE;
      if (stretches.isEmpty() || hastened || !stretches.getLast().verdict().equals(verdict)) {
        if (!stretches.isEmpty()) {
          Stretch before = stretches.removeLast();
          stretches.add(new Stretch(before.from(), instant, before.verdict()));
        }
        stretches.add(new Stretch(instant, goneAt, verdict));
      }
    }
    return stretches;
  }

  private void conclude(List<Stretch> stretches) {
    Long openedAt = null;
    long dueAt = Long.MAX_VALUE;
    for (int index = 0; index < stretches.size(); index++) {
      Stretch stretch = stretches.get(index);
      if (!stretch.violates()) {
        openedAt = null;
        spells.add(answer(stretch, null, null, null));
        continue;
      }
      if (openedAt == null) {
        openedAt = stretch.from();
        dueAt = Long.MAX_VALUE;
      }
      dueAt = Math.min(dueAt, stretch.from() + objective(stretch));
      Optional<Stretch> next =
          index + 1 < stretches.size() ? Optional.of(stretches.get(index + 1)) : Optional.empty();
      boolean last = next.isEmpty() || !next.get().violates();
      Ending ending = last ? ending(next) : null;
      spells.add(answer(stretch, openedAt, dueAt, ending));
      if (last) {
        violations.add(violation(stretch, openedAt, dueAt, ending));
      }
    }
  }

  private long objective(Stretch stretch) {
    return Objects.requireNonNull(
        knowledge
            .rulings()
            .policyAt(stretch.from())
            .objectiveSeconds()
            .get(stretch.verdict().severity()));
  }

  private @Nullable Ending ending(Optional<Stretch> next) {
    if (next.isEmpty()) {
      return goneAt == null ? null : endingByGoing(goneAt);
    }
    Verdict follows = next.get().verdict();
    return switch (follows.status()) {
      case EXEMPT -> Ending.EXEMPTED;
      case COMPLIANT -> Ending.ISOLATED;
      case OUT_OF_SCOPE ->
          leftServiceReplaced(next.get().from()) ? Ending.REPLACED : Ending.RECLASSIFIED;
      case UNDETERMINED, VIOLATION, GONE -> Ending.RECLASSIFIED;
    };
  }

  private Ending endingByGoing(long gone) {
    if (life.inferred) {
      return Ending.INFERRED;
    }
    boolean replacedByUpdate =
        knowledge.serving().lastRemovalBy(life, gone).filter(this::replaces).isPresent();
    return replacedByUpdate || replacedByName(gone) ? Ending.REPLACED : Ending.DELETED;
  }

  private boolean replacedByName(long gone) {
    return knowledge.serving().lives.of(life.key).stream()
        .filter(other -> other.number > life.number && other.createdIsolated())
        .findFirst()
        .filter(other -> other.from <= gone + REPLACED_WITHIN)
        .isPresent();
  }

  /** Whether the last thing that served it ended in that second by an update that replaced it. */
  private boolean leftServiceReplaced(long at) {
    return life.canServe()
        && !knowledge.serving().servesAt(life, at)
        && knowledge
            .serving()
            .lastRemovalBy(life, at)
            .filter(removal -> removal.at() == at && replaces(removal))
            .isPresent();
  }

  /** Instead of it at least one isolated model serves and none that is not isolated. */
  private boolean replaces(Serving.Removal removal) {
    List<Isolation> instead =
        removal.modelsInstead().stream()
            .map(model -> knowledge.isolationAt(model, Long.MAX_VALUE))
            .toList();
    return instead.contains(Isolation.ISOLATED) && !instead.contains(Isolation.NOT_ISOLATED);
  }

  private SpellAnswer answer(
      Stretch stretch, @Nullable Long openedAt, @Nullable Long dueAt, @Nullable Ending ending) {
    Verdict verdict = stretch.verdict();
    return new SpellAnswer(
        life.key,
        life.number,
        stretch.from(),
        stretch.to(),
        verdict.status(),
        verdict.severity(),
        verdict.environment(),
        verdict.sensitivity(),
        verdict.owner(),
        verdict.thirdParty(),
        verdict.inService(),
        verdict.exception(),
        openedAt,
        dueAt,
        ending);
  }

  private ViolationAnswer violation(
      Stretch last, long openedAt, long dueAt, @Nullable Ending ending) {
    Verdict verdict = last.verdict();
    return new ViolationAnswer(
        life.key,
        life.number,
        openedAt,
        life.exposedSince(),
        detectedAt,
        last.to(),
        ending,
        dueAt,
        Objects.requireNonNull(verdict.severity()),
        verdict.environment(),
        verdict.sensitivity(),
        verdict.owner(),
        verdict.thirdParty(),
        verdict.inService());
  }

  /** The row at an instant at which it has begun. */
  RowAnswer rowAt(long at, @Nullable Long lastEventAt) {
    boolean gone = isGoneAt(at);
    SpellAnswer spell =
        gone
            ? spells.getLast()
            : spells.stream().filter(one -> one.holdsAt(at)).findFirst().orElseThrow();
    boolean violates = !gone && !isRun() && spell.status() == Status.VIOLATION;
    Long dueAt = violates ? spell.dueAt() : null;
    return new RowAnswer(
        life.key,
        life.number,
        knowledge.isolationAt(life, goneAt == null ? at : Math.min(at, lastSecond(goneAt))),
        gone ? Status.GONE : spell.status(),
        gone ? null : spell.severity(),
        spell.environment(),
        spell.sensitivity(),
        spell.owner(),
        spell.thirdParty(),
        (gone && spell.inService() != null) ? Boolean.FALSE : spell.inService(),
        life.isDeletedAt(at),
        endpointsAt(at),
        life.create != null ? Long.valueOf(life.from) : life.observedCreation().orElse(null),
        life.create == null ? "" : life.create.getActor(),
        violates ? spell.openedAt() : null,
        violates ? Long.valueOf(life.exposedSince()) : null,
        violates ? detectedAt : null,
        dueAt,
        dueAt != null && at > dueAt,
        gone ? null : spell.exception(),
        life.tagsAt(at),
        lastEventAt);
  }

  private long lastSecond(long gone) {
    return Math.max(life.from, gone - 1);
  }

  private List<String> endpointsAt(long at) {
    return knowledge.serving().of(life).stream()
        .filter(service -> service.holdsAt(at))
        .map(Serving.Service::endpoint)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .distinct()
        .sorted()
        .toList();
  }
}
