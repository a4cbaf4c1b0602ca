package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.fact;
import static io.isotrail.streams.compliance.Facts.seen;
import static io.isotrail.streams.compliance.Facts.tagged;
import static io.isotrail.streams.compliance.Facts.untagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which facts a very long timeline may drop, and which it must keep. */
class FoldingTest {

  private static final Subject SCHEDULE = MODEL.sibling("monitoring-schedule", "watch");
  private static final Subject ENDPOINT = MODEL.sibling("endpoint", "e");
  private static final Subject COMPONENT = MODEL.sibling("inference-component", "part");
  private static final Fact CREATE = created(100, "create", Isolation.NOT_ISOLATED, Map.of());

  @Test
  void aShortTimelineStaysAsItIs() {
    Remembered remembered = of(MODEL, CREATE, tag(110, "a"), tag(120, "a"));

    assertThat(Settling.fold(remembered, 3)).isSameAs(remembered);
    assertThat(Settling.fold(remembered, 4)).isSameAs(remembered);
    assertThat(Settling.fold(remembered, 2)).isNotSameAs(remembered);
  }

  @Test
  void aboutSoManyFactsRemainAsTheyAre() {
    Remembered folded =
        Settling.fold(
            of(MODEL, CREATE, tag(110, "a"), tag(120, "a"), tag(130, "a"), tag(140, "a")), 2);

    assertThat(folded.ground().until()).isEqualTo(120);
    assertThat(events(folded)).containsExactly("create", "tag120", "tag130", "tag140");
  }

  @Test
  void ofOneSecondNothingIsFolded() {
    Remembered remembered =
        of(
            MODEL,
            CREATE,
            tagged(200, "a", Map.of("a", "1")),
            tagged(200, "b", Map.of("a", "2")),
            tagged(200, "c", Map.of("a", "3")));

    assertThat(Settling.fold(remembered, 1)).isSameAs(remembered);
    assertThat(Settling.fold(remembered, 2)).isSameAs(remembered);
    assertThat(Settling.fold(remembered, 3)).isNotSameAs(remembered);
  }

  @Test
  void whatWasSettledIsNotSettledAgain() {
    Remembered settled = Settling.settle(of(MODEL, CREATE, tag(110, "a"), tag(120, "a")), 115);

    assertThat(settled.ground().until()).isEqualTo(115);
    assertThat(Settling.settle(settled, 114)).isSameAs(settled);
    assertThat(Settling.settle(settled, 115)).isSameAs(settled);
    assertThat(Settling.settle(settled, 116).ground().until()).isEqualTo(116);
  }

  @Test
  void whatWasNotJudgedYetCannotBeSettled() {
    Remembered unjudged = remembered(MODEL, null, none(), CREATE, tag(110, "a"), tag(120, "a"));

    assertThat(Settling.settle(unjudged, 120)).isSameAs(unjudged);
  }

  @Test
  void generationsThatBeganByThenAreSettled() {
    Remembered remembered =
        of(
            MODEL,
            CREATE,
            deleted(200, "delete"),
            created(300, "again", Isolation.ISOLATED, Map.of()));

    assertThat(numbers(Settling.settle(remembered, 299))).containsExactly(1);
    assertThat(numbers(Settling.settle(remembered, 300))).containsExactly(1, 2);
  }

  @Test
  void allElseThatIsRememberedStays() {
    Remembered remembered = of(MODEL, CREATE, tag(110, "a"), tag(120, "a"));
    Remembered purged =
        new Remembered(
            MODEL,
            new Ground(50, 40, 3, List.of()),
            remembered.timeline(),
            List.of(),
            new TreeSet<>(List.of("target")),
            new TreeSet<>(List.of("dependent")),
            remembered.history(),
            700L,
            800);

    Remembered settled = Settling.settle(purged, 115);

    assertThat(settled.ground().purgedUntil()).isEqualTo(40);
    assertThat(settled.ground().purged()).isEqualTo(3);
    assertThat(settled.targets()).containsExactly("target");
    assertThat(settled.dependents()).containsExactly("dependent");
    assertThat(settled.history()).isEqualTo(remembered.history());
    assertThat(settled.due()).isEqualTo(700);
    assertThat(settled.changedAt()).isEqualTo(800);
  }

