package io.isotrail.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.app.terminal.CapturedTerminal;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {

  private final CapturedTerminal captured = new CapturedTerminal();

  @Test
  void alignsTheColumnsWhateverStandsInThem() throws IOException {
    print(
        captured.plain(),
        List.of(
            Rows.open("fraud-v3", Severity.CRITICAL, "risk"),
            Rows.open("a-much-longer-name-模型", Severity.LOW, "")));

    List<String> table =
        captured.out().lines().dropWhile(line -> !line.startsWith("SEVERITY")).limit(3).toList();
    int owner = table.getFirst().indexOf("OWNER");
    assertThat(table.get(1).substring(owner)).startsWith("risk");
    assertThat(table.get(2).substring(owner)).startsWith("-");
    assertThat(table.get(1))
        .startsWith("critical  fraud-v3")
        .contains("1 d 1 h")
        .contains("overdue");
  }

  @Test
  void lettersOfOthersCannotSpeakToTheTerminal() throws IOException {
    print(
        captured.plain(),
        List.of(Rows.open("x\u001b]0;owned\u0007", Severity.HIGH, "team\nforged line")));

    assertThat(captured.out()).doesNotContain("\u001b").doesNotContain("\u0007");
    assertThat(captured.out().lines()).noneMatch(line -> line.startsWith("forged"));
  }

  @Test
  void coloursOnlyATerminalAndCutsAtItsEnd() throws IOException {
    List<Row> rows = List.of(Rows.open("fraud-v3", Severity.CRITICAL, "risk"));
    print(captured.terminal(true, true, 80), rows);
    String coloured = captured.out();
    CapturedTerminal file = new CapturedTerminal();
    print(file.plain(), rows);

    assertThat(coloured).contains("\033[1;31mcritical").contains("…");
    assertThat(file.out()).doesNotContain("\033").doesNotContain("…").contains("role/deploy");
  }

  @Test
  void saysHowAViolationEnded() throws IOException {
    new Report(captured.plain(), true)
        .print(
            Report.Format.text,
            Rows.kpis(1, 2, true),
            List.of(Rows.ended("fraud-v2", Severity.HIGH, Ending.REPLACED)));

    assertThat(captured.out()).contains("REPLACED").contains("1 h");
  }

  @Test
  void neverRoundsUpToAHundredPercent() throws IOException {
    new Report(captured.plain(), false)
        .print(Report.Format.text, Rows.kpis(9999, 10_000, true), List.of());

    assertThat(captured.out()).contains("99.9 %").doesNotContain("100.0 %");
  }

  @Test
  void saysThatThereIsNothingToDivideBy() throws IOException {
    new Report(captured.plain(), false).print(Report.Format.text, Rows.kpis(0, 0, true), List.of());

    assertThat(captured.out())
        .contains("no production model exists")
        .contains("No violation is open.");
  }

  @Test
  void saysThatAnAnswerIsNotComplete() throws IOException {
    new Report(captured.plain(), false)
        .print(Report.Format.text, Rows.kpis(1, 1, false), List.of());

    assertThat(captured.out()).contains("Not complete");
  }

  private static void print(Terminal terminal, List<Row> rows) throws IOException {
    new Report(terminal, false).print(Report.Format.text, Rows.kpis(1, 2, true), rows);
  }
}
