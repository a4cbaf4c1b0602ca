package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.grant;
import static io.isotrail.streams.compliance.Facts.hidden;
import static io.isotrail.streams.compliance.Facts.seen;
import static io.isotrail.streams.compliance.Facts.tagged;
import static io.isotrail.streams.compliance.Facts.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was concluded up to a fold stands, whatever becomes known or is decided afterwards. */
class OnGroundTest {

  private static final Fact CREATE = created(100, "create", Isolation.NOT_ISOLATED, PRODUCTION);
  private static final Fact DELETE = deleted(300, "delete");

  /** Approved long ago, and published only after the fold. */
  private static final Governance EXEMPT = with(grant("E", "*", 0, 9_000, null));

  @Test
  void whatWasDecidedSinceAppliesFromTheFirstSecondThatIsNotSettled() {
    assertThat(judgedAgain(200, EXEMPT, CREATE))
        .isEqualTo("100-201 VIOLATION high =EXEMPTED, 201-9000 EXEMPT E, 9000-∞ VIOLATION high;");
    assertThat(judgedAgain(101, EXEMPT, CREATE))
        .isEqualTo("100-102 VIOLATION high =EXEMPTED, 102-9000 EXEMPT E, 9000-∞ VIOLATION high;");
  }

  @Test
  void soItDoesWhereItWasSettledInTheSecondOfItsBeginning() {
    assertThat(judgedAgain(100, EXEMPT, CREATE))
        .isEqualTo("100-101 VIOLATION high =EXEMPTED, 101-9000 EXEMPT E, 9000-∞ VIOLATION high;");
  }

  @Test
  void whatBeganLaterIsJudgedAnew() {
    assertThat(judgedAgain(99, EXEMPT, CREATE))
        .isEqualTo("100-9000 EXEMPT E, 9000-∞ VIOLATION high;");
    assertThat(
            judgedAgain(
                350, EXEMPT, CREATE, DELETE, created(400, "b", Isolation.ISOLATED, Map.of())))
        .isEqualTo("100-300 VIOLATION high =REPLACED, 300-∞ GONE; 400-∞ COMPLIANT;");
  }

  @Test
  void whatEndedByThenStays() {
    assertThat(judgedAgain(300, EXEMPT, CREATE, DELETE))
        .isEqualTo("100-300 VIOLATION high =DELETED, 300-∞ GONE;");
    assertThat(judgedAgain(299, EXEMPT, CREATE, DELETE))
        .isEqualTo("100-300 VIOLATION high =DELETED, 300-∞ GONE;");
    assertThat(judgedAgain(298, EXEMPT, CREATE, DELETE))
        .isEqualTo("100-299 VIOLATION high =EXEMPTED, 299-300 EXEMPT E, 300-∞ GONE;");
  }

  @Test
  void stretchesThatEndedByThenStayApartFromTheOneThatGoesOn() {
    Fact phi = tagged(150, "t", Map.of("sensitivity", "phi"));
    String twoStretches = "100-150 VIOLATION high, 150-∞ VIOLATION critical;";

    for (long until : new long[] {120, 149, 150, 151, 200}) {
      assertThat(judgedAgain(until, DEFAULT, CREATE, phi)).isEqualTo(twoStretches);
    }
    assertThat(judgedAgain(149, EXEMPT, CREATE, phi))
        .isEqualTo(
            "100-150 VIOLATION high =EXEMPTED, 150-9000 EXEMPT E, 9000-∞ VIOLATION critical;");
    assertThat(judgedAgain(150, EXEMPT, CREATE, phi))
        .isEqualTo(
            "100-150 VIOLATION high, 150-151 VIOLATION critical =EXEMPTED, 151-9000 EXEMPT E,"
                + " 9000-∞ VIOLATION critical;");
  }

  @Test
  void whatFollowsIsDueByWhatWasSettled() {
    History before = Judge.judge(MODEL, Timeline.of(List.of(CREATE)), DEFAULT);
    Ground ground = new Ground(200, Long.MIN_VALUE, 0, before.generations());

    History again =
        Judge.judge(
            MODEL,
            ground,
            Timeline.of(List.of(CREATE, tagged(300, "t", Map.of("environment", "dev")))),
            Joins.NONE,
            DEFAULT);

    assertThat(JudgeTest.written(again)).isEqualTo("100-300 VIOLATION high, 300-∞ VIOLATION low;");
    assertThat(again.generations().getFirst().spells())
        .extracting(History.Spell::openedAt)
        .containsOnly(100L);
    assertThat(again.generations().getFirst().spells())
        .extracting(History.Spell::dueAt)
        .containsOnly(100L + 7 * 86_400);
  }