  @Test
  void aTagThatALaterOneOverwroteByThenIsDropped() {
    Fact[] facts = {CREATE, tag(110, "a"), tag(120, "a")};

    assertThat(settled(120, MODEL, facts)).containsExactly("create", "tag120");
    assertThat(settled(119, MODEL, facts)).containsExactly("create", "tag110", "tag120");
    assertThat(settled(120, MODEL, CREATE, tag(110, "a"), tag(120, "b")))
        .containsExactly("create", "tag110", "tag120");
  }

  @Test
  void aTagIsDroppedOnlyWhenEachOfItsKeysIsOverwritten() {
    Fact both = tagged(110, "both", Map.of("a", "1", "b", "1"));

    assertThat(settled(200, MODEL, CREATE, both, tag(120, "a")))
        .containsExactly("create", "both", "tag120");
    assertThat(settled(200, MODEL, CREATE, both, tag(120, "a"), tag(130, "b")))
        .containsExactly("create", "tag120", "tag130");
    assertThat(settled(200, MODEL, CREATE, tag(105, "a"), tag(106, "b"), both))
        .containsExactly("create", "both");
  }

  @Test
  void untagsOverwriteAndAreOverwritten() {
    assertThat(settled(200, MODEL, CREATE, tag(110, "a"), untagged(120, "untag", "a")))
        .containsExactly("create", "untag");
    assertThat(settled(200, MODEL, CREATE, untagged(110, "untag", "a"), tag(120, "a")))
        .containsExactly("create", "tag120");
    assertThat(settled(200, MODEL, CREATE, untagged(110, "untag", "a", "b"), tag(120, "a")))
        .containsExactly("create", "untag", "tag120");
  }

  @Test
  void anObservationIsKept() {
    Fact first = seen(110, "first", Isolation.NOT_ISOLATED, null, Map.of("a", "1"));
    Fact second = seen(120, "second", Isolation.NOT_ISOLATED, null, Map.of("a", "2"));

    assertThat(settled(200, MODEL, CREATE, first, second, tag(130, "a")))
        .containsExactly("create", "first", "second", "tag130");
  }

  @Test
  void whatANewGenerationSaysOverwritesNothingOfTheOldOne() {
    assertThat(
            settled(
                200,
                MODEL,
                CREATE,
                tag(110, "a"),
                deleted(120, "delete"),
                created(130, "again", Isolation.ISOLATED, Map.of()),
                tag(140, "a")))
        .containsExactly("create", "tag110", "delete", "again", "tag140");
    assertThat(
            settled(
                200,
                MODEL,
                CREATE,
                tag(110, "a"),
                created(120, "again", Isolation.ISOLATED, Map.of()),
                tag(130, "a")))
        .containsExactly("create", "tag110", "again", "tag130");
    assertThat(settled(200, MODEL, CREATE, tag(110, "a"), deleted(120, "delete"), tag(130, "a")))
        .containsExactly("create", "tag110", "delete", "tag130");
  }

  @Test
  void aDefinitionThatALaterOneReplacedIsDropped() {
    Fact[] facts = {CREATE, redefined(110), redefined(120), redefined(130)};

    assertThat(settled(120, SCHEDULE, facts))
        .containsExactly("create", "redefine120", "redefine130");
    assertThat(settled(200, SCHEDULE, facts)).containsExactly("create", "redefine130");
    assertThat(
            settled(
                200,
                SCHEDULE,
                CREATE,
                redefined(110),
                deleted(115, "delete"),
                created(120, "again", Isolation.ISOLATED, Map.of()),
                redefined(130)))
        .containsExactly("create", "redefine110", "delete", "again", "redefine130");
    assertThat(
            settled(
                200,
                SCHEDULE,
                CREATE,
                redefined(110),
                created(120, "again", Isolation.ISOLATED, Map.of()),
                redefined(130)))
        .containsExactly("create", "redefine110", "again", "redefine130");
  }

