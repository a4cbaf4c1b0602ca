package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.fact;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Settling.Purgeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of what ended can be forgotten, and what is left then. */
class PurgingTest {

  private static final Fact CREATE = created(100, "create", Isolation.NOT_ISOLATED, PRODUCTION);
  private static final Fact DELETE = deleted(300, "delete");

  @Test
  void nothingIsForgottenWhileItExists() {
    assertThat(purgeable(MODEL)).isEmpty();
    assertThat(purgeable(MODEL, CREATE)).isEmpty();
    assertThat(purgeable(MODEL, CREATE, tagged(400, "tag", Map.of()))).isEmpty();
    assertThat(purgeable(MODEL, tagged(100, "trace", Map.of()))).isEmpty();
    assertThat(purgeable(MODEL, DELETE, tagged(301, "trace", Map.of()))).isEmpty();
  }

  @Test
  void ofNothingNothingIsForgotten() {
    for (String kind :
        List.of("endpoint", "inference-component", "training-job", "transform-job")) {
      assertThat(purgeable(MODEL.sibling(kind, "n"))).isEmpty();
    }
  }

  @Test
  void whatWasDeletedCanBeForgotten() {
    assertThat(purgeable(MODEL, CREATE, DELETE)).contains(new Purgeable(300, 1));
    assertThat(purgeable(MODEL, tagged(100, "trace", Map.of()), DELETE))
        .contains(new Purgeable(300, 1));
  }

  @Test
  void aDeleteAloneCanBeForgotten() {
    assertThat(purgeable(MODEL, DELETE)).contains(new Purgeable(300, 0));
    assertThat(purgeable(MODEL, DELETE, deleted(350, "again"))).contains(new Purgeable(350, 0));
  }

  @Test
  void oldGenerationsAreForgottenDownToWhereALaterOneBegins() {
    assertThat(purgeable(MODEL, CREATE, DELETE, create(301))).contains(new Purgeable(300, 1));
    assertThat(purgeable(MODEL, CREATE, DELETE, create(400), deleted(500, "d"), create(600)))
        .contains(new Purgeable(300, 1));
    assertThat(purgeable(MODEL, CREATE, create(300), deleted(500, "d"), create(600)))
        .as("two that meet go together")
        .contains(new Purgeable(500, 2));
    assertThat(purgeable(MODEL, CREATE, create(300), deleted(500, "d")))
        .contains(new Purgeable(500, 2));
  }

  @Test
  void oneThatALaterOneFollowsInItsLastSecondStays() {
    assertThat(purgeable(MODEL, CREATE, DELETE, create(300))).isEmpty();
    assertThat(purgeable(MODEL, CREATE, create(300))).isEmpty();
  }

  @Test
  void whatIsStillServedIsNotForgotten() {
    Fact[] facts = {CREATE, DELETE, create(400)};

    assertThat(Settling.purgeable(served(List.of(serving(150, null)), facts))).isEmpty();
    assertThat(Settling.purgeable(served(List.of(serving(150, 400L)), facts))).isEmpty();
    assertThat(Settling.purgeable(served(List.of(serving(150, 399L)), facts)))
        .contains(new Purgeable(399, 1));
    assertThat(Settling.purgeable(served(List.of(serving(150, 200L)), facts)))
        .contains(new Purgeable(300, 1));
    assertThat(Settling.purgeable(served(List.of(serving(150, 200L)))))
        .as("only serving shows that it exists, and nothing ended it")
        .isEmpty();
  }

  @Test
  void aLongServedOneKeepsThoseThatCameAndWentMeanwhile() {
    assertThat(
            Settling.purgeable(
                served(
                    List.of(serving(150, 450L)),
                    CREATE,
                    DELETE,
                    create(350),
                    deleted(400, "d"),
                    create(500))))
        .contains(new Purgeable(450, 2));
  }

  @Test
  void theNumbersOfGenerationsGoOn() {
    Remembered remembered =
        on(new Ground(50, 50, 7, List.of()), List.of(), MODEL, CREATE, DELETE, create(400));

    assertThat(Settling.purgeable(remembered)).contains(new Purgeable(300, 8));
    assertThat(Settling.purgeable(on(new Ground(50, 50, 7, List.of()), List.of(), MODEL, DELETE)))
        .contains(new Purgeable(300, 7));
  }

