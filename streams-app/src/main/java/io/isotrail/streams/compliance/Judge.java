package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The judge: from the facts about one resource and from what people decided, to its history. A pure
 * function; the clock takes part in nothing. Future transitions that are known already (an
 * exception that will expire) are part of the history.
 *
 * <p>Of one second only the state at its end is judged, so that a create and its tags in the same
 * second open nothing twice. One exception: a generation that begins and ends within one second has
 * one spell of no length, so that a violation in it counts as opened and ended after 0 seconds.
 */
public final class Judge {

  /** An isolated create of the same name counts as a replacement for so long after the end. */
  private static final long REPLACEMENT_SECONDS = 86_400;

  private final Subject subject;
  private final NavigableMap<Long, Policy> policies;
  private final NavigableMap<Long, Optional<ExceptionGrant>> exceptions;

  private Judge(Subject subject, Governance governance) {
    this.subject = subject;
    this.policies = PolicyCourse.of(governance.policies());
    this.exceptions = ExceptionCourse.of(subject.arn(), governance.exceptions());
  }

  /**
   * Whether resources of this kind are judged.
   *
   * @param kind type segment of the ARN
   */
  public static boolean judges(String kind) {
    return kind.equals("model");
  }

  /**
   * Judges a resource.
   *
   * @return its history; without generations when the facts say nothing that exists, or when the
   *     kind is not judged
   * @throws IllegalArgumentException when there is no policy
   */
  public static History judge(Subject subject, Timeline timeline, Governance governance) {
    Judge judge = new Judge(subject, governance);
    List<Fact> facts = timeline.facts();
    return new History(
        subject,
        judge.accountName(),
        facts.isEmpty() ? 0 : facts.getLast().at(),
        judges(subject.kind()) ? judge.generations(Lives.of(facts)) : List.of());
  }

  private @Nullable String accountName() {
    Policy.Account account = policies.lastEntry().getValue().accounts().get(subject.account());
    return account == null ? null : account.name();
  }

  private List<History.Generation> generations(List<Lives.Life> lives) {
    List<History.Generation> generations = new ArrayList<>(lives.size());
    long nextIsolated = Long.MAX_VALUE;
    for (Lives.Life life : lives.reversed()) {
      generations.add(generation(life, nextIsolated));
      if (life.createdIsolated()) {
        nextIsolated = life.from;
      }
    }
    return List.copyOf(generations.reversed());
  }

  private History.Generation generation(Lives.Life life, long nextIsolated) {
    return new History.Generation(
        life.number,
        life.id,
        life.name,
        life.from,
        life.created,
        life.createdBy,
        life.isolation(),
        life.hidden,
        life.vpc,
        life.interContainerEncryption,
        life.exposedSince,
        life.detectedAt,
        life.tags(),
        life.end,
        List.of(),
        spells(life, nextIsolated));
  }

  private List<History.Spell> spells(Lives.Life life, long nextIsolated) {
    SpellBuilder spells = new SpellBuilder();
    for (long instant : instants(life)) {
      spells.add(instant, verdict(life, instant));
    }
    if (life.end == null || life.ending == null) {
      return spells.open();
    }
    boolean replaced =
        life.ending == Ending.DELETED
            && nextIsolated != Long.MAX_VALUE
            && nextIsolated - life.end <= REPLACEMENT_SECONDS;
    return spells.ended(life.end, replaced ? Ending.REPLACED : life.ending);
  }

  /** Every instant of a life at which the verdict may change, its beginning first. */
  private NavigableSet<Long> instants(Lives.Life life) {
    TreeSet<Long> instants = new TreeSet<>(life.tagsFrom.keySet());
    instants.addAll(life.isolationFrom.keySet());
    instants.addAll(policies.tailMap(life.from, false).keySet());
    instants.addAll(exceptions.tailMap(life.from, false).keySet());
    if (life.end != null) {
      instants.tailSet(life.end, true).clear();
    }
    instants.add(life.from);
    return instants;
  }

  private Verdict verdict(Lives.Life life, long instant) {
    Policy policy = at(policies, instant);
    Map<String, String> tags = at(life.tagsFrom, instant);
    return Verdict.of(
        subject,
        policy,
        at(exceptions, instant),
        at(life.isolationFrom, instant),
        Classification.of(policy, subject.account(), tags),
        ThirdParty.is(policy, subject.account(), life.images, life.modelPackages));
  }

  private static <T> T at(NavigableMap<Long, T> course, long instant) {
    return course.floorEntry(instant).getValue();
  }
}
