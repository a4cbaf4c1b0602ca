package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.streams.governance.GovernanceFiles;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories of what is asked to serve, computed by hand and written as in {@link JudgeTest}. */
class ServedTest {

  private static final Subject CONFIG = MODEL.sibling("endpoint-config", "c");
  private static final Fact CREATE = created(100, "create", Isolation.NOT_ISOLATED, Map.of());

  /** Only what is in production is in scope, so that what leaves service leaves the scope. */
  private static final Governance PRODUCTION_ALONE = leavingOut("untagged");

  private static Governance leavingOut(String environment) {
    return new Governance(
        List.of(
            new Policy.Published(
                GovernanceFiles.parsePolicy(
                    "version: test\nscope: {leaveOut: [{environment: " + environment + "}]}",
                    "test"),
                0,
                1)),
        List.of());
  }

  @Test
  void whatServesCountsAsProductionWhereAllElseIsSilent() {
    History history = judged(List.of(serving("e", 200, 300L)), CREATE);

    assertThat(JudgeTest.written(history))
        .isEqualTo("100-200 VIOLATION low, 200-300 VIOLATION high, 300-∞ VIOLATION low;");
    assertThat(spells(history))
        .extracting(History.Spell::environment, History.Spell::inService)
        .containsExactly(
            tuple("untagged", false), tuple("production", true), tuple("untagged", false));
  }

  @Test
  void tagsSayMoreThanServing() {
    History history =
        judged(
            List.of(serving("e", 200, null)),
            created(100, "create", Isolation.NOT_ISOLATED, Map.of("env", "dev")));

    assertThat(JudgeTest.written(history))
        .isEqualTo("100-200 VIOLATION low, 200-∞ VIOLATION medium;");
    assertThat(spells(history))
        .extracting(History.Spell::environment)
        .containsOnly("non-production");
  }

  @Test
  void twoServersAreServiceUntilTheLastOneEnds() {
    assertThat(
            JudgeTest.written(
                judged(List.of(serving("e", 200, 300L), serving("f", 250, 400L)), CREATE)))
        .isEqualTo("100-200 VIOLATION low, 200-400 VIOLATION high, 400-∞ VIOLATION low;");
  }

  @Test
  void aConfigThatServesIsInServiceAndNotForThatReasonProduction() {
    History history =
        Judge.judge(
            CONFIG,
            Timeline.of(List.of(config(Isolation.NOT_ISOLATED))),
            Joins.served(List.of(serving("e", 200, null))),
            DEFAULT);

    assertThat(JudgeTest.written(history))
        .isEqualTo("100-200 VIOLATION low, 200-∞ VIOLATION medium;");
    assertThat(spells(history))
        .extracting(History.Spell::environment, History.Spell::inService)
        .containsExactly(tuple("untagged", false), tuple("untagged", true));
  }

  @Test
  void aConfigThatNamesModelsHasNoVerdictOfItsOwn() {
    assertThat(
            Judge.judge(CONFIG, Timeline.of(List.of(config(Isolation.NOT_ISOLATED, "m"))), DEFAULT)
                .generations())
        .isEmpty();
    assertThat(
            Judge.judge(MODEL, Timeline.of(List.of(config(Isolation.NOT_ISOLATED, "m"))), DEFAULT)
                .generations())
        .hasSize(1);
  }

  @Test
  void whatNothingCanServeIsNeitherInServiceNorOutOfIt() {
    History history =
        Judge.judge(
            MODEL.sibling("monitoring-schedule", "s"),
            Timeline.of(List.of(CREATE)),
            Joins.NONE,
            DEFAULT);

    assertThat(spells(history)).extracting(History.Spell::inService).containsOnlyNulls();
  }

  @Test
  void whatIsDeletedWhileItServesIsGoneWhenItLeaves() {
    History history = judged(List.of(serving("e", 150, 400L)), CREATE, deleted(200, "delete"));

    assertThat(JudgeTest.written(history))
        .isEqualTo("100-150 VIOLATION low, 150-400 VIOLATION high =DELETED, 400-∞ GONE;");
    assertThat(history.generations().getFirst().deletedAt()).isEqualTo(200);
    assertThat(
            JudgeTest.written(
                judged(List.of(serving("e", 150, null)), CREATE, deleted(200, "delete"))))
        .isEqualTo("100-150 VIOLATION low, 150-∞ VIOLATION high;");
    assertThat(
            JudgeTest.written(
                judged(
                    List.of(serving("e", 150, 180L), serving("f", 150, 170L)),
                    CREATE,
                    deleted(200, "delete"))))
        .isEqualTo(
            "100-150 VIOLATION low, 150-180 VIOLATION high, 180-200 VIOLATION low =DELETED,"
                + " 200-∞ GONE;");
  }