  @Test
  void aServerCanBeForgottenWhenItServesNothing() {
    for (String kind : List.of("endpoint", "inference-component")) {
      Subject server = MODEL.sibling(kind, "e");

      assertThat(purgeable(server, deployed(100))).isEmpty();
      assertThat(purgeable(server, deployed(100), undeployed(200))).contains(new Purgeable(200, 0));
      assertThat(purgeable(server, deployed(100), undeployed(200), tagged(250, "t", Map.of())))
          .contains(new Purgeable(250, 0));
      assertThat(purgeable(server, deployed(100), undeployed(200), deployed(300))).isEmpty();
      assertThat(purgeable(server, tagged(100, "t", Map.of()))).contains(new Purgeable(100, 0));
    }
  }

  @Test
  void aJobCanBeForgottenAsAWhole() {
    Fact[] facts = {CREATE, tagged(200, "tag", Map.of())};

    assertThat(purgeable(MODEL.sibling("training-job", "j"), facts))
        .contains(new Purgeable(200, 1));
    assertThat(purgeable(MODEL.sibling("training-job", "j"), DELETE))
        .contains(new Purgeable(300, 0));
    assertThat(
            Settling.purgeable(
                on(
                    new Ground(50, 50, 7, List.of()),
                    List.of(),
                    MODEL.sibling("processing-job", "j"),
                    facts)))
        .contains(new Purgeable(200, 8));
    assertThat(purgeable(MODEL.sibling("transform-job", "j"), facts))
        .contains(new Purgeable(200, 0));
  }

  @Test
  void whatCanBeServedOrIsJudgedLikeAModelIsForgottenLikeOne() {
    for (String kind :
        List.of("endpoint-config", "monitoring-schedule", "model-bias-job-definition")) {
      assertThat(purgeable(MODEL.sibling(kind, "n"), CREATE)).isEmpty();
      assertThat(purgeable(MODEL.sibling(kind, "n"), CREATE, DELETE))
          .contains(new Purgeable(300, 1));
    }
  }

  @Test
  void whatWasThereUpToTheEndIsNoLongerRemembered() {
    Fact next = create(301);
    Remembered before =
        served(
            List.of(serving(150, 200L), serving(300, 300L), serving(301, null)),
            CREATE,
            tagged(300, "z", Map.of()),
            DELETE,
            next);

    Remembered left = Settling.purge(before, new Purgeable(300, 1));

    assertThat(left.timeline().all()).containsExactly(next);
    assertThat(left.servings()).containsExactly(serving(301, null));
    assertThat(left.ground()).isEqualTo(new Ground(300, 300, 1, List.of()));
    assertThat(left.targets()).isEqualTo(before.targets());
    assertThat(left.dependents()).isEqualTo(before.dependents());
    assertThat(left.due()).isEqualTo(before.due());
    assertThat(left.changedAt()).isEqualTo(before.changedAt());
    assertThat(generations(before.history())).containsExactly(1, 2);
    assertThat(generations(left.history())).containsExactly(2);
  }

  @Test
  void whatIsLeftIsJudgedAsBefore() {
    Fact[] facts = {CREATE, DELETE, create(400), tagged(500, "t", PRODUCTION)};
    Remembered left = Settling.purge(served(List.of(), facts), new Purgeable(300, 1));

    History again =
        Judge.judge(MODEL, left.ground(), left.timeline(), Joins.served(left.servings()), DEFAULT);

    assertThat(again).isEqualTo(left.history());
  }

  @Test
  void whereNothingIsLeftThereAreNoTargetsEither() {
    Remembered left = Settling.purge(served(List.of(), CREATE, DELETE), new Purgeable(300, 1));

    assertThat(left.timeline().isEmpty()).isTrue();
    assertThat(left.targets()).isEmpty();
    assertThat(generations(left.history())).isEmpty();
    assertThat(left.isEmpty()).as("the ground refuses what comes too late").isFalse();
    assertThat(left.ground()).isEqualTo(Ground.grave(300, 1));
  }

