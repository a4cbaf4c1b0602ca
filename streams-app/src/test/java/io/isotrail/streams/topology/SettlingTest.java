package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Created;
import io.isotrail.avro.Deleted;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Governance;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Origin;
import io.isotrail.avro.Rejected;
import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.Measures;
import io.isotrail.streams.oracle.Oracle;
import io.isotrail.streams.oracle.Story;
import io.isotrail.streams.proof.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories in which folding or purging once changed a number, shrunk to what they need. */
class SettlingTest {

  private static final long T = 1_748_736_000L;
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;
  private static final long EVER = 400L * DAY * 100;

  @Test
  void anUpdateOfTheCopiesAloneEndsNoServingWhenItIsFolded() {
    Story story =
        ruled()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .endpoint(T, "e", "c")
            .model(T, "next", Isolation.NOT_ISOLATED)
            .component(T + 1, "copies", "e", "m")
            .updateComponent(T + 2, "copies", "next");
    for (int update = 0; update < 6; update++) {
      story.updateComponent(T + HOUR + update, "copies");
    }
    foldedSaysTheSame(story.deleteComponent(T + DAY, "copies"));
  }

  @Test
  void anUpdateInTheSecondOfADeleteBeginsNothingWhenWhatFollowsIsFolded() {
    Story story =
        ruled()
            .tell(
                ResourceKind.MONITORING_SCHEDULE,
                "watch",
                T,
                "DeleteMonitoringSchedule",
                new Deleted());
    redefine(story, T, Isolation.NOT_ISOLATED);
    redefine(story, T + HOUR, Isolation.NOT_ISOLATED);
    redefine(story, T + DAY, Isolation.UNKNOWN);
    redefine(story, T + 2 * DAY, Isolation.UNKNOWN);
    redefine(story, T + 3 * DAY, Isolation.ISOLATED);
    foldedSaysTheSame(story);
  }

  private static void redefine(Story story, long at, Isolation isolation) {
    story.create(
        ResourceKind.MONITORING_SCHEDULE, at, "watch", "UpdateMonitoringSchedule", isolation);
  }

  @Test
  void aDeleteOfAnEndpointThatAnotherCallOfItsSecondFollowsEndsNoComponent() {
    Story story =
        ruled()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .component(T, "part", "e", "m")
            .endpoint(T, "e", "c")
            .deleteEndpoint(T + 60, "e")
            .endpoint(T + 60, "e", "c");
    for (int update = 0; update < 6; update++) {
      story.updateEndpoint(T + HOUR + update, "e", "c");
    }
    foldedSaysTheSame(story);
  }

  @Test
  void whatTookTheNameOfAFoldedModelReplacesItAsItIsKnownNow() {
    Story story =
        ruled()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .tag(ResourceKind.MODEL, T + 1, "m", "env", "test")
            .tag(ResourceKind.MODEL, T + 2, "m", "owner", "ana")
            .tag(ResourceKind.MODEL, T + 3, "m", "team", "risk")
            .deleteModel(T + 60, "m")
            .tag(ResourceKind.MODEL, T + HOUR, "m", "env", "test")
            .model(T + HOUR, "m", Isolation.NOT_ISOLATED);
    Fact create = story.last();
    Fact otherwise =
        Fact.newBuilder(create)
            .setOrigin(Origin.EVENTBRIDGE)
            .setContentHash("0".repeat(64))
            .setBody(
                Created.newBuilder((Created) create.getBody())
                    .setIsolation(Isolation.ISOLATED)
                    .build())
            .build();
    List<Fact> facts = new ArrayList<>(story.facts());
    facts.add(facts.size() - 2, otherwise);
    foldedSaysTheSame(facts, story.governance());
  }

