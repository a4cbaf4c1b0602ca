package io.isotrail.streams.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** What goes through a codec and back is what it was. */
class CodecProperties {

  private static final Subject SUBJECT =
      new Subject("aws", "123456789012", "eu-central-1", "model", "fraud");

  @Property(tries = 300)
  void histories(@ForAll("historyValues") History history) {
    assertThat(HistoryCodec.history(HistoryCodec.row(history, List.of(), 7))).isEqualTo(history);
  }

  @Property(tries = 300)
  void tallies(@ForAll("dimensionValues") Dimensions dimensions, @ForAll long count) {
    Counts counts = new Counts(new TreeMap<>(Map.of("opened", count)));
    var tally = TallyCodec.tally(3, 20_000, dimensions, counts);

    assertThat(TallyCodec.dimensions(tally)).isEqualTo(dimensions);
    assertThat(TallyCodec.counts(tally)).isEqualTo(counts);
  }

  @Property(tries = 300)
  void differentDimensionsHaveDifferentKeys(
      @ForAll("dimensionValues") Dimensions one, @ForAll("dimensionValues") Dimensions other) {
    assertThat(TallyCodec.key(1, 2, one).equals(TallyCodec.key(1, 2, other)))
        .isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<Dimensions> dimensionValues() {
    Arbitrary<String> texts = texts();
    return Combinators.combine(
            texts,
            texts,
            texts,
            Arbitraries.of(true, false),
            Arbitraries.of(true, false).injectNull(0.3))
        .as(
            (owner, environment, severity, thirdParty, inService) ->
                new Dimensions(
                    "123456789012",
                    "eu-central-1",
                    "model",
                    environment,
                    "internal",
                    owner,
                    severity,
                    thirdParty,
                    inService));
  }

  @Provide
  Arbitrary<Fact> factValues() {
    return Combinators.combine(
            whats(),
            texts(),
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
                    "hash",
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
        seen,
        tags.map(Fact.Tagged::new),
        lists.map(Fact.Untagged::new),
        lists.map(models -> new Fact.Deployed("config", null, models)),
        Arbitraries.of(new Fact.Deleted(), new Fact.Undeployed()));
  }

  @Provide
  Arbitrary<History> historyValues() {
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
                    List.of(new History.Served("endpoint", 1, deletedAt)),
                    spells));
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

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("aB/%#é\u0000 ").ofMaxLength(5);
  }
}
