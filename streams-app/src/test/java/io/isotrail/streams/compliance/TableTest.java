package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.grant;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final long DAY = 86_400;
  private static final History HISTORY =
      Judge.judge(
          MODEL,
          Timeline.of(
              List.of(
                  created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                  tagged(200, "t", Map.of("sensitivity", "phi")),
                  deleted(20 * DAY, "d"),
                  created(30 * DAY, "e", Isolation.ISOLATED, Map.of()))),
          Facts.with(grant("E1", "*", 5 * DAY, 10 * DAY, null)));

  @Test
  void nothingExistsBeforeTheFirstGeneration() {
    assertThat(Table.rowAt(HISTORY, 99)).isEmpty();
    assertThat(Table.violationsAt(HISTORY, 99, true)).isEmpty();
  }

  @Test
  void aSpellHoldsFromItsFirstInstantToBeforeItsLast() {
    assertThat(Table.rowAt(HISTORY, 100).map(Row::severity)).contains(Severity.HIGH);
    assertThat(Table.rowAt(HISTORY, 199).map(Row::severity)).contains(Severity.HIGH);
    assertThat(Table.rowAt(HISTORY, 200).map(Row::severity)).contains(Severity.CRITICAL);
    assertThat(Table.rowAt(HISTORY, 5 * DAY).map(Row::exception)).contains("E1");
    assertThat(Table.rowAt(HISTORY, 10 * DAY).map(Row::status)).contains(Status.VIOLATION);
    assertThat(Table.rowAt(HISTORY, 20 * DAY).map(Row::status)).contains(Status.GONE);
    assertThat(Table.rowAt(HISTORY, 30 * DAY).map(Row::generation)).contains(2);
  }

  @Test
  void anOpenViolationTellsItsAgeAndItsDueDate() {
    Row row = Table.rowAt(HISTORY, 11 * DAY).orElseThrow();

    assertThat(row.openedAt()).isEqualTo(10 * DAY);
    assertThat(row.exposedSince()).isEqualTo(100);
    assertThat(row.dueAt()).isEqualTo(11 * DAY);
    assertThat(row.overdue()).as("in the second in which it is due").isFalse();
    assertThat(Table.rowAt(HISTORY, 11 * DAY + 1).map(Row::overdue)).contains(true);
  }

  @Test
  void anEndedViolationShowsItsLastStretchAndTheStatusNow() {
    List<Row> open = Table.violationsAt(HISTORY, 6 * DAY, false);
    List<Row> all = Table.violationsAt(HISTORY, 6 * DAY, true);

    assertThat(open).isEmpty();
    assertThat(all).hasSize(1);
    Row row = all.getFirst();
    assertThat(row.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(row.status()).isEqualTo(Status.EXEMPT);
    assertThat(row.exception()).isEqualTo("E1");
    assertThat(row.endedAt()).isEqualTo(5 * DAY);
    assertThat(row.endedAs()).isEqualTo(Ending.EXEMPTED);
    assertThat(row.overdue()).isFalse();
  }

  @Test
  void anEndAtTheInstantHasEnded() {
    assertThat(Table.violationsAt(HISTORY, 20 * DAY - 1, false)).hasSize(1);
    assertThat(Table.violationsAt(HISTORY, 20 * DAY, false)).isEmpty();
    assertThat(Table.violationsAt(HISTORY, 20 * DAY, true)).hasSize(2);
  }

  @Test
  void anExpiryThatIsNotYetDueIsNoRow() {
    assertThat(Table.violationsAt(HISTORY, 9 * DAY, true)).hasSize(1);
    assertThat(Table.violations(HISTORY))
        .extracting(ViolationSpell::id)
        .containsExactly(MODEL.key() + "#c#100", MODEL.key() + "#c#" + 10 * DAY);
  }

  @Test
  void theSeverityOfAnOpenViolationIsThatOfTheInstant() {
    Row row = Table.violationsAt(HISTORY, 150, false).getFirst();

    assertThat(row.severity()).isEqualTo(Severity.HIGH);
    assertThat(row.dueAt()).isEqualTo(100 + 7 * DAY);
  }

  @Test
  void aGenerationWithinASecondIsAnEndedViolation() {
    History brief =
        Judge.judge(
            MODEL,
            Timeline.of(
                List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION), deleted(100, "d"))),
            Facts.DEFAULT);

    assertThat(Table.violationsAt(brief, 100, false)).isEmpty();
    Row row = Table.violationsAt(brief, 100, true).getFirst();
    assertThat(row.openedAt()).isEqualTo(100);
    assertThat(row.endedAt()).isEqualTo(100);
    assertThat(Table.rowAt(brief, 100).map(Row::status)).isEqualTo(Optional.of(Status.GONE));
  }

  @Test
  void whileAnEndpointStillServesWhatBoreTheNameBeforeBothHaveARow() {
    History twice =
        Judge.judge(
            MODEL,
            Timeline.of(
                List.of(
                    created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION),
                    deleted(200, "d"),
                    created(300, "e", Isolation.ISOLATED, Map.of()),
                    deleted(500, "f"))),
            Joins.served(List.of(new Serving("endpoint/e", "e", "s", 150, 400L, false, false))),
            Facts.DEFAULT);

    assertThat(generationsAt(twice, 99)).isEmpty();
    assertThat(generationsAt(twice, 100)).containsExactly(1);
    assertThat(generationsAt(twice, 299)).containsExactly(1);
    assertThat(generationsAt(twice, 300)).containsExactly(1, 2);
    assertThat(generationsAt(twice, 399)).containsExactly(1, 2);
    assertThat(generationsAt(twice, 400)).containsExactly(2);
    assertThat(generationsAt(twice, 500)).as("all are gone").containsExactly(2);
  }

  @Test
  void aRowSaysWhatIsKnownAtItsInstant() {
    assertThat(Table.rowAt(HISTORY, 20 * DAY - 1).map(Row::deleted)).contains(false);
    assertThat(Table.rowAt(HISTORY, 20 * DAY).map(Row::deleted)).contains(true);
    assertThat(Table.rowAt(HISTORY, 20 * DAY).map(Row::isolation)).contains(Isolation.NOT_ISOLATED);
    assertThat(Table.rowAt(HISTORY, 30 * DAY).map(Row::isolation)).contains(Isolation.ISOLATED);
    assertThat(Table.rowAt(HISTORY, 30 * DAY).map(Row::deleted)).contains(false);
    assertThat(Table.rowAt(HISTORY, 100).map(Row::createdAt)).contains(100L);
  }

  @Test
  void onlyWhereIsolationIsMissingItIsMissingSince() {
    Row exempt = Table.rowAt(HISTORY, 6 * DAY).orElseThrow();
    Row isolated = Table.rowAt(HISTORY, 30 * DAY).orElseThrow();

    assertThat(exempt.exposedSince()).isEqualTo(100);
    assertThat(exempt.detectedAt()).isEqualTo(100);
    assertThat(isolated.exposedSince()).isNull();
    assertThat(isolated.detectedAt()).isNull();
  }

  @Test
  void whatIsKnownFromATraceHasNoCreation() {
    History trace =
        Judge.judge(MODEL, Timeline.of(List.of(tagged(100, "t", PRODUCTION))), Facts.DEFAULT);

    Row row = Table.rowAt(trace, 100).orElseThrow();
    assertThat(row.createdAt()).isNull();
    assertThat(row.isolation()).isEqualTo(Isolation.UNKNOWN);
  }

  @Test
  void aRunIsNoLineAboutAViolation() {
    History run =
        Judge.judge(
            MODEL.sibling("training-job", "j"),
            Timeline.of(List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION))),
            Facts.DEFAULT);

    assertThat(Table.rowAt(run, 100).map(Row::status)).contains(Status.VIOLATION);
    assertThat(Table.violationsAt(run, 100, true)).isEmpty();
    assertThat(Table.violations(run)).isEmpty();
  }

  @Test
  void ofEqualLinesTheKeyThenTheGenerationDecides() {
    Row row = Table.violationsAt(HISTORY, 150, false).getFirst();
    Row other = Table.rowAt(named("a-first"), 100).orElseThrow();

    assertThat(Table.WORST_FIRST.compare(other, row)).isNegative();
    assertThat(Table.WORST_FIRST.compare(row, other)).isPositive();
    assertThat(Table.WORST_FIRST.compare(row, row)).isZero();
  }

  private static History named(String name) {
    return Judge.judge(
        MODEL.sibling("model", name),
        Timeline.of(List.of(created(100, "c", Isolation.NOT_ISOLATED, PRODUCTION))),
        Facts.DEFAULT);
  }

  private static List<Integer> generationsAt(History history, long asOf) {
    return Table.rowsAt(history, asOf).stream().map(Row::generation).toList();
  }

  @Test
  void theOpenTheWorstAndTheOldestComeFirst() {
    List<Row> rows = new ArrayList<>(Table.violationsAt(HISTORY, 12 * DAY, true));
    rows.addAll(Table.violationsAt(HISTORY, 150, false));

    rows.sort(Table.WORST_FIRST);

    assertThat(rows)
        .extracting(row -> row.severity() + " " + row.openedAt() + " " + row.endedAt())
        .containsExactly("CRITICAL 864000 null", "HIGH 100 null", "CRITICAL 100 432000");
  }
}
