package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.fact;
import static io.isotrail.streams.compliance.Facts.seen;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A monitoring schedule is as isolated as the definition that it names at the time. */
class ScheduleTest {

  private static final String KIND = "model-bias-job-definition";
  private static final Subject SCHEDULE = MODEL.sibling("monitoring-schedule", "watch");
  private static final Fact NAMED = named(100, "create", "CreateMonitoringSchedule", "Bias");

  @Test
  void itIsAsItsDefinitionIs() {
    assertThat(judged(Map.of("bias", List.of(definition(50, Isolation.ISOLATED))), NAMED))
        .isEqualTo("100-∞ COMPLIANT;");
    assertThat(judged(Map.of("bias", List.of(definition(50, Isolation.NOT_ISOLATED))), NAMED))
        .isEqualTo("100-∞ VIOLATION low;");
    assertThat(judged(Map.of("other", List.of(definition(50, Isolation.ISOLATED))), NAMED))
        .isEqualTo("100-∞ UNDETERMINED;");
  }

  @Test
  void itFollowsItsDefinitionFromTheSecondOnInWhichThatChanges() {
    assertThat(judged(Map.of("bias", List.of(definition(100, Isolation.ISOLATED))), NAMED))
        .isEqualTo("100-∞ COMPLIANT;");
    assertThat(judged(Map.of("bias", List.of(definition(101, Isolation.ISOLATED))), NAMED))
        .isEqualTo("100-101 UNDETERMINED, 101-∞ COMPLIANT;");
    assertThat(
            judged(
                Map.of(
                    "bias",
                    List.of(
                        definition(50, Isolation.ISOLATED),
                        deleted(150, "delete"),
                        definition(200, Isolation.NOT_ISOLATED))),
                NAMED))
        .as("a definition that is deleted stays known")
        .isEqualTo("100-200 COMPLIANT, 200-∞ VIOLATION low;");
  }

  @Test
  void whenItNamesAnotherThatCountsFromThenOn() {
    Fact renamed = renamed(200, "other");

    assertThat(
            judged(
                Map.of(
                    "bias",
                    List.of(
                        definition(50, Isolation.NOT_ISOLATED),
                        definition(199, Isolation.UNKNOWN),
                        definition(200, Isolation.NOT_ISOLATED)),
                    "other",
                    List.of(definition(50, Isolation.ISOLATED))),
                NAMED,
                renamed))
        .isEqualTo("100-199 VIOLATION low =RECLASSIFIED, 199-200 UNDETERMINED, 200-∞ COMPLIANT;");
  }

  @Test
  void aDefinitionOfItsOwnIsItsIsolation() {
    assertThat(
            judged(
                Map.of("bias", List.of(definition(50, Isolation.ISOLATED))),
                NAMED,
                redefined(200, Isolation.NOT_ISOLATED),
                redefined(300, Isolation.ISOLATED)))
        .isEqualTo("100-200 COMPLIANT, 200-300 VIOLATION low =ISOLATED, 300-∞ COMPLIANT;");
  }

  @Test
  void aRedefinitionProvesThatItExists() {
    assertThat(judged(Map.of(), redefined(200, Isolation.ISOLATED))).isEqualTo("200-∞ COMPLIANT;");
    assertThat(judged(Map.of(), deleted(200, "d"), redefined(200, Isolation.ISOLATED))).isEmpty();
    assertThat(judged(Map.of(), deleted(200, "d"), redefined(201, Isolation.ISOLATED)))
        .isEqualTo("201-∞ COMPLIANT;");
  }

  @Test
  void whatIsNoKnownKindOfDefinitionSaysNothing() {
    Fact unknown = named(100, "create", "CreateMonitoringSchedule", null, "bias");

    assertThat(judged(Map.of("bias", List.of(definition(50, Isolation.ISOLATED))), unknown))
        .isEqualTo("100-∞ UNDETERMINED;");
    assertThat(Locality.definitions(SCHEDULE, Timeline.of(List.of(unknown)))).isEmpty();
  }

