package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Serving;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.jspecify.annotations.Nullable;

/** Facts and histories of every shape, sensible or not. */
public final class Shapes {

  public static final Subject SUBJECT =
      new Subject("aws", "123456789012", "eu-central-1", "model", "fraud");

  private Shapes() {}

  public static Arbitrary<Fact> facts() {
    return Combinators.combine(
            whats(),
            identifiers(),
            Arbitraries.longs().between(0, 4_000_000_000L),
            Arbitraries.of(Fact.Origin.values()),
            texts().injectNull(0.5),
            texts().filter(text -> !text.isEmpty()).set().ofMaxSize(3))
        .as(
            (what, id, at, origin, amends, sources) ->
                new Fact(
                    "123456789012",
                    id,
                    amends,
                    at,
                    "CreateModel",
                    "Fraud",
                    "arn:actor",
                    origin,
                    id.isEmpty() ? "hash" : id,
                    new TreeSet<>(sources),
                    what));
  }

  private static Arbitrary<Fact.What> whats() {
    Arbitrary<Map<String, String>> tags = Arbitraries.maps(texts(), texts()).ofMaxSize(3);
    Arbitrary<List<String>> lists = texts().list().ofMaxSize(3);
    Arbitrary<Isolation> flags = Arbitraries.of(Isolation.values());
    Arbitrary<@Nullable Boolean> maybe = Arbitraries.of(true, false).injectNull(0.3);
    Arbitrary<Fact.What> created =
        Combinators.combine(flags, maybe, maybe, tags, lists, texts().injectNull(0.5))
            .as(
                (flag, vpc, encryption, given, images, definition) ->
                    new Fact.Created(
                        flag,
                        flag == Isolation.UNKNOWN,
                        vpc,
                        encryption,
                        given,
                        images,
                        images,
                        images,
                        definition,
                        definition));
    Arbitrary<Fact.What> seen =
        Combinators.combine(
                flags, Arbitraries.longs().injectNull(0.3), maybe, tags.injectNull(0.3), lists)
            .as(
                (flag, createdAt, vpc, given, images) ->
                    new Fact.Seen(flag, createdAt, vpc, vpc, given, images, images));
    return Arbitraries.oneOf(
        created,
        created.map(what -> new Fact.Redefined((Fact.Created) what)),
        seen,
        tags.map(Fact.Tagged::new),
        lists.map(Fact.Untagged::new),
        lists.map(models -> new Fact.Deployed("config", null, models)),
        Arbitraries.of(new Fact.Deleted(), new Fact.Undeployed()));
  }

  public static Arbitrary<History> histories() {
    return generations()
        .list()
        .ofMaxSize(3)
        .flatMap(
            generations ->
                texts().injectNull(0.5).map(name -> new History(SUBJECT, name, 5, generations)));
  }

  private static Arbitrary<History.Generation> generations() {
    Arbitrary<@Nullable Boolean> maybe = Arbitraries.of(true, false).injectNull(0.3);
    return Combinators.combine(
            Arbitraries.of(Isolation.values()),
            maybe,
            Arbitraries.longs().injectNull(0.5),
            Arbitraries.maps(texts(), texts()).ofMaxSize(3),
            spells().list().ofMinSize(1).ofMaxSize(4))
        .as(
            (flag, vpc, deletedAt, tags, spells) ->
                new History.Generation(
                    1,
                    "e1",
                    "FRAUD",
                    1,
                    true,
                    "ann",
                    flag,
                    flag == Isolation.UNKNOWN,
                    vpc,
                    vpc,
                    2,
                    3,
                    tags,
                    deletedAt,
                    List.of(new History.Served("endpoint", 3, deletedAt)),
                    spells));
  }

  /** Another of the same sort. */
  public static History.Generation with(
      History.Generation generation, int number, List<History.Spell> spells) {
    return new History.Generation(
        number,
        generation.id(),
        generation.name(),
        generation.from(),
        generation.created(),
        generation.createdBy(),
        generation.isolation(),
        generation.hidden(),
        generation.vpc(),
        generation.interContainerEncryption(),
        generation.exposedSince(),
        generation.detectedAt(),
        generation.tags(),
        generation.deletedAt(),
        generation.served(),
        List.copyOf(spells));
  }

  private static Arbitrary<History.Spell> spells() {
    return Combinators.combine(
            Arbitraries.longs().injectNull(0.3),
            Arbitraries.of(Status.values()),
            Arbitraries.of(Severity.values()).injectNull(0.5),
            texts(),
            Arbitraries.of(true, false).injectNull(0.5),
            Arbitraries.longs().injectNull(0.3),
            Arbitraries.of(Ending.values()).injectNull(0.5))
        .as(
            (to, status, severity, owner, inService, openedAt, ending) ->
                new History.Spell(
                    1,
                    to,
                    status,
                    severity,
                    "production",
                    "internal",
                    owner,
                    true,
                    inService,
                    owner.isEmpty() ? null : owner,
                    openedAt,
                    openedAt,
                    ending));
  }

  static Arbitrary<Remembered> remembered() {
    Arbitrary<Serving> servings =
        Combinators.combine(
                texts(), identifiers(), Arbitraries.longs().injectNull(0.3), flags(), flags())
            .as(
                (server, id, to, updated, replaced) ->
                    new Serving(server, server, id, 4, to, updated, replaced));
    Arbitrary<Set<String>> keys = texts().set().ofMaxSize(3);
    Arbitrary<Ground> grounds =
        Arbitraries.oneOf(
            Arbitraries.just(Ground.NONE),
            Combinators.combine(
                    Arbitraries.longs(), Arbitraries.longs(), generations().list().ofMaxSize(2))
                .as(
                    (until, purgedUntil, settled) ->
                        new Ground(until, purgedUntil, settled.size(), settled)));
    return Combinators.combine(
            facts().list().ofMaxSize(4),
            servings.list().ofMaxSize(3),
            keys,
            keys,
            grounds,
            histories().injectNull(0.2),
            Arbitraries.longs().injectNull(0.3),
            Arbitraries.longs())
        .as(
            (facts, served, targets, dependents, ground, history, due, changedAt) ->
                new Remembered(
                    SUBJECT,
                    ground,
                    Timeline.of(facts),
                    served,
                    new TreeSet<>(targets),
                    new TreeSet<>(dependents),
                    history,
                    due,
                    changedAt));
  }

  private static Arbitrary<Boolean> flags() {
    return Arbitraries.of(true, false);
  }

  /** Hashes, UUIDs, and what only looks like them. */
  private static Arbitrary<String> identifiers() {
    StringArbitrary digits = Arbitraries.strings().withChars("0123456789abcdef");
    return Arbitraries.oneOf(
        texts(),
        digits.ofLength(64),
        digits.ofMaxLength(9),
        Arbitraries.longs().map(seed -> new UUID(seed, ~seed).toString()),
        Arbitraries.of(
            "ABCDEF",
            "0123456789abcdef-123-4567-89ab-cdef01234",
            "--------",
            "\u0141b",
            "\u0661\u0661"));
  }

  public static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("aB/%#\u00e9\u0000\u20ac ").ofMaxLength(5),
        Arbitraries.of("production", "AddTags", "environment", "\ud83d\ude80"));
  }
}
