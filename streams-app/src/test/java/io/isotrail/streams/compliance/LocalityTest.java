package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything of one account and region, judged with what each says of the others. */
class LocalityTest {

  private final Map<Subject, Timeline> timelines = new HashMap<>();

  @Test
  void anEndpointPutsTheModelsOfItsConfigIntoService() {
    tell("model", "m", created(100, "m", Isolation.NOT_ISOLATED, Map.of()));
    tell("endpoint-config", "c", described(110, "c", "m"));
    tell("endpoint", "e", endpoint(120, "CreateEndpoint", "C"), undeployed(200));

    assertThat(judged())
        .containsExactly(
            Map.entry(
                "model/m", "100-120 VIOLATION low, 120-200 VIOLATION high, 200-∞ VIOLATION low;"));
  }

  @Test
  void whatIsAskedToServeExistsThoughNothingElseIsKnownOfIt() {
    tell("endpoint", "e", endpoint(120, "CreateEndpoint", "c"));

    assertThat(judged()).containsExactly(Map.entry("endpoint-config/c", "120-∞ UNDETERMINED;"));
  }

  @Test
  void anUpdateToAnIsolatedModelReplaces() {
    tell("model", "old", created(100, "a", Isolation.NOT_ISOLATED, Map.of()), deleted(900, "d"));
    tell("model", "new", created(100, "b", Isolation.ISOLATED, Map.of()));
    tell("endpoint-config", "c1", described(110, "c1", "old"));
    tell("endpoint-config", "c2", described(110, "c2", "new"));
    tell(
        "endpoint",
        "e",
        endpoint(120, "CreateEndpoint", "c1"),
        endpoint(200, "UpdateEndpoint", "c2"));

    assertThat(judged())
        .containsEntry(
            "model/old",
            "100-120 VIOLATION low, 120-200 VIOLATION high, 200-900 VIOLATION low =REPLACED,"
                + " 900-∞ GONE;")
        .containsEntry("model/new", "100-200 COMPLIANT, 200-∞ COMPLIANT;");
  }

  @Test
  void thatAConfigServedBeforeTellsWhichOfACreateAndADeleteCameFirst() {
    tell("model", "m", created(100, "m", Isolation.NOT_ISOLATED, Map.of()));
    tell("endpoint-config", "c", deleted(200, "a"), described(200, "b", "m"));
    tell("endpoint", "other", endpoint(150, "CreateEndpoint", "c"));
    tell("endpoint", "e", endpoint(300, "CreateEndpoint", "c"));

    assertThat(judged()).containsEntry("model/m", "100-300 VIOLATION low, 300-∞ VIOLATION high;");
  }

  @Test
  void aComponentPutsItsModelIntoServiceUntilItsEndpointIsDeleted() {
    tell("model", "m", created(100, "m", Isolation.NOT_ISOLATED, Map.of()));
    tell("endpoint", "e", endpoint(110, "CreateEndpoint", null), undeployed(200));
    tell(
        "inference-component",
        "part",
        fact(120, "part", "CreateInferenceComponent", new Fact.Deployed(null, "E", List.of("M"))));

    assertThat(judged())
        .containsExactly(
            Map.entry(
                "model/m", "100-120 VIOLATION low, 120-200 VIOLATION high, 200-∞ VIOLATION low;"));
  }

  @Test
  void aScheduleIsAsItsDefinitionIs() {
    tell(
        "monitoring-schedule",
        "watch",
        Facts.defined(200, "s", "CreateMonitoringSchedule", "Bias", "model-bias-job-definition"));
    tell("model-bias-job-definition", "bias", created(100, "d", Isolation.ISOLATED, Map.of()));

    assertThat(judged())
        .containsExactly(
            Map.entry("model-bias-job-definition/bias", "100-∞ COMPLIANT;"),
            Map.entry("monitoring-schedule/watch", "200-∞ COMPLIANT;"));
  }

  @Test
  void otherLocalitiesSayNothing() {
    tell("model", "m", created(100, "m", Isolation.NOT_ISOLATED, Map.of()));
    timelines.put(
        new Subject("aws", Facts.ACCOUNT, "us-east-1", "transform-job", "batch"),
        Timeline.of(List.of(described(150, "t", "m"))));

    History history = Locality.judge(timelines, DEFAULT).get(MODEL.sibling("model", "m"));

    assertThat(JudgeTest.written(Objects.requireNonNull(history)))
        .isEqualTo("100-∞ VIOLATION low;");
  }

  @Test
  void whatNeverExistedHasNoHistory() {
    tell("model", "m", deleted(100, "d"));

    assertThat(judged()).isEmpty();
    assertThat(Locality.judge(Map.of(), DEFAULT)).isEmpty();
  }

  @Test
  void aKeyNamesAResource() {
    assertThat(Subject.ofKey(MODEL.key())).isEqualTo(MODEL);
    assertThatThrownBy(() -> Subject.ofKey("aws/1/r/model"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aws/1/r/model");
    assertThatThrownBy(() -> Subject.ofKey(MODEL.key() + "/more"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Map<String, String> judged() {
    Map<String, String> written = new TreeMap<>();
    Locality.judge(timelines, DEFAULT)
        .forEach(
            (subject, history) ->
                written.put(subject.kind() + "/" + subject.name(), JudgeTest.written(history)));
    return written;
  }

  private void tell(String kind, String name, Fact... facts) {
    timelines.put(MODEL.sibling(kind, name), Timeline.of(List.of(facts)));
  }

  private static Fact described(long at, String id, String model) {
    return Facts.naming(at, id, "Create", Isolation.UNKNOWN, model);
  }

  private static Fact endpoint(long at, String operation, @Nullable String config) {
    return fact(at, "endpoint" + at, operation, new Fact.Deployed(config, null, List.of()));
  }

  private static Fact undeployed(long at) {
    return fact(at, "undeploy" + at, "DeleteEndpoint", new Fact.Undeployed());
  }
}