  @Test
  void servingShowsThatItExists() {
    History history = judged(List.of(serving("e", 100, 300L), serving("e", 400, 500L)));

    assertThat(JudgeTest.written(history))
        .isEqualTo(
            "100-300 UNDETERMINED, 300-400 UNDETERMINED, 400-500 UNDETERMINED,"
                + " 500-∞ UNDETERMINED;");
    History.Generation generation = history.generations().getFirst();
    assertThat(generation.created()).isFalse();
    assertThat(generation.id()).isEqualTo("e100");
    assertThat(generation.name()).isEqualTo("fraud-v3");
    assertThat(history.lastEventAt()).isEqualTo(400);
  }

  @Test
  void whatBeginsToServeBindsTheGenerationOfItsSecond() {
    Fact again = created(200, "again", Isolation.ISOLATED, Map.of());

    assertThat(boundTo(serving("e", 199, null), CREATE, again)).containsExactly(1);
    assertThat(boundTo(serving("e", 200, null), CREATE, again)).containsExactly(2);
    assertThat(boundTo(serving("e", 201, null), CREATE, again)).containsExactly(2);
  }

  @Test
  void whatBeginsToServeInTheSecondOfADeleteBindsWhatWasDeleted() {
    Fact delete = deleted(200, "delete");

    assertThat(boundTo(serving("e", 200, null), CREATE, delete)).containsExactly(1);
    assertThat(boundTo(serving("e", 201, null), CREATE, delete)).containsExactly(2);
    assertThat(boundTo(serving("e", 200, null), delete)).isEmpty();
    assertThat(boundTo(serving("e", 250, null), CREATE, delete, deleted(250, "d"))).isEmpty();
  }

  @Test
  void servingForNoTimeShowsOnlyThatItExists() {
    History history = judged(List.of(serving("e", 100, 100L)));

    assertThat(JudgeTest.written(history)).isEqualTo("100-∞ UNDETERMINED;");
    assertThat(history.generations().getFirst().served()).isEmpty();
  }

  @Test
  void whatServedItIsTalliedInOrder() {
    History history =
        judged(
            List.of(
                serving("f", 200, null),
                serving("e", 200, null),
                new Serving("inference-component/x", "e", "x", 200, 300L, false, false),
                serving("z", 150, 160L)),
            CREATE);

    assertThat(history.generations().getFirst().served())
        .containsExactly(
            new History.Served("z", 150, 160L),
            new History.Served("e", 200, 300L),
            new History.Served("e", 200, null),
            new History.Served("f", 200, null));
  }

  @Test
  void theEndpointsAtAnInstantAreNamedOnce() {
    History.Generation generation =
        judged(
                List.of(
                    serving("f", 200, 300L),
                    serving("e", 200, 300L),
                    new Serving("inference-component/x", "e", "x", 200, null, false, false),
                    new Serving("inference-component/y", "", "y", 200, null, false, false)),
                CREATE)
            .generations()
            .getFirst();

    assertThat(generation.endpointsAt(199)).isEmpty();
    assertThat(generation.endpointsAt(200)).containsExactly("e", "f");
    assertThat(generation.endpointsAt(299)).containsExactly("e", "f");
    assertThat(generation.endpointsAt(300)).containsExactly("e");
  }

  @Test
  void leavingServiceForSomethingIsolatedReplaces() {
    assertThat(left(removal("e", true))).isEqualTo("REPLACED");
    assertThat(left(removal("e", false))).isEqualTo("RECLASSIFIED");
    assertThat(left(new Serving("endpoint/e", "e", "e", 200, 300L, false, true)))
        .as("deleted, not updated")
        .isEqualTo("RECLASSIFIED");
  }

