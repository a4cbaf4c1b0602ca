package io.isotrail.streams.api.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.kpi.KpiReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** {@code {"kpis":{...},"violations":[...]}}: what {@code report --format json} prints. */
public final class ReportJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportJson() {}

  /**
   * Writes a report, one violation at a time, so that memory does not grow with their number.
   *
   * @param violations in the order in which they shall stand
   * @param out left open, flushed; UTF-8, ends with a line feed
   */
  public static void write(KpiReport kpis, List<Row> violations, OutputStream out)
      throws IOException {
    try (JsonGenerator generator = MAPPER.createGenerator(out)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.useDefaultPrettyPrinter();
      generator.writeStartObject();
      generator.writeFieldName("kpis");
      generator.writeTree(KpiJson.of(kpis));
      generator.writeArrayFieldStart("violations");
      for (Row violation : violations) {
        generator.writeTree(RowJson.violation(violation));
      }
      generator.writeEndArray();
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }
}
