package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.amending;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.createdFrom;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.grant;
import static io.isotrail.streams.compliance.Facts.hidden;
import static io.isotrail.streams.compliance.Facts.seen;
import static io.isotrail.streams.compliance.Facts.tagged;
import static io.isotrail.streams.compliance.Facts.untagged;
import static io.isotrail.streams.compliance.Facts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories computed by hand. A spell is written {@code from-to STATUS severity [=ENDING]}, a
 * generation ends with a semicolon.
 */
class JudgeTest {

  private static final long DAY = 86_400;
  private static final Map<String, String> PHI =
      Map.of("environment", "prod", "data-classification", "PHI");

  static Stream<Arguments> histories() {
    return Stream.of(
        Arguments.of(
            "an isolated model",
            List.of(created(100, "c", Isolation.ISOLATED, PRODUCTION)),
            DEFAULT,
            "100-∞ COMPLIANT;"),
        Arguments.of(
            "a violation in production, deleted",
            List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION), deleted(300, "d")),
            DEFAULT,
            "100-300 VIOLATION high =DELETED, 300-∞ GONE;"),
        Arguments.of("a delete alone creates nothing", List.of(deleted(300, "d")), DEFAULT, ""),
        Arguments.of(
            "the second create without a delete ends the first as inferred",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()),
                created(200, "e", Isolation.ISOLATED, Map.of())),
            DEFAULT,
            "100-200 VIOLATION low =INFERRED, 200-∞ GONE; 200-∞ COMPLIANT;"),
        Arguments.of(
            "an isolated model takes the name within a day",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()),
                deleted(200, "d"),
                created(200 + DAY, "e", Isolation.ISOLATED, Map.of())),
            DEFAULT,
            "100-200 VIOLATION low =REPLACED, 200-∞ GONE; 86600-∞ COMPLIANT;"),
        Arguments.of(
            "an isolated model takes the name a second too late",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()),
                deleted(200, "d"),
                created(201 + DAY, "e", Isolation.ISOLATED, Map.of())),
            DEFAULT,
            "100-200 VIOLATION low =DELETED, 200-∞ GONE; 86601-∞ COMPLIANT;"),
        Arguments.of(
            "a name is reused twice within a day, isolated only at last",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()),
                deleted(200, "d"),
                created(300, "e", Isolation.NOT_ISOLATED, Map.of()),
                deleted(400, "f"),
                created(500, "g", Isolation.ISOLATED, Map.of())),
            DEFAULT,
            "100-200 VIOLATION low =REPLACED, 200-∞ GONE;"
                + " 300-400 VIOLATION low =REPLACED, 400-∞ GONE; 500-∞ COMPLIANT;"),
        Arguments.of(
            "deleted and created again in one second",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                created(200, "a", Isolation.ISOLATED, Map.of()),
                deleted(200, "z")),
            DEFAULT,
            "100-200 VIOLATION high =REPLACED, 200-∞ GONE; 200-∞ COMPLIANT;"),
        Arguments.of(
            "created and deleted in one second",
            List.of(deleted(100, "a"), created(100, "b", Isolation.NOT_ISOLATED, PRODUCTION)),
            DEFAULT,
            "100-100 VIOLATION high =DELETED, 100-∞ GONE;"),
        Arguments.of(
            "tags in the second of the create open nothing twice",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()), tagged(100, "t", PRODUCTION)),
            DEFAULT,
            "100-∞ VIOLATION high;"),
        Arguments.of(
            "within a second untag comes before tag",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()),
                tagged(200, "a", PRODUCTION),
                untagged(200, "b", "environment")),
            DEFAULT,
            "100-200 VIOLATION low, 200-∞ VIOLATION high;"),
        Arguments.of(
            "tags change the severity without ending the violation",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                tagged(200, "t", Map.of("Data-Classification", "pii")),
                untagged(300, "u", "environment"),
                deleted(400, "d")),
            DEFAULT,
            "100-200 VIOLATION high, 200-300 VIOLATION critical, 300-400 VIOLATION medium =DELETED,"
                + " 400-∞ GONE;"),
        Arguments.of(
            "a new generation starts with no old tags",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, PHI),
                deleted(200, "d"),
                created(300, "e", Isolation.NOT_ISOLATED, Map.of())),
            DEFAULT,
            "100-200 VIOLATION critical =DELETED, 200-∞ GONE; 300-∞ VIOLATION low;"),
        Arguments.of(
            "a tag that changes nothing splits nothing",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                tagged(200, "t", Map.of("cost-center", "7"))),
            DEFAULT,
            "100-∞ VIOLATION high;"),
        Arguments.of(
            "known from a tag only, then created",
            List.of(
                tagged(100, "t", PRODUCTION),
                deleted(200, "d"),
                created(300, "c", Isolation.ISOLATED, Map.of())),
            DEFAULT,
            "100-200 UNDETERMINED, 200-∞ GONE; 300-∞ COMPLIANT;"),
        Arguments.of(
            "a tag in the second of the delete raises no ghost",
            List.of(
                created(100, "c", Isolation.ISOLATED, Map.of()),
                tagged(200, "t", PRODUCTION),
                deleted(200, "u")),
            DEFAULT,
            "100-200 COMPLIANT, 200-∞ GONE;"),
        Arguments.of("a hidden create", List.of(hidden(100, "c")), DEFAULT, "100-∞ UNDETERMINED;"),
        Arguments.of(
            "an inventory makes known what the create hid",
            List.of(hidden(100, "c"), seen(500, "s", Isolation.NOT_ISOLATED, 100L, PRODUCTION)),
            DEFAULT,
            "100-500 UNDETERMINED, 500-∞ VIOLATION high;"),
        Arguments.of(
            "an inventory does not overrule the create",
            List.of(
                created(100, "c", Isolation.ISOLATED, Map.of()),
                seen(500, "s", Isolation.NOT_ISOLATED, 100L, null)),
            DEFAULT,
            "100-∞ COMPLIANT;"),
        Arguments.of(
            "an exception from before the create, expiring",
            List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION)),
            with(grant("E1", "*:MODEL/fraud-*", 50, 400, null)),
            "100-400 EXEMPT E1, 400-∞ VIOLATION high;"),
        Arguments.of(
            "an exception in the middle, and deleted under it",
            List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION), deleted(300, "d")),
            with(grant("E1", "arn:aws:sagemaker:*fraud-v3", 200, 900, null)),
            "100-200 VIOLATION high =EXEMPTED, 200-300 EXEMPT E1, 300-∞ GONE;"),
        Arguments.of(
            "an exception that was revoked",
            List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION)),
            with(grant("E1", "*", 200, 900, 300L)),
            "100-200 VIOLATION high =EXEMPTED, 200-300 EXEMPT E1, 300-∞ VIOLATION high;"),
        Arguments.of(
            "an exception revoked before it began was never in force",
            List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION)),
            with(grant("E1", "*", 200, 900, 150L)),
            "100-∞ VIOLATION high;"),
        Arguments.of(
            "of several exceptions the latest end is named, then the smallest id",
            List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION)),
            with(
                grant("A", "*", 100, 300, null),
                grant("C", "*", 200, 500, null),
                grant("B", "*", 200, 500, null)),
            "100-200 EXEMPT A, 200-500 EXEMPT B, 500-∞ VIOLATION high;"),
        Arguments.of(
            "exceptions that meet leave no gap",
            List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION)),
            with(grant("A", "*", 100, 300, null), grant("B", "*", 300, 500, null)),
            "100-300 EXEMPT A, 300-500 EXEMPT B, 500-∞ VIOLATION high;"),
        Arguments.of(
            "an exception covers later generations, and no other name",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, Map.of()),
                deleted(200, "d"),
                created(300, "e", Isolation.NOT_ISOLATED, Map.of())),
            with(grant("A", "*/fraud-v3", 0, 9_000, null), grant("B", "*/fraud", 0, 99_000, null)),
            "100-200 EXEMPT A, 200-∞ GONE; 300-9000 EXEMPT A, 9000-∞ VIOLATION low;"),
        Arguments.of(
            "a foreign model package raises the severity",
            List.of(
                createdFrom(
                    100,
                    "c",
                    List.of(),
                    List.of("arn:aws:sagemaker:r:865070037744:model-package/x"))),
            DEFAULT,
            "100-∞ VIOLATION critical;"),
        Arguments.of(
            "an addendum corrects the flag",
            List.of(
                created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                amending(created(100, "x", Isolation.ISOLATED, PRODUCTION), "c")),
            DEFAULT,
            "100-∞ COMPLIANT;"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void judges(String name, List<Fact> facts, Governance governance, String expected) {
    History history = Judge.judge(MODEL, Timeline.of(facts), governance);

    assertThat(written(history)).as(name).isEqualTo(expected);
    assertThat(Judge.judge(MODEL, Timeline.of(facts.reversed()), governance)).isEqualTo(history);
  }

  @Test
  void aViolationIsDueAtTheEarliestOfItsStretches() {
    History history =
        Judge.judge(
            MODEL,
            Timeline.of(
                List.of(
                    created(0, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                    tagged(DAY, "t", Map.of("sensitivity", "secret")),
                    tagged(3 * DAY, "u", Map.of("environment", "dev")))),
            DEFAULT);

    assertThat(history.generations().getFirst().spells())
        .extracting(History.Spell::dueAt)
        .containsExactly(7 * DAY, 2 * DAY, 2 * DAY);
    assertThat(history.generations().getFirst().spells())
        .extracting(History.Spell::openedAt)
        .containsOnly(0L);
  }

  @Test
  void anInventoryTellsExposureAndDetectionApart() {
    History history =
        Judge.judge(
            MODEL,
            Timeline.of(List.of(seen(900, "s", Isolation.NOT_ISOLATED, 100L, PRODUCTION))),
            DEFAULT);
    History.Generation generation = history.generations().getFirst();

    assertThat(generation.created()).isFalse();
    assertThat(generation.from()).isEqualTo(900);
    assertThat(generation.exposedSince()).isEqualTo(100);
    assertThat(generation.detectedAt()).isEqualTo(900);
  }

  @Test
  void aGenerationHasItsLatestTags() {
    Fact create = created(0, "c", Isolation.ISOLATED, PRODUCTION);
    Fact tag = tagged(1, "t", Map.of("owner", "ana"));

    assertThat(tags(create, tag)).isEqualTo(Map.of("environment", "prod", "owner", "ana"));
    assertThat(tags(create, tag, untagged(2, "u", "environment")))
        .isEqualTo(Map.of("owner", "ana"));
    assertThat(tags(create, tag, seen(2, "s", Isolation.ISOLATED, null, Map.of("a", "1"))))
        .as("an inventory lists all of them")
        .isEqualTo(Map.of("a", "1"));
    assertThat(tags(create, tag, seen(2, "s", Isolation.ISOLATED, null, null))).hasSize(2);
  }

  private static Map<String, String> tags(Fact... facts) {
    return Judge.judge(MODEL, Timeline.of(List.of(facts)), DEFAULT).generations().getFirst().tags();
  }

  @Test
  void aNameKeepsTheCaseOfItsGeneration() {
    History history =
        Judge.judge(
            MODEL, Timeline.of(List.of(created(1, "c", Isolation.ISOLATED, Map.of()))), DEFAULT);

    assertThat(history.generations().getFirst().name()).isEqualTo("Fraud-V3");
    assertThat(history.subject().name()).isEqualTo("fraud-v3");
  }

  @Test
  void whatServesHasNoVerdictOfItsOwn() {
    Subject endpoint = new Subject("aws", Facts.ACCOUNT, "eu-central-1", "endpoint", "fraud-v3");

    History history =
        Judge.judge(
            endpoint, Timeline.of(List.of(created(1, "c", Isolation.ISOLATED, Map.of()))), DEFAULT);

    assertThat(Judge.judges("endpoint")).isFalse();
    assertThat(history.generations()).isEmpty();
    assertThat(history.lastEventAt()).isEqualTo(1);
  }

  @Test
  void nothingIsJudgedWithoutAPolicy() {
    Governance none = new Governance(List.of(), List.of());

    assertThatThrownBy(() -> Judge.judge(MODEL, Timeline.EMPTY, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("policy");
  }

  static String written(History history) {
    List<String> generations = new ArrayList<>();
    for (History.Generation generation : history.generations()) {
      List<String> spells = new ArrayList<>();
      for (History.Spell spell : generation.spells()) {
        spells.add(
            spell.from()
                + "-"
                + (spell.to() == null ? "∞" : spell.to())
                + " "
                + spell.status()
                + (spell.severity() == null ? "" : " " + spell.severity().word())
                + (spell.exception() == null ? "" : " " + spell.exception())
                + (spell.endedAs() == null ? "" : " =" + spell.endedAs()));
      }
      generations.add(String.join(", ", spells) + ";");
    }
    return String.join(" ", generations);
  }
}
