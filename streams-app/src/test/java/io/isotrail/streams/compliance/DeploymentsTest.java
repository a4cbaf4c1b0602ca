package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.fact;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What servers ask for, computed by hand. A serving is written {@code event@endpoint from-to}, then
 * whether an update ended it, and whether that put something isolated in its place.
 */
class DeploymentsTest {

  private static final Subject ENDPOINT = subject("endpoint", "e");
  private static final Subject COMPONENT = subject("inference-component", "part");
  private static final Subject JOB = subject("transform-job", "batch");

  private static final Fact CREATE = endpoint(20, "create", "CreateEndpoint", "C1");
  private static final Fact UPDATE = endpoint(50, "update", "UpdateEndpoint", "c2");
  private static final Fact DELETE = undeployed(90, "delete");

  private final Map<Subject, Timeline> timelines = new HashMap<>();
  private final Map<Subject, List<Serving>> servings = new HashMap<>();
  private final Map<Subject, List<Lifespan>> lifespans = new HashMap<>();

  @Test
  void anEndpointAsksForItsConfigAndForTheModelsThatThisNames() {
    config("c1", config(10, "a", "One", "two"));
    config("c2", config(10, "b", "three"));

    assertThat(asked(ENDPOINT, CREATE, UPDATE, DELETE))
        .containsExactly(
            Map.entry("endpoint-config/c1", "create@e 20-50 updated"),
            Map.entry("endpoint-config/c2", "update@e 50-90"),
            Map.entry("model/one", "create@e 20-50 updated"),
            Map.entry("model/three", "update@e 50-90"),
            Map.entry("model/two", "create@e 20-50 updated"));
    assertThat(asked(ENDPOINT, CREATE))
        .containsExactly(
            Map.entry("endpoint-config/c1", "create@e 20-∞"),
            Map.entry("model/one", "create@e 20-∞"),
            Map.entry("model/two", "create@e 20-∞"));
  }

  @Test
  void anEndpointThatIsCreatedAgainAsksAnew() {
    config("c1", config(10, "a", "one"));

    assertThat(
            asked(ENDPOINT, CREATE, DELETE, endpoint(95, "again", "CreateEndpoint", "c1"), UPDATE))
        .containsEntry("model/one", "create@e 20-50 updated, again@e 95-∞");
    assertThat(asked(ENDPOINT, CREATE, endpoint(60, "again", "CreateEndpoint", "c1")))
        .containsEntry("model/one", "create@e 20-60, again@e 60-∞");
  }

  @Test
  void ofOneSecondOnlyTheLastCallCounts() {
    config("c1", config(10, "a", "one"));
    config("c2", config(10, "b", "two"));

    assertThat(asked(ENDPOINT, CREATE, endpoint(20, "later", "UpdateEndpoint", "c2")))
        .containsExactly(
            Map.entry("endpoint-config/c2", "later@e 20-∞"),
            Map.entry("model/two", "later@e 20-∞"));
    assertThat(asked(ENDPOINT, CREATE, undeployed(20, "d"))).isEmpty();
    assertThat(asked(ENDPOINT, CREATE, Facts.tagged(20, "z", Map.of()))).containsKey("model/one");
    assertThat(asked(ENDPOINT, CREATE, endpoint(21, "later", "UpdateEndpoint", "c2")))
        .containsEntry("model/one", "create@e 20-21 updated")
        .containsEntry("model/two", "later@e 21-∞");
  }

  @Test
  void aCallThatNamesNoConfigAsksForNothing() {
    Fact nameless =
        fact(50, "update", "UpdateEndpoint", new Fact.Deployed(null, null, List.of("m")));

    assertThat(asked(ENDPOINT, CREATE, nameless))
        .containsExactly(Map.entry("endpoint-config/c1", "create@e 20-50 updated"));
  }

  @Test
  void aCallBindsTheConfigThatBeganLastByThen() {
    assertThat(boundBy(config(20, "a", "one"))).isEqualTo("one");
    assertThat(boundBy(config(21, "a", "one"))).isEmpty();
    assertThat(boundBy(config(5, "a", "old"), Facts.deleted(6, "b"), config(15, "c", "new")))
        .isEqualTo("new");
    assertThat(boundBy(config(5, "a", "old"), Facts.deleted(19, "b"))).isEmpty();
    assertThat(boundBy(config(5, "a", "old"), Facts.deleted(20, "b"))).isEqualTo("old");
    assertThat(boundBy(config(5, "a", "old"), Facts.deleted(21, "b"), config(22, "c", "new")))
        .isEqualTo("old");
  }

  @Test
  void thatAConfigServesShowsThatItExistedBeforeItWasCreatedAgain() {
    Fact[] withinASecond = {Facts.deleted(15, "a"), config(15, "b", "new")};

    // Never seen before, it was created and then deleted; it served already, so the other way.
    assertThat(boundBy(withinASecond)).isEmpty();
    servings.put(
        subject("endpoint-config", "c1"),
        List.of(new Serving("endpoint/other", "other", "x", 5, 9L, false, false)));
    assertThat(boundBy(withinASecond)).isEqualTo("new");
  }