  @Test
  void whatTookItsNameWithinADayStillReplacesIt() {
    Fact late = created(300 + 86_400, "late", Isolation.ISOLATED, Map.of());
    Fact tooLate = created(301 + 86_400, "late", Isolation.ISOLATED, Map.of());

    assertThat(judgedWith(250, DEFAULT, late, CREATE, DELETE))
        .contains("100-300 VIOLATION high =REPLACED,");
    assertThat(judgedWith(300, DEFAULT, late, CREATE, DELETE))
        .contains("100-300 VIOLATION high =REPLACED,");
    assertThat(judgedWith(400, DEFAULT, late, CREATE, DELETE))
        .contains("100-300 VIOLATION high =REPLACED,");
    assertThat(judgedWith(400, DEFAULT, tooLate, CREATE, DELETE))
        .contains("100-300 VIOLATION high =DELETED,");
  }

  @Test
  void anExemptionThatEndedByThenStaysOne() {
    Fact late = created(400, "late", Isolation.ISOLATED, Map.of());
    History before =
        Judge.judge(
            MODEL, Timeline.of(List.of(CREATE, DELETE)), with(grant("E", "*", 150, 9_000, null)));
    Ground ground = new Ground(350, Long.MIN_VALUE, 0, before.generations());

    assertThat(
            JudgeTest.written(
                Judge.judge(
                    MODEL,
                    ground,
                    Timeline.of(List.of(CREATE, DELETE, late)),
                    Joins.NONE,
                    DEFAULT)))
        .isEqualTo(
            "100-150 VIOLATION high =EXEMPTED, 150-300 EXEMPT E, 300-∞ GONE; 400-∞ COMPLIANT;");
  }

  @Test
  void aCreateAgainEndedItAsInferredThoughSomethingIsolatedTookItsName() {
    assertThat(judgedAgain(300, DEFAULT, CREATE, created(250, "b", Isolation.ISOLATED, Map.of())))
        .isEqualTo("100-250 VIOLATION high =INFERRED, 250-∞ GONE; 250-∞ COMPLIANT;");
  }

  @Test
  void whatMadeItKnownBeforeTheFoldIsWhenItWasDetected() {
    Fact[] facts = {hidden(100, "create"), seen(150, "s", Isolation.NOT_ISOLATED, null, null)};

    assertThat(detectedAt(200, facts, facts[0], seen(180, "later", Isolation.ISOLATED, null, null)))
        .isEqualTo(150);
    assertThat(detectedAt(150, facts, facts)).isEqualTo(150);
    assertThat(detectedAt(149, facts, facts)).isEqualTo(150);
  }

  @Test
  void whatWasNotKnownByTheFoldIsDetectedAfterIt() {
    Fact[] before = {hidden(100, "create")};

    assertThat(detectedAt(200, before, before[0], seen(250, "s", Isolation.ISOLATED, null, null)))
        .isEqualTo(250);
    assertThat(detectedAt(200, before, before[0], seen(201, "s", Isolation.ISOLATED, null, null)))
        .isEqualTo(201);
    assertThat(detectedAt(200, before, before)).as("never known").isEqualTo(100);
  }

  @Test
  void whatMadeItKnownAfterTheFoldMayYetBeAnother() {
    Fact[] folded = {hidden(100, "create"), seen(250, "s", Isolation.NOT_ISOLATED, null, null)};

    assertThat(
            detectedAt(
                200, folded, folded[0], seen(230, "r", Isolation.ISOLATED, null, null), folded[1]))
        .isEqualTo(230);
  }

  @Test
  void whatWasGoneWithoutEverBeingKnownWasNeverDetected() {
    Fact[] facts = {hidden(100, "create"), DELETE};

    assertThat(detectedAt(350, facts, facts)).isEqualTo(100);
  }

  /** When it was detected, where these facts were folded and those are left. */
  private static long detectedAt(long until, Fact[] folded, Fact... left) {
    Ground ground =
        new Ground(
            until,
            Long.MIN_VALUE,
            0,
            Judge.judge(MODEL, Timeline.of(List.of(folded)), DEFAULT).generations());
    return Judge.judge(MODEL, ground, Timeline.of(List.of(left)), Joins.NONE, DEFAULT)
        .generations()
        .getFirst()
        .detectedAt();
  }

  private static String judgedAgain(long until, Governance since, Fact... facts) {
    return judged(until, since, Timeline.of(List.of(facts)), facts);
  }

  private static String judgedWith(long until, Governance since, Fact late, Fact... facts) {
    return judged(until, since, Timeline.of(List.of(facts)).with(late), facts);
  }

  /** Judged, settled up to an instant, and judged again by other decisions. */
  private static String judged(long until, Governance since, Timeline timeline, Fact... facts) {
    List<History.Generation> generations =
        Judge.judge(MODEL, Timeline.of(List.of(facts)), DEFAULT).generations();
    Ground ground =
        new Ground(
            until,
            Long.MIN_VALUE,
            0,
            generations.stream().filter(generation -> generation.from() <= until).toList());
    return JudgeTest.written(Judge.judge(MODEL, ground, timeline, Joins.NONE, since));
  }
}