  @Test
  void aFoldOfItsTagsLeavesTheVerdictOnARunAlone() {
    Story story =
        ruled()
            .create(
                ResourceKind.PROCESSING_JOB,
                T,
                "run",
                "CreateProcessingJob",
                Isolation.NOT_ISOLATED)
            .tag(ResourceKind.PROCESSING_JOB, T, "run", "env", "prod");
    for (int tag = 0; tag < 6; tag++) {
      story.tag(ResourceKind.PROCESSING_JOB, T + HOUR + tag, "run", "env", "test");
    }
    foldedSaysTheSame(story);
  }

  @Test
  void aScheduleWhoseDefinitionIsKnownAfterTheFoldIsDetectedOnlyThen() {
    Story story =
        ruled()
            .schedule(
                T,
                "watch",
                "UpdateMonitoringSchedule",
                ResourceKind.MODEL_QUALITY_JOB_DEFINITION,
                "nobody")
            .create(
                ResourceKind.MONITORING_SCHEDULE,
                T,
                "watch",
                "CreateMonitoringSchedule",
                Isolation.NOT_ISOLATED);
    for (int update = 0; update < 4; update++) {
      story.schedule(
          T + HOUR + update,
          "watch",
          "UpdateMonitoringSchedule",
          update % 2 == 0
              ? ResourceKind.MODEL_QUALITY_JOB_DEFINITION
              : ResourceKind.DATA_QUALITY_JOB_DEFINITION,
          "nobody");
    }
    foldedSaysTheSame(
        story
            .tag(ResourceKind.MONITORING_SCHEDULE, T + DAY, "watch", "env", "prod")
            .create(
                ResourceKind.MONITORING_SCHEDULE,
                T + DAY + 1,
                "watch",
                "UpdateMonitoringSchedule",
                Isolation.NOT_ISOLATED));
  }

  @Test
  void aComponentWhoseEndpointWasPurgedStaysEnded() {
    purgedCountsTheSame(
        ruled()
            .component(T, "part", "e", "m")
            .deleteEndpoint(T + HOUR, "e")
            .deleteComponent(T + 30 * DAY, "part"));
  }

  @Test
  void whatBeganToServeInTheSecondOfADeleteBelongsToNothingAfterThePurge() {
    purgedCountsTheSame(
        ruled()
            .config(T, "c", "m")
            .deleteModel(T + HOUR, "m")
            .endpoint(T + HOUR, "e", "c")
            .updateEndpoint(T + 30 * DAY, "e", "other")
            .tag(ResourceKind.MODEL, T + 31 * DAY, "elsewhere", "env", "prod"));
  }

  /** The endpoint is not folded, and takes a call that the model no longer can. */
  @Test
  void whatAnEndpointSaysLateOfAFoldedModelEndsItsServiceBehindTheFold() {
    Story story =
        ruled()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .config(T, "c", "m")
            .config(T, "c2", "other")
            .endpoint(T + 1, "e", "c")
            .deleteModel(T + HOUR, "m")
            .model(T + 2 * HOUR, "m", Isolation.ISOLATED);
    for (int tag = 0; tag < 12; tag++) {
      story.tag(ResourceKind.MODEL, T + 3 * HOUR + tag, "m", "environment", "v" + tag);
    }
    story.updateEndpoint(T + HOUR + 1_800, "e", "c2");
    RunningTask task = task(8, EVER);
    story.governance().forEach(task::take);
    story.facts().forEach(task::take);
    // The server says the same once more.
    story.facts().forEach(task::take);
    task.finish();

    History.Generation first = model(task, "m").generations().getFirst();
    assertThat(first.spells()).extracting(History.Spell::status).endsWith(Status.GONE);
    assertThat(first.spells().getLast().from()).isGreaterThan(T + 3 * HOUR);
    assertThat(first.served()).singleElement().extracting(History.Served::to).isNotNull();
    assertThat(task.tallies()).isEqualTo(task.expectedTallies());
  }