  @Test
  void anUpdateReplacesByAtLeastOneIsolatedModelAndNoneThatIsNot() {
    Lifespan isolated = new Lifespan(10, null, Isolation.ISOLATED);
    Lifespan exposed = new Lifespan(10, null, Isolation.NOT_ISOLATED);
    Lifespan hidden = new Lifespan(10, null, Isolation.UNKNOWN);

    assertThat(isReplacedBy(isolated)).isTrue();
    assertThat(isReplacedBy(exposed)).isFalse();
    assertThat(isReplacedBy(hidden)).isFalse();
    assertThat(isReplacedBy()).isFalse();
    assertThat(isReplacedBy(isolated, hidden)).isTrue();
    assertThat(isReplacedBy(hidden, isolated)).isTrue();
    assertThat(isReplacedBy(isolated, exposed)).isFalse();
    assertThat(isReplacedBy(exposed, isolated)).isFalse();
  }

  @Test
  void whatReplacesIsTheGenerationThatTheUpdateBinds() {
    assertThat(isReplacedBy(new Lifespan(50, null, Isolation.ISOLATED))).isTrue();
    assertThat(isReplacedBy(new Lifespan(51, null, Isolation.ISOLATED))).isFalse();
    assertThat(isReplacedBy(new Lifespan(10, 50L, Isolation.ISOLATED))).isTrue();
    assertThat(isReplacedBy(new Lifespan(10, 49L, Isolation.ISOLATED))).isFalse();
  }

  @Test
  void ofSeveralGenerationsThatWhichBeganLastIsBound() {
    List<Lifespan> lifespans =
        List.of(
            new Lifespan(10, 30L, Isolation.ISOLATED),
            new Lifespan(40, null, Isolation.NOT_ISOLATED));

    assertThat(Lifespan.boundAt(lifespans, 9)).isEmpty();
    assertThat(Lifespan.boundAt(lifespans, 30)).contains(lifespans.getFirst());
    assertThat(Lifespan.boundAt(lifespans, 39)).isEmpty();
    assertThat(Lifespan.boundAt(lifespans, 40)).contains(lifespans.getLast());
  }

  @Test
  void onlyAnUpdateReplaces() {
    config("c1", config(10, "a", "one"));
    config("c2", config(10, "b", "two"));
    lifespans.put(subject("model", "two"), List.of(new Lifespan(10, null, Isolation.ISOLATED)));

    assertThat(asked(ENDPOINT, CREATE, endpoint(50, "again", "CreateEndpoint", "c2")))
        .containsEntry("model/one", "create@e 20-50");
    assertThat(asked(ENDPOINT, CREATE, undeployed(50, "d"), UPDATE))
        .containsEntry("model/one", "create@e 20-50 updated replaced");
    assertThat(asked(ENDPOINT, CREATE, undeployed(49, "d"), UPDATE))
        .containsEntry("model/one", "create@e 20-49");
  }

  @Test
  void aComponentAsksForItsModelsOnTheEndpointThatItsCreateNamed() {
    assertThat(
            asked(
                COMPONENT,
                component(20, "create", "E", "One"),
                updated(30, "copies"),
                updated(50, "update", "two"),
                undeployed(90, "delete"),
                updated(95, "late", "three")))
        .containsExactly(
            Map.entry("model/one", "create@e 20-50 updated"),
            Map.entry("model/three", "late@ 95-∞"),
            Map.entry("model/two", "update@e 50-90"));
  }

  @Test
  void aComponentEndsWithItsEndpoint() {
    timelines.put(ENDPOINT, Timeline.of(List.of(CREATE, DELETE)));

    assertThat(asked(COMPONENT, component(20, "create", "e", "one")))
        .containsEntry("model/one", "create@e 20-90");
    assertThat(asked(COMPONENT, component(89, "create", "e", "one")))
        .containsEntry("model/one", "create@e 89-90");
    assertThat(asked(COMPONENT, component(90, "create", "e", "one")))
        .as("in the second of the delete it is on what comes after")
        .containsEntry("model/one", "create@e 90-∞");
  }

  @Test
  void whicheverComesFirstEndsAComponent() {
    timelines.put(ENDPOINT, Timeline.of(List.of(CREATE, DELETE)));
    Fact create = component(20, "create", "e", "one");

    assertThat(asked(COMPONENT, create, updated(89, "update", "one")))
        .containsEntry("model/one", "create@e 20-89 updated, update@e 89-90");
    assertThat(asked(COMPONENT, create, updated(90, "update", "one")))
        .containsEntry("model/one", "create@e 20-90 updated, update@e 90-∞");
    assertThat(asked(COMPONENT, create, updated(91, "update", "one")))
        .containsEntry("model/one", "create@e 20-90, update@e 91-∞");
    assertThat(asked(COMPONENT, create, undeployed(80, "delete")))
        .containsEntry("model/one", "create@e 20-80");
  }