  @Test
  void whatGoesOnServingElsewhereIsNotReplacedThoughItLeavesTheScopeInThatSecond() {
    Fact dev = tagged(300, "tag", Map.of("env", "dev"));
    Governance withoutDevelopment = leavingOut("non-production");

    assertThat(
            JudgeTest.written(
                Judge.judge(
                    MODEL,
                    Timeline.of(List.of(CREATE, dev)),
                    Joins.served(List.of(removal("e", true), serving("f", 250, null))),
                    withoutDevelopment)))
        .isEqualTo(
            "100-200 VIOLATION low, 200-300 VIOLATION high =RECLASSIFIED, 300-∞ OUT_OF_SCOPE;");
    assertThat(
            JudgeTest.written(
                Judge.judge(
                    MODEL,
                    Timeline.of(List.of(CREATE, dev)),
                    Joins.served(List.of(removal("e", true))),
                    withoutDevelopment)))
        .endsWith("=REPLACED, 300-∞ OUT_OF_SCOPE;");
  }

  @Test
  void ofTheUpdatesOfOneSecondThatOfTheLastServerCounts() {
    assertThat(left(removal("e", true), removal("f", false))).isEqualTo("RECLASSIFIED");
    assertThat(left(removal("e", false), removal("f", true))).isEqualTo("REPLACED");
    assertThat(left(removal("f", true), removal("e", false))).isEqualTo("REPLACED");
    assertThat(
            left(removal("e", true), new Serving("endpoint/f", "f", "f", 200, 290L, true, false)))
        .isEqualTo("REPLACED");
  }

  @Test
  void anUpdateThatBindsItAnewRemovesNothing() {
    // The server e goes on with another config that names the same model; f lets it go.
    assertThat(
            left(
                removal("a", true),
                new Serving("endpoint/e", "e", "e", 200, 250L, true, false),
                new Serving("endpoint/e", "e", "again", 250, 300L, false, false)))
        .isEqualTo("REPLACED");
  }

  @Test
  void ofAnotherSecondNoUpdateCounts() {
    History history =
        Judge.judge(
            MODEL,
            Timeline.of(List.of(CREATE)),
            Joins.served(
                List.of(
                    removal("e", true),
                    new Serving("endpoint/e", "e", "again", 400, 500L, true, false))),
            PRODUCTION_ALONE);

    assertThat(JudgeTest.written(history))
        .isEqualTo(
            "100-200 OUT_OF_SCOPE, 200-300 VIOLATION high =REPLACED, 300-400 OUT_OF_SCOPE,"
                + " 400-500 VIOLATION high =RECLASSIFIED, 500-∞ OUT_OF_SCOPE;");
  }

  @Test
  void onlyTheSameServerAtTheSameInstantBindsAnew() {
    Serving replaced = new Serving("endpoint/z", "z", "z", 200, 250L, true, true);
    Serving updated = new Serving("endpoint/a", "a", "a", 200, 260L, true, false);

    assertThat(ending(replaced, updated, serving("a", 260, 270L))).isEqualTo(Ending.REPLACED);
    assertThat(ending(replaced, updated, serving("a", 261, 270L))).isEqualTo(Ending.DELETED);
    assertThat(ending(replaced, updated, serving("b", 260, 270L))).isEqualTo(Ending.DELETED);
  }

  @Test
  void whenItIsDeletedLaterTheLastUpdateThatRemovedItCounts() {
    Serving early = new Serving("endpoint/z", "z", "z", 200, 250L, true, true);
    Serving late = new Serving("endpoint/a", "a", "a", 200, 260L, true, false);
    Serving latest = new Serving("endpoint/a", "a", "b", 200, 260L, true, true);

    assertThat(ending(early)).isEqualTo(Ending.REPLACED);
    assertThat(ending(early, late)).isEqualTo(Ending.DELETED);
    assertThat(ending(late, early)).isEqualTo(Ending.DELETED);
    assertThat(ending(latest, early)).isEqualTo(Ending.REPLACED);
    assertThat(ending(early, serving("b", 200, 270L))).isEqualTo(Ending.REPLACED);
  }