  @Test
  void whatOneServerSaysAgainAndAgainIsFoldedToo() {
    Story story =
        ruled().model(T, "m", Isolation.NOT_ISOLATED).config(T, "c", "m").endpoint(T + 1, "e", "c");
    for (int update = 0; update < 300; update++) {
      story.updateEndpoint(T + 2 + update, "e", "c");
    }
    RunningTask task = task(50, EVER);
    story.governance().forEach(task::take);
    story.facts().forEach(task::take);
    task.finish();

    History.Generation generation = model(task, "m").generations().getFirst();
    assertThat(generation.served()).hasSizeLessThanOrEqualTo(50);
    assertThat(generation.served().getLast().to()).isNull();
    assertThat(generation.spells()).hasSize(2);
    assertThat(task.full).isZero();
  }

  @Test
  void aPolicyThatComesWhileADayIsPurgedCountsNoRejectionTwice() {
    Story story = ruled();
    for (int second = 0; second < 3; second++) {
      story.tell(ResourceKind.MODEL, "m", T + second, "CreateModel", rejected());
    }
    RunningTask task = task(10_000, DAY);
    story.governance().forEach(task::take);
    story.facts().forEach(task::take);
    while (task.rejections.size() < 3) {
      task.rejudge(50);
      task.commit();
    }
    long distinct = distinct(task);
    task.clock(T + 10 * DAY);
    task.punctuate(1);
    new Story().policy(T + 10 * DAY, "{\"version\": \"2\"}").governance().forEach(task::take);
    task.finish();

    assertThat(task.storedRejections()).isEmpty();
    assertThat(distinct).isEqualTo(1);
    assertThat(distinct(task)).isEqualTo(distinct);
  }

  private static long distinct(RunningTask task) {
    return task.tallies().byCell().values().stream()
        .mapToLong(counts -> counts.get(Measures.REJECTIONS_DISTINCT))
        .sum();
  }

  private static Rejected rejected() {
    return Rejected.newBuilder()
        .setErrorCode("AccessDenied")
        .setMessage("")
        .setDeniedAction(null)
        .setDenyingPolicy(null)
        .setRequestVisible(true)
        .setIsolation(Isolation.NOT_ISOLATED)
        .setIsolationRequired(false)
        .setTags(Map.of())
        .build();
  }

  private static History model(RunningTask task, String name) {
    return task.histories().stream()
        .filter(history -> history.subject().kind().equals("model"))
        .filter(history -> history.subject().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Story ruled() {
    return new Story().policy(T - DAY, "{\"version\": \"1\"}");
  }

  private static void foldedSaysTheSame(Story story) {
    foldedSaysTheSame(inOrder(story), story.governance());
  }

  private static void foldedSaysTheSame(List<Fact> facts, List<Governance> governance) {
    for (int limit = 2; limit <= 5; limit++) {
      RunningTask task = task(limit, EVER);
      governance.forEach(task::take);
      facts.forEach(task::take);
      task.finish();

      assertThat(task.full).isZero();
      assertThat(task.grounded()).isPositive();
      Comparison.same(task.histories(), Oracle.of(facts, governance), T + 100 * DAY);
      assertThat(task.tallies()).isEqualTo(task.expectedTallies());
    }
  }

  /** When the last facts come, all before them that can be purged has been. */
  private static void purgedCountsTheSame(Story story) {
    RunningTask whole = task(10_000, EVER);
    RunningTask purged = task(10_000, DAY);
    for (RunningTask task : List.of(whole, purged)) {
      story.governance().forEach(task::take);
      for (Fact fact : inOrder(story)) {
        if (fact.getAt() > T + 20 * DAY) {
          task.clock(T + 20 * DAY);
          task.finish();
        }
        task.take(fact);
      }
      task.finish();
    }

    assertThat(purged.grounded() + purged.buried()).isPositive();
    assertThat(purged.settled + purged.full).isZero();
    assertThat(purged.tallies()).isEqualTo(whole.tallies());
  }

  private static RunningTask task(int timelineLimit, long retention) {
    return new RunningTask(0, new Bounds(timelineLimit, 10_000, retention, EVER, 0), T);
  }

  private static List<Fact> inOrder(Story story) {
    return story.facts().stream().sorted(Comparator.comparingLong(Fact::getAt)).toList();
  }
}
