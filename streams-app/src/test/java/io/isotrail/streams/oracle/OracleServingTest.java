package io.isotrail.streams.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.avro.Deleted;
import io.isotrail.avro.Ending;
import io.isotrail.avro.Isolation;
import io.isotrail.avro.Status;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Histories of what serves where, and of schedules that follow a definition, computed by hand; see
 * {@link OracleTest}.
 */
class OracleServingTest {

  private static final long T = 1_748_736_000L;
  private static final long DAY = 86_400;

  @Test
  void anUpdateReplacesAModelByAnIsolatedOneAndItIsDeletedMuchLater() {
    // 10   endpoint serves old by config c1: old in service -> production by deployment, high
    // 500  UpdateEndpoint to c2, which names fresh (isolated): old leaves service -> untagged, low
    // 3 d  old deleted: gone; the last update that removed it replaced it -> REPLACED, 3 d
    Oracle oracle =
        new Story()
            .model(T, "old", Isolation.NOT_ISOLATED)
            .model(T, "fresh", Isolation.ISOLATED)
            .config(T + 1, "c1", "Old")
            .config(T + 2, "c2", "Fresh")
            .endpoint(T + 10, "e", "C1")
            .updateEndpoint(T + 500, "E", "c2")
            .deleteModel(T + 3 * DAY, "old")
            .judge();

    assertThat(oracle.spells())
        .filteredOn(spell -> spell.key().equals(Story.key(ResourceKind.MODEL, "old")))
        .extracting(
            SpellAnswer::from,
            SpellAnswer::severity,
            SpellAnswer::environment,
            SpellAnswer::inService,
            SpellAnswer::endedAs)
        .containsExactly(
            tuple(T, "low", "untagged", false, null),
            tuple(T + 10, "high", "production", true, null),
            tuple(T + 500, "low", "untagged", false, Ending.REPLACED));
    // Configs that name models are not judged.
    assertThat(oracle.rows(T + 600))
        .extracting(row -> row.key().name(), RowAnswer::endpoints)
        .containsExactly(tuple("fresh", List.of("e")), tuple("old", List.of()));
    KpiAnswer kpis = oracle.kpis(KpiQuery.of(T + 3 * DAY, 7 * DAY));
    assertThat(kpis.remediation().meanSeconds()).isEqualTo(3.0 * DAY);
    assertThat(kpis.models()).isEqualTo(new KpiAnswer.Models(1, 1, 0, 0, 0, 0));
  }

  @Test
  void aModelDeletedWhileItIsServedIsGoneWhenItLeaves() {
    // 100 served; 200 deleted, yet an endpoint still serves it; 900 the endpoint is deleted: gone
    Oracle oracle =
        new Story()
            .model(T, "m", Isolation.NOT_ISOLATED)
            .config(T, "c", "m")
            .endpoint(T + 100, "e", "c")
            .deleteModel(T + 200, "m")
            .deleteEndpoint(T + 900, "e")
            .judge();

    assertThat(oracle.rows(T + 300))
        .extracting(RowAnswer::status, RowAnswer::deleted, RowAnswer::endpoints)
        .containsExactly(tuple(Status.VIOLATION, true, List.of("e")));
    assertThat(oracle.violations())
        .extracting(ViolationAnswer::endedAt, ViolationAnswer::endedAs, ViolationAnswer::inService)
        .containsExactly(tuple(T + 900, Ending.DELETED, true));
  }

