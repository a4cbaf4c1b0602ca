package io.isotrail.streams.compliance;

import io.isotrail.streams.governance.GovernanceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Arbitrary facts and decisions about one model: few instants, so that many share a second; few
 * events, so that many are copies; some amend others.
 */
public final class Histories {

  private static final long STEP = 20_000;

  private Histories() {}

  /** Facts as they may arrive: copies, addenda and ties included. */
  public static Arbitrary<List<Fact>> facts() {
    Arbitrary<Long> at = Arbitraries.longs().between(0, 20).map(step -> step * STEP);
    Arbitrary<String> id = Arbitraries.integers().between(0, 25).map(number -> "e" + number);
    Arbitrary<Map<String, String>> tags =
        Arbitraries.of(
            Map.of(),
            Map.of("environment", "prod"),
            Map.of("Environment", "dev", "team", "a"),
            Map.of("sensitivity", "phi"),
            Map.of("env", "live", "classification", "public"));
    Arbitrary<Fact> created =
        Combinators.combine(at, id, Arbitraries.of(Isolation.class), tags).as(Facts::created);
    Arbitrary<Fact> hidden = Combinators.combine(at, id).as(Facts::hidden);
    Arbitrary<Fact> deleted = Combinators.combine(at, id).as(Facts::deleted);
    Arbitrary<Fact> tagged = Combinators.combine(at, id, tags).as(Facts::tagged);
    Arbitrary<Fact> untagged =
        Combinators.combine(at, id, Arbitraries.of("environment", "env", "team"))
            .as((instant, event, key) -> Facts.untagged(instant, event, key));
    Arbitrary<Fact> seen =
        Combinators.combine(at, id, Arbitraries.of(Isolation.class), tags.injectNull(0.5))
            .as((instant, event, flag, all) -> Facts.seen(instant, event, flag, null, all));
    Arbitrary<Fact> plain =
        Arbitraries.frequencyOf(
            Tuple.of(5, created),
            Tuple.of(1, hidden),
            Tuple.of(4, deleted),
            Tuple.of(4, tagged),
            Tuple.of(2, untagged),
            Tuple.of(1, seen));
    Arbitrary<Fact> any =
        Combinators.combine(
                plain,
                id.injectNull(0.85),
                Arbitraries.of(Fact.Origin.S3, Fact.Origin.EVENTBRIDGE),
                Arbitraries.of("s1", "s2", "s3"))
            .as(
                (fact, original, origin, source) ->
                    Facts.copy(
                        original == null ? fact : Facts.amending(fact, original), origin, source));
    return any.list().ofMaxSize(25);
  }

  /** Exceptions and versions of the policy. */
  public static Arbitrary<Governance> governance() {
    Arbitrary<Long> at = Arbitraries.longs().between(-2, 22).map(step -> step * STEP);
    Arbitrary<ExceptionGrant> grants =
        Combinators.combine(
                Arbitraries.of("A", "B", "C", "D"),
                Arbitraries.of("*", "*:model/FRAUD-*", "*/other"),
                at,
                Arbitraries.longs().between(1, 8).map(step -> step * STEP),
                at.injectNull(0.7))
            .as((id, glob, from, length, end) -> Facts.grant(id, glob, from, from + length, end));
    Arbitrary<Policy.Published> policies =
        Combinators.combine(
                Arbitraries.of(
                    "",
                    "scope: {leaveOut: [{environment: non-production}]}",
                    "severity: [{severity: medium}]",
                    "rewritesPast: true",
                    "objectives: {high: PT5H}"),
                at)
            .as(
                (text, instant) ->
                    new Policy.Published(
                        GovernanceFiles.parsePolicy("version: test\n" + text, "test"), instant, 0));
    return Combinators.combine(
            grants.list().ofMaxSize(4).uniqueElements(ExceptionGrant::id),
            policies.list().ofMaxSize(2))
        .as(
            (exceptions, later) -> {
              List<Policy.Published> versions = new ArrayList<>(Facts.DEFAULT.policies());
              for (Policy.Published version : later) {
                versions.add(
                    new Policy.Published(
                        version.policy(), version.publishedAt(), versions.size() + 1L));
              }
              return new Governance(versions, exceptions);
            });
  }

  /** Judged histories, most of them eventful. */
  public static Arbitrary<History> histories() {
    return Combinators.combine(facts(), governance())
        .as((facts, decided) -> Judge.judge(Facts.MODEL, Timeline.of(facts), decided));
  }

  /** Instants around those at which something happens. */
  public static Arbitrary<Long> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(-1, 31), Arbitraries.longs().between(-1, 1))
        .as((step, around) -> step * STEP + around);
  }
}