  @Test
  void anInventoryDoesNotOverruleADefinition() {
    assertThat(
            judged(
                Map.of("bias", List.of(definition(50, Isolation.ISOLATED))),
                NAMED,
                seen(200, "s", Isolation.NOT_ISOLATED, null, null)))
        .isEqualTo("100-∞ COMPLIANT;");
  }

  @Test
  void itsDefinitionsAreAllThatItEverNamed() {
    Timeline timeline =
        Timeline.of(
            List.of(
                NAMED,
                renamed(200, "other"),
                tagged(300, "t", Map.of()),
                redefined(400, Isolation.ISOLATED)));

    assertThat(Locality.definitions(SCHEDULE, timeline))
        .containsExactly(MODEL.sibling(KIND, "bias"), MODEL.sibling(KIND, "other"));
    assertThat(Locality.definitions(MODEL, timeline)).isEmpty();
  }

  @Test
  void theIsolationOfADefinitionIsThatOfTheGenerationThatBeganLast() {
    Subject definition = MODEL.sibling(KIND, "bias");

    assertThat(Judge.isolationOf(definition, Timeline.EMPTY)).isEmpty();
    assertThat(
            Judge.isolationOf(
                definition,
                Timeline.of(
                    List.of(
                        definition(50, Isolation.ISOLATED),
                        deleted(60, "d"),
                        definition(70, Isolation.NOT_ISOLATED)))))
        .isEqualTo(Map.of(50L, Isolation.ISOLATED, 70L, Isolation.NOT_ISOLATED));
  }

  @Test
  void whatIsKnownOfAModelLatestIsItsIsolation() {
    Fact hidden = Facts.hidden(100, "c");
    Fact seen = seen(200, "s", Isolation.ISOLATED, null, null);

    assertThat(Lifespan.of(Timeline.of(List.of(hidden)), List.of()))
        .containsExactly(new Lifespan(100, null, Isolation.UNKNOWN));
    assertThat(Lifespan.of(Timeline.of(List.of(hidden, seen, deleted(300, "d"))), List.of()))
        .containsExactly(new Lifespan(100, 300L, Isolation.ISOLATED));
    assertThat(Lifespan.of(Timeline.of(List.of(NAMED)), List.of()))
        .as("what stands in a definition is no isolation of its own")
        .containsExactly(new Lifespan(100, null, Isolation.UNKNOWN));
  }

  private static String judged(Map<String, List<Fact>> definitions, Fact... facts) {
    Map<String, NavigableMap<Long, Isolation>> courses = new HashMap<>();
    definitions.forEach(
        (name, told) -> {
          Subject definition = MODEL.sibling(KIND, name);
          courses.put(definition.key(), Judge.isolationOf(definition, Timeline.of(told)));
        });
    return JudgeTest.written(
        Judge.judge(SCHEDULE, Timeline.of(List.of(facts)), new Joins(List.of(), courses), DEFAULT));
  }

  private static Fact definition(long at, Isolation isolation) {
    return fact(
        at, "definition" + at, "CreateModelBiasJobDefinition", described(isolation, null, null));
  }

  private static Fact redefined(long at, Isolation isolation) {
    return fact(
        at,
        "update" + at,
        "UpdateMonitoringSchedule",
        new Fact.Redefined(described(isolation, null, null)));
  }

  private static Fact renamed(long at, String definition) {
    return fact(
        at,
        "update" + at,
        "UpdateMonitoringSchedule",
        new Fact.Redefined(described(Isolation.UNKNOWN, KIND, definition)));
  }

  private static Fact named(long at, String id, String operation, String definition) {
    return named(at, id, operation, KIND, definition);
  }

  private static Fact named(
      long at, String id, String operation, @Nullable String kind, String definition) {
    return fact(at, id, operation, described(Isolation.UNKNOWN, kind, definition));
  }

  private static Fact.Created described(
      Isolation isolation, @Nullable String kind, @Nullable String definition) {
    return new Fact.Created(
        isolation, false, null, null, Map.of(), List.of(), List.of(), List.of(), definition, kind);
  }
}