  @Test
  void whatBeginsAGenerationIsKeptWhateverItSays() {
    assertThat(settled(200, MODEL, tag(110, "a"), tag(120, "a"), tag(130, "a")))
        .containsExactly("tag110", "tag130");
    assertThat(
            settled(
                200,
                MODEL,
                CREATE,
                deleted(105, "delete"),
                tag(110, "a"),
                tag(120, "a"),
                tag(130, "a")))
        .containsExactly("create", "delete", "tag110", "tag130");
    assertThat(settled(200, SCHEDULE, redefined(110), redefined(120), redefined(130)))
        .containsExactly("redefine110", "redefine130");
  }

  @Test
  void whatBeginsInTheLastSecondOfTheFoldIsKeptToo() {
    assertThat(
            settled(
                110,
                MODEL,
                tagged(110, "first", Map.of("a", "1")),
                tagged(110, "last", Map.of("a", "2"))))
        .containsExactly("first", "last");
  }

  @Test
  void aCreateInTheSecondOfADeleteBeginsAGeneration() {
    assertThat(
            settled(
                200,
                MODEL,
                CREATE,
                created(110, "again", Isolation.ISOLATED, Map.of()),
                deleted(110, "delete"),
                tag(120, "a"),
                tag(130, "a")))
        .containsExactly("create", "again", "delete", "tag130");
  }

  @Test
  void aTagInTheSecondOfADeleteBeginsNothing() {
    assertThat(
            settled(
                200,
                MODEL,
                CREATE,
                deleted(110, "delete"),
                tag(110, "a"),
                tag(120, "a"),
                tag(130, "a")))
        .containsExactly("create", "delete", "tag120", "tag130");
  }

  @Test
  void ofTheCallsOfAnEndpointTheLastIsKept() {
    Fact[] facts = {
      deployed(100, "CreateEndpoint"),
      tag(105, "a"),
      deployed(110, "UpdateEndpoint"),
      deployed(120, "UpdateEndpoint"),
      deployed(130, "UpdateEndpoint")
    };

    assertThat(settled(120, ENDPOINT, facts)).containsExactly("deploy120", "deploy130");
    assertThat(settled(119, ENDPOINT, facts))
        .containsExactly("deploy110", "deploy120", "deploy130");
    assertThat(settled(99, ENDPOINT, facts)).hasSize(5);
  }

  @Test
  void deletesOfAnEndpointAreKeptWhereComponentsAreOnIt() {
    Fact[] facts = {
      deployed(100, "CreateEndpoint"),
      undeployed(110),
      deployed(120, "CreateEndpoint"),
      undeployed(130),
      deployed(130, "UpdateEndpoint"),
      undeployed(140),
      deployed(150, "CreateEndpoint")
    };
    TreeSet<String> components = new TreeSet<>(List.of(COMPONENT.key()));

    assertThat(settled(150, ENDPOINT, facts)).containsExactly("deploy150");
    assertThat(events(Settling.settle(remembered(ENDPOINT, null, components, facts), 150)))
        .as("what ended nothing, because a call of its second came after, is not")
        .containsExactly("undeploy110", "undeploy130", "undeploy140", "deploy150");
  }

  @Test
  void theCallThatNamedTheEndpointOfAComponentIsKept() {
    Fact[] facts = {
      component(100, "CreateInferenceComponent", "e", "m"),
      component(110, "UpdateInferenceComponent", null, "n"),
      component(120, "UpdateInferenceComponent", null),
      component(130, "UpdateInferenceComponent", null, "o"),
      component(140, "UpdateInferenceComponent", null)
    };

    assertThat(settled(150, COMPONENT, facts)).containsExactly("component100", "component130");
    assertThat(settled(100, COMPONENT, facts)).hasSize(5);
  }