  @Test
  void whatServedBeforeItWasCreatedAgainIsDeletedFirst() {
    Fact create = created(300, "a", Isolation.ISOLATED, Map.of());
    Fact delete = deleted(300, "b");

    assertThat(JudgeTest.written(judged(List.of(), create, delete)))
        .isEqualTo("300-300 COMPLIANT, 300-∞ GONE;");
    assertThat(JudgeTest.written(judged(List.of(serving("e", 299, 299L)), create, delete)))
        .isEqualTo("299-300 UNDETERMINED, 300-∞ GONE; 300-∞ COMPLIANT;");
    assertThat(JudgeTest.written(judged(List.of(serving("e", 300, 300L)), create, delete)))
        .as("what begins to serve comes after all else of its second")
        .isEqualTo("300-300 COMPLIANT, 300-∞ GONE;");
  }

  @Test
  void whatServedSinceTheLastDeleteIsAlive() {
    Fact first = deleted(200, "first");
    Fact create = created(300, "a", Isolation.ISOLATED, Map.of());
    Fact delete = deleted(300, "b");

    assertThat(JudgeTest.written(judged(List.of(serving("e", 200, 200L)), first, create, delete)))
        .isEqualTo("300-300 COMPLIANT, 300-∞ GONE;");
    assertThat(JudgeTest.written(judged(List.of(serving("e", 201, 201L)), first, create, delete)))
        .isEqualTo("201-300 UNDETERMINED, 300-∞ GONE; 300-∞ COMPLIANT;");
    assertThat(
            JudgeTest.written(
                judged(
                    List.of(serving("e", 200, 200L)),
                    first,
                    created(200, "c", Isolation.ISOLATED, Map.of()),
                    create,
                    delete)))
        .isEqualTo("200-200 COMPLIANT, 200-∞ GONE; 300-300 COMPLIANT, 300-∞ GONE;");
  }

  @Test
  void aTagInASecondOfItsOwnShowsThatItIsAlive() {
    Fact create = created(300, "a", Isolation.ISOLATED, PRODUCTION);
    Fact delete = deleted(300, "b");

    assertThat(
            JudgeTest.written(
                judged(
                    List.of(serving("e", 100, 100L)),
                    deleted(200, "first"),
                    tagged(250, "t", Map.of()),
                    create,
                    delete)))
        .isEqualTo(
            "100-200 UNDETERMINED, 200-∞ GONE; 250-300 UNDETERMINED, 300-∞ GONE; 300-∞ COMPLIANT;");
  }

  /** How a violation ends when it leaves service, and with it the scope, at second 300. */
  private static String left(Serving... servings) {
    History history =
        Judge.judge(
            MODEL, Timeline.of(List.of(CREATE)), Joins.served(List.of(servings)), PRODUCTION_ALONE);
    String written = JudgeTest.written(history);
    String before = "100-200 OUT_OF_SCOPE, 200-300 VIOLATION high =";
    assertThat(written).startsWith(before).endsWith(", 300-∞ OUT_OF_SCOPE;");
    return written.substring(before.length(), written.indexOf(", 300-"));
  }

  /** How a violation ends when it is deleted long after it left service. */
  private static @Nullable Ending ending(Serving... servings) {
    return spells(judged(List.of(servings), CREATE, deleted(900, "delete"))).stream()
        .filter(spell -> spell.status() == Status.VIOLATION)
        .toList()
        .getLast()
        .endedAs();
  }

  private static Serving removal(String endpoint, boolean replaced) {
    return new Serving("endpoint/" + endpoint, endpoint, endpoint, 200, 300L, true, replaced);
  }

  private static List<Integer> boundTo(Serving serving, Fact... facts) {
    return judged(List.of(serving), facts).generations().stream()
        .filter(generation -> !generation.served().isEmpty())
        .map(History.Generation::number)
        .toList();
  }

  private static History judged(List<Serving> servings, Fact... facts) {
    return Judge.judge(MODEL, Timeline.of(List.of(facts)), Joins.served(servings), DEFAULT);
  }

  private static List<History.Spell> spells(History history) {
    return history.generations().getFirst().spells();
  }

  private static Serving serving(String endpoint, long from, @Nullable Long to) {
    return new Serving("endpoint/" + endpoint, endpoint, endpoint + from, from, to, false, false);
  }

  private static Fact config(Isolation isolation, String... models) {
    return Facts.naming(100, "create", "CreateEndpointConfig", isolation, models);
  }
}
