package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isotrail.streams.compliance.ExceptionRevisions.Published;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExceptionRevisionsTest {

  private static final Published GIVEN = new Published(grant("E", "*", 100, 900, null), 100, 1);
  private static final Published REVOKED = new Published(grant("E", "*", 100, 900, 300L), 300, 2);
  private static final Published BACK = new Published(grant("E", "*", 100, 900, null), 500, 3);

  @Test
  void theReturnOfARevokedExceptionDoesNotAlterThePast() {
    List<ExceptionGrant> stretches = ExceptionRevisions.stretches(List.of(BACK, GIVEN, REVOKED));

    History history =
        Judge.judge(
            Facts.MODEL,
            Timeline.of(List.of(created(50, "c", Isolation.NOT_ISOLATED, Map.of()))),
            Facts.with(stretches.toArray(ExceptionGrant[]::new)));
    assertThat(history.generations().getFirst().spells())
        .extracting(History.Spell::from, History.Spell::status)
        .containsExactly(
            tuple(50L, Status.VIOLATION),
            tuple(100L, Status.EXEMPT),
            tuple(300L, Status.VIOLATION),
            tuple(500L, Status.EXEMPT),
            tuple(900L, Status.VIOLATION));
  }

  @Test
  void theLatestRevisionStandsInForTheEarlierOnes() {
    Published longer = new Published(grant("E", "*", 100, 950, null), 200, 2);

    assertThat(ExceptionRevisions.stretches(List.of(GIVEN, longer)))
        .containsExactly(longer.grant());
    assertThat(ExceptionRevisions.stretches(List.of(GIVEN, REVOKED)))
        .containsExactly(REVOKED.grant());
  }

  @Test
  void whatIsRevisedAfterTheReturnKeepsItsBeginning() {
    Published longer = new Published(grant("E", "*", 100, 950, null), 600, 4);

    assertThat(ExceptionRevisions.stretches(List.of(GIVEN, REVOKED, BACK, longer)))
        .extracting(ExceptionGrant::startsAt, ExceptionGrant::endsAt)
        .containsExactly(tuple(100L, 300L), tuple(500L, 950L));
  }

  @Test
  void aRevokedOneWordedAnewStaysOne() {
    Published worded = new Published(grant("E", "*", 100, 950, 300L), 600, 3);

    assertThat(ExceptionRevisions.stretches(List.of(GIVEN, REVOKED, worded)))
        .containsExactly(REVOKED.grant());
  }

  @Test
  void aRevocationToComeThatIsTakenBackNeverHappened() {
    Published announced = new Published(grant("E", "*", 100, 900, 800L), 200, 2);
    Published takenBack = new Published(grant("E", "*", 100, 900, null), 400, 3);

    assertThat(ExceptionRevisions.stretches(List.of(GIVEN, announced, takenBack)))
        .extracting(ExceptionGrant::startsAt, ExceptionGrant::endsAt)
        .containsExactly(tuple(100L, 400L), tuple(400L, 900L));
  }
}