  @Test
  void onceAComponentIsDeletedItIsOnNoEndpoint() {
    assertThat(
            settled(
                150,
                COMPONENT,
                component(100, "CreateInferenceComponent", "e", "m"),
                component(110, "CreateInferenceComponent", "f", "m"),
                component(120, "UpdateInferenceComponent", null, "n")))
        .containsExactly("component110", "component120");
    assertThat(
            settled(
                150,
                COMPONENT,
                component(100, "CreateInferenceComponent", "e", "m"),
                undeployed(110),
                component(120, "UpdateInferenceComponent", null, "n")))
        .containsExactly("component120");
  }

  @Test
  void theLastCallMayBeTheOneThatNamedTheEndpoint() {
    assertThat(
            settled(
                150,
                COMPONENT,
                component(100, "CreateInferenceComponent", "e", "m"),
                undeployed(110),
                component(120, "CreateInferenceComponent", "e", "m")))
        .containsExactly("component120");
    assertThat(settled(150, COMPONENT, component(120, "CreateInferenceComponent", "e", "m")))
        .containsExactly("component120");
  }

  @Test
  void onlyWhatACallerCanRepeatAtWillMustBeBounded() {
    Fact.Created created = (Fact.Created) CREATE.what();

    assertThat(
            List.of(
                new Fact.Tagged(Map.of()),
                new Fact.Untagged(List.of()),
                new Fact.Deployed(null, null, List.of()),
                new Fact.Undeployed(),
                new Fact.Redefined(created)))
        .allMatch(Settling::isRepeatable);
    assertThat(
            List.of(
                created, new Fact.Deleted(), seen(1, "s", Isolation.UNKNOWN, null, null).what()))
        .noneMatch(Settling::isRepeatable);
  }

  private static List<String> settled(long until, Subject subject, Fact... facts) {
    return events(Settling.settle(of(subject, facts), until));
  }

  private static List<String> events(Remembered remembered) {
    return remembered.timeline().all().stream().map(Fact::eventId).toList();
  }

  private static List<Integer> numbers(Remembered remembered) {
    return remembered.ground().settled().stream().map(History.Generation::number).toList();
  }

  private static SortedSet<String> none() {
    return Collections.emptySortedSet();
  }

  private static Remembered of(Subject subject, Fact... facts) {
    return remembered(
        subject,
        Judge.judges(subject.kind())
            ? Objects.requireNonNull(Judge.judge(subject, Timeline.of(List.of(facts)), DEFAULT))
            : null,
        none(),
        facts);
  }

  private static Remembered remembered(
      Subject subject, @Nullable History history, SortedSet<String> dependents, Fact... facts) {
    return new Remembered(
        subject,
        Ground.NONE,
        Timeline.of(List.of(facts)),
        List.of(),
        none(),
        dependents,
        history,
        null,
        0);
  }

  private static Fact tag(long at, String key) {
    return tagged(at, "tag" + at, Map.of(key, "at" + at));
  }

  private static Fact redefined(long at) {
    return fact(
        at,
        "redefine" + at,
        "UpdateMonitoringSchedule",
        new Fact.Redefined((Fact.Created) CREATE.what()));
  }

  private static Fact deployed(long at, String operation) {
    return fact(at, "deploy" + at, operation, new Fact.Deployed("c", null, List.of()));
  }

  private static Fact undeployed(long at) {
    return fact(at, "undeploy" + at, "Delete", new Fact.Undeployed());
  }

  private static Fact component(
      long at, String operation, @Nullable String endpoint, String... models) {
    return fact(
        at, "component" + at, operation, new Fact.Deployed(null, endpoint, List.of(models)));
  }
}