  @Test
  void aComponentServesAModelAndItsEndpointHasAnIsolationOfItsOwn() {
    // 0   a config without models: judged by its own flag, served from 10 by the endpoint
    // 20  the component serves m; 30 an update that names no model changes nothing
    // 100 the endpoint is deleted: the component ends with it, and the config leaves service
    Oracle oracle =
        new Story()
            .tell(
                ResourceKind.ENDPOINT_CONFIG,
                "c",
                T,
                "CreateEndpointConfig",
                Facts.created(Isolation.NOT_ISOLATED, Map.of()))
            .model(T, "m", Isolation.ISOLATED)
            .endpoint(T + 10, "e", "c")
            .tell(
                ResourceKind.INFERENCE_COMPONENT,
                "ic",
                T + 20,
                "CreateInferenceComponent",
                Facts.component("E", List.of("M")))
            .tell(
                ResourceKind.INFERENCE_COMPONENT,
                "ic",
                T + 30,
                "UpdateInferenceComponent",
                Facts.component(null, List.of()))
            .deleteEndpoint(T + 100, "e")
            .judge();

    assertThat(oracle.spells())
        .extracting(
            spell -> spell.key().name(),
            SpellAnswer::from,
            SpellAnswer::to,
            SpellAnswer::status,
            SpellAnswer::severity,
            SpellAnswer::environment,
            SpellAnswer::inService)
        .containsExactly(
            // Only a model in service counts as production.
            tuple("c", T, T + 10, Status.VIOLATION, "low", "untagged", false),
            tuple("c", T + 10, T + 100, Status.VIOLATION, "medium", "untagged", true),
            tuple("c", T + 100, null, Status.VIOLATION, "low", "untagged", false),
            tuple("m", T, T + 20, Status.COMPLIANT, null, "untagged", false),
            tuple("m", T + 20, T + 100, Status.COMPLIANT, null, "production", true),
            tuple("m", T + 100, null, Status.COMPLIANT, null, "untagged", false));
  }

  @Test
  void aScheduleFollowsTheDefinitionThatItNames() {
    // 0    schedule names definition d, of which nothing was seen: undetermined
    // 100  d created not isolated: violation
    // 200  d deleted: the generation that began last is still the one that counts
    // 300  d created isolated: the violation ends as ISOLATED
    // 400  redefined inline, not isolated: violation again
    // 500  redefined by a hidden request: unknown, so the violation ends as RECLASSIFIED
    Story story =
        new Story()
            .tell(
                ResourceKind.MONITORING_SCHEDULE,
                "s",
                T,
                "CreateMonitoringSchedule",
                Facts.byDefinition(ResourceKind.DATA_QUALITY_JOB_DEFINITION, "D"));
    definition(story, T + 100, "CreateDataQualityJobDefinition", Isolation.NOT_ISOLATED);
    story.tell(
        ResourceKind.DATA_QUALITY_JOB_DEFINITION,
        "d",
        T + 200,
        "DeleteDataQualityJobDefinition",
        new Deleted());
    definition(story, T + 300, "CreateDataQualityJobDefinition", Isolation.ISOLATED);
    redefine(story, T + 400, Isolation.NOT_ISOLATED);
    redefine(story, T + 500, Isolation.UNKNOWN);

    Oracle oracle = story.judge();

    assertThat(oracle.spells())
        .filteredOn(spell -> spell.key().kind() == ResourceKind.MONITORING_SCHEDULE)
        .extracting(SpellAnswer::from, SpellAnswer::status, SpellAnswer::endedAs)
        .containsExactly(
            tuple(T, Status.UNDETERMINED, null),
            tuple(T + 100, Status.VIOLATION, Ending.ISOLATED),
            tuple(T + 300, Status.COMPLIANT, null),
            tuple(T + 400, Status.VIOLATION, Ending.RECLASSIFIED),
            tuple(T + 500, Status.UNDETERMINED, null));
  }

  private static void definition(Story story, long at, String operation, Isolation isolation) {
    story.tell(
        ResourceKind.DATA_QUALITY_JOB_DEFINITION,
        "d",
        at,
        operation,
        Facts.created(isolation, Map.of()));
  }

  private static void redefine(Story story, long at, Isolation isolation) {
    story.tell(
        ResourceKind.MONITORING_SCHEDULE,
        "s",
        at,
        "UpdateMonitoringSchedule",
        Facts.created(isolation, Map.of()));
  }
}