  @Test
  void aDeleteThatAnotherCallOfItsSecondFollowsEndsNoComponent() {
    timelines.put(
        ENDPOINT, Timeline.of(List.of(CREATE, DELETE, endpoint(90, "z", "CreateEndpoint", "c1"))));

    assertThat(asked(COMPONENT, component(20, "create", "e", "one")))
        .containsEntry("model/one", "create@e 20-∞");
  }

  @Test
  void aTransformJobUsesItsModelsForAnInstant() {
    Fact create = Facts.naming(30, "create", "CreateTransformJob", Isolation.UNKNOWN, "One");

    assertThat(asked(JOB, create, Facts.tagged(20, "tag", Map.of())))
        .containsExactly(Map.entry("model/one", "create@ 30-30"));
  }

  @Test
  void whatServesNothingAsksForNothing() {
    assertThat(asked(Facts.MODEL, CREATE, component(30, "x", "e", "one"))).isEmpty();
    assertThat(Deployments.sources(Facts.MODEL, Timeline.of(List.of(CREATE)))).isEmpty();
    assertThat(Deployments.sources(JOB, Timeline.of(List.of(CREATE)))).isEmpty();
  }

  @Test
  void sourcesAreTheConfigsOrEndpointsThatWereEverNamed() {
    assertThat(Deployments.sources(ENDPOINT, Timeline.of(List.of(CREATE, UPDATE, DELETE))))
        .containsExactly(subject("endpoint-config", "c1"), subject("endpoint-config", "c2"));
    assertThat(
            Deployments.sources(
                COMPONENT,
                Timeline.of(List.of(component(20, "a", "E", "one"), updated(30, "b", "two")))))
        .containsExactly(ENDPOINT);
  }

  /** Names of the models that a call at second 20 binds. */
  private String boundBy(Fact... configFacts) {
    config("c1", configFacts);
    return asked(ENDPOINT, CREATE).keySet().stream()
        .filter(key -> key.startsWith("model/"))
        .map(key -> key.substring("model/".length()))
        .collect(Collectors.joining(" "));
  }

  /**
   * Whether an update at second 50 to models of these lifespans replaces what served until then.
   */
  private boolean isReplacedBy(Lifespan... next) {
    config("c1", config(10, "a", "one"));
    List<String> names = Stream.of("x", "y").limit(next.length).toList();
    config("c2", config(10, "b", names.toArray(String[]::new)));
    for (int index = 0; index < next.length; index++) {
      lifespans.put(subject("model", names.get(index)), List.of(next[index]));
    }
    String one = asked(ENDPOINT, CREATE, UPDATE).get("model/one");
    assertThat(one).startsWith("create@e 20-50 updated");
    return one != null && one.endsWith(" replaced");
  }

  private Map<String, String> asked(Subject server, Fact... facts) {
    Map<String, String> written = new TreeMap<>();
    Deployments.of(
            server,
            Timeline.of(List.of(facts)),
            source -> timelines.getOrDefault(source, Timeline.EMPTY),
            config -> servings.getOrDefault(config, List.of()),
            model -> lifespans.getOrDefault(model, List.of()))
        .forEach(
            (subject, asked) -> {
              assertThat(asked).extracting(Serving::server).containsOnly(server.key());
              written.put(
                  subject.kind() + "/" + subject.name(),
                  asked.stream().map(DeploymentsTest::written).collect(Collectors.joining(", ")));
            });
    return written;
  }

  private static String written(Serving serving) {
    return serving.eventId()
        + "@"
        + serving.endpoint()
        + " "
        + serving.from()
        + "-"
        + (serving.to() == null ? "∞" : serving.to())
        + (serving.updated() ? " updated" : "")
        + (serving.replaced() ? " replaced" : "");
  }

  private void config(String name, Fact... facts) {
    timelines.put(subject("endpoint-config", name), Timeline.of(List.of(facts)));
  }

  private static Fact config(long at, String id, String... models) {
    return Facts.naming(at, id, "CreateEndpointConfig", Isolation.NOT_ISOLATED, models);
  }

  private static Fact endpoint(long at, String id, String operation, @Nullable String config) {
    return fact(at, id, operation, new Fact.Deployed(config, null, List.of()));
  }

  private static Fact component(long at, String id, String endpoint, String... models) {
    return fact(
        at, id, "CreateInferenceComponent", new Fact.Deployed(null, endpoint, List.of(models)));
  }

  private static Fact updated(long at, String id, String... models) {
    return fact(at, id, "UpdateInferenceComponent", new Fact.Deployed(null, null, List.of(models)));
  }

  private static Fact undeployed(long at, String id) {
    return fact(at, id, "Delete", new Fact.Undeployed());
  }

  private static Subject subject(String kind, String name) {
    return new Subject("aws", Facts.ACCOUNT, "eu-central-1", kind, name);
  }
}
