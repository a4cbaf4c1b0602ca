package io.isotrail.app.report;

import io.isotrail.app.terminal.Style;
import io.isotrail.app.terminal.Terminal;
import io.isotrail.streams.api.json.ReportJson;
import io.isotrail.streams.api.json.RowCsv;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.kpi.KpiReport;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints the KPIs and the violations.
 *
 * @param terminal where to
 * @param ended whether ended violations are among them
 */
public record Report(Terminal terminal, boolean ended) {

  /** In the letter case in which they are typed. */
  public enum Format {
    /** An aligned table for people. */
    text,
    /** {@code {"kpis":{...},"violations":[...]}} in the API's shapes. */
    json,
    /** The violations alone, in the API's columns. */
    csv
  }

  /** Prints to standard output. */
  public void print(Format format, KpiReport kpis, List<Row> violations) throws IOException {
    switch (format) {
      case text -> text(kpis, violations);
      case json -> ReportJson.write(kpis, violations, terminal.out());
      case csv -> {
        Writer writer = new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
        RowCsv.writeViolations(violations, writer);
        writer.flush();
      }
    }
    terminal.out().flush();
    if (terminal.out().checkError()) {
      throw new IOException("standard output cannot be written to");
    }
  }

  private void text(KpiReport kpis, List<Row> violations) {
    KpiText.lines(kpis, terminal).forEach(terminal.out()::println);
    terminal.out().println();
    if (violations.isEmpty()) {
      terminal
          .out()
          .println(
              terminal.styled(
                  Style.GOOD, ended ? "No violation was seen." : "No violation is open."));
      return;
    }
    String title = ended ? "Violations, open ones first" : "Open violations, worst first";
    terminal.out().println(terminal.styled(Style.HEADING, title));
    ViolationTable.lines(violations, kpis.asOf(), ended, terminal).forEach(terminal.out()::println);
    terminal.out().println();
    hints().forEach(hint -> terminal.out().println(terminal.styled(Style.FAINT, hint)));
  }

  private static List<String> hints() {
    return List.of(
        "A model's isolation cannot be changed: create it anew with EnableNetworkIsolation, let its"
            + " endpoints use",
        "the new one, delete the old one. Or approve an exception (--exceptions FILE) with an end.");
  }
}