  @Test
  void aServerHasNoHistoryToForget() {
    Remembered left =
        Settling.purge(
            on(Ground.NONE, List.of(), MODEL.sibling("endpoint", "e"), deployed(100)),
            new Purgeable(100, 0));

    assertThat(left.history()).isNull();
  }

  @Test
  void whatWasFoldedLaterThanTheEndStaysSettled() {
    Fact next = create(400);
    Remembered whole = on(Ground.NONE, List.of(), MODEL, CREATE, DELETE, next);
    History history = Objects.requireNonNull(whole.history());
    Remembered folded =
        on(
            new Ground(450, Long.MIN_VALUE, 0, history.generations()),
            List.of(),
            MODEL,
            CREATE,
            DELETE,
            next);

    assertThat(Settling.purge(folded, new Purgeable(300, 1)).ground())
        .isEqualTo(new Ground(450, 300, 1, history.generations().subList(1, 2)));
  }

  @Test
  void aGroundRefusesWhatHappenedUpToItsEnd() {
    Ground ground = Ground.grave(300, 1);

    assertThat(ground.refuses(deleted(299, "d"))).isTrue();
    assertThat(ground.refuses(deleted(300, "d"))).isTrue();
    assertThat(ground.refuses(deleted(301, "d"))).isFalse();
    assertThat(Ground.NONE.refuses(deleted(0, "d"))).isFalse();
  }

  @Test
  void nothingIsWorthKeepingOnlyWhereNothingIsKnown() {
    Remembered nothing = Remembered.nothing(MODEL);

    assertThat(nothing.isEmpty()).isTrue();
    assertThat(served(List.of(), CREATE).isEmpty()).isFalse();
    assertThat(served(List.of(serving(1, null))).isEmpty()).isFalse();
    assertThat(with(Ground.NONE, "target", null).isEmpty()).isFalse();
    assertThat(with(Ground.NONE, null, "dependent").isEmpty()).isFalse();
    assertThat(with(Ground.grave(1, 1), null, null).isEmpty()).isFalse();
    assertThat(with(Ground.NONE, null, null).isEmpty()).isTrue();
  }

  private static Remembered with(
      Ground ground, @Nullable String target, @Nullable String dependent) {
    return new Remembered(
        MODEL,
        ground,
        Timeline.EMPTY,
        List.of(),
        target == null ? Collections.emptySortedSet() : new TreeSet<>(List.of(target)),
        dependent == null ? Collections.emptySortedSet() : new TreeSet<>(List.of(dependent)),
        null,
        null,
        0);
  }

  private static Optional<Purgeable> purgeable(Subject subject, Fact... facts) {
    return Settling.purgeable(on(Ground.NONE, List.of(), subject, facts));
  }

  private static Remembered served(List<Serving> servings, Fact... facts) {
    return on(Ground.NONE, servings, MODEL, facts);
  }

  private static Remembered on(
      Ground ground, List<Serving> servings, Subject subject, Fact... facts) {
    Timeline timeline = Timeline.of(List.of(facts));
    return new Remembered(
        subject,
        ground,
        timeline,
        servings,
        facts.length == 0
            ? Collections.emptySortedSet()
            : new TreeSet<>(List.of("aws/1/r/model/target")),
        Collections.emptySortedSet(),
        Judge.judges(subject.kind())
            ? Judge.judge(subject, ground, timeline, Joins.served(servings), DEFAULT)
            : null,
        9_000L,
        8_000);
  }

  private static List<Integer> generations(@Nullable History history) {
    List<Integer> numbers = new ArrayList<>();
    if (history != null) {
      history.generations().forEach(generation -> numbers.add(generation.number()));
    }
    return numbers;
  }

  private static Serving serving(long from, @Nullable Long to) {
    return new Serving("endpoint/e", "e", "serving" + from, from, to, false, false);
  }

  private static Fact create(long at) {
    return created(at, "create" + at, Isolation.ISOLATED, Map.of());
  }

  private static Fact deployed(long at) {
    return fact(at, "deploy" + at, "CreateEndpoint", new Fact.Deployed("c", "e", List.of()));
  }

  private static Fact undeployed(long at) {
    return fact(at, "undeploy" + at, "DeleteEndpoint", new Fact.Undeployed());
  }
}
