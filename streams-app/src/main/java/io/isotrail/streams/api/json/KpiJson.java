package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.compliance.Ending;
import io.isotrail.streams.kpi.KpiReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The KPIs as {@code GET /api/v1/kpis} answers them. Ratios are plain doubles or null, durations
 * whole seconds or null; all six endings and both sources of rejections are always there.
 */
public final class KpiJson {

  private static final List<String> REJECTION_SOURCES = List.of("aws", "pipeline");

  private KpiJson() {}

  public static ObjectNode of(KpiReport report) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    write(node, report);
    return node;
  }

  /** Writes the fields of a report into a node that has others. */
  static void write(ObjectNode node, KpiReport report) {
    Times.put(node, "asOf", report.asOf());
    node.put("window", "P" + report.window().toDays() + "D");
    node.put("resolution", report.resolution());
    models(node.putObject("models"), report.models());
    node.put("isolationRatio", report.isolationRatio());
    node.put("complianceRatio", report.complianceRatio());
    remediation(node.putObject("remediation"), report.remediation());
    ends(node.putObject("ends"), report);
    open(node.putObject("open"), report.open());
    rejections(node.putObject("rejections"), report.rejections());
    exceptions(node.putObject("exceptions"), report.exceptions());
    node.putObject("runs")
        .put("total", report.runs().total())
        .put("isolated", report.runs().isolated())
        .put("undetermined", report.runs().undetermined())
        .put("resolution", report.runs().resolution());
    ObjectNode coverage = node.putObject("coverage");
    Times.put(coverage, "historyFrom", report.coverage().historyFrom());
    coverage.put("createdBefore", report.coverage().createdBefore());
    node.put("complete", report.complete());
    groups(node, report.groups());
  }

  private static void models(ObjectNode node, KpiReport.Models models) {
    node.put("production", models.production());
    node.put("isolated", models.isolated());
    node.put("exempt", models.exempt());
    node.put("violation", models.violation());
    node.put("undetermined", models.undetermined());
    node.put("outOfScope", models.outOfScope());
  }

  private static void remediation(ObjectNode node, KpiReport.Remediation remediation) {
    node.put("count", remediation.count());
    node.put("meanSeconds", remediation.meanSeconds());
    node.put("p50Seconds", remediation.p50Seconds());
    node.put("p90Seconds", remediation.p90Seconds());
  }

  private static void ends(ObjectNode node, KpiReport report) {
    for (Ending ending : Ending.values()) {
      node.put(ending.name(), report.ends().getOrDefault(ending.name(), 0L));
    }
  }

  private static void open(ObjectNode node, KpiReport.Open open) {
    node.put("count", open.count());
    node.put("overdue", open.overdue());
    node.put("oldestSeconds", open.oldestSeconds());
    node.put("meanAgeSeconds", open.meanAgeSeconds());
  }

  private static void rejections(ObjectNode node, KpiReport.Rejections rejections) {
    node.put("isolation", rejections.isolation());
    node.put("other", rejections.other());
    node.put("unknown", rejections.unknown());
    ObjectNode bySource = node.putObject("bySource");
    for (String source : REJECTION_SOURCES) {
      bySource.put(source, rejections.bySource().getOrDefault(source, 0L));
    }
    node.put("distinct", rejections.distinct());
  }

  private static void exceptions(ObjectNode node, KpiReport.Exceptions exceptions) {
    node.put("active", exceptions.active());
    node.put("exemptResources", exceptions.exemptResources());
    node.put("expiringIn30Days", exceptions.expiringIn30Days());
    node.put("expired", exceptions.expired());
  }

  private static void groups(ObjectNode node, @Nullable List<KpiReport.Group> groups) {
    if (groups == null) {
      return;
    }
    ArrayNode array = node.putArray("groups");
    for (KpiReport.Group group : groups) {
      ObjectNode item = array.addObject();
      ObjectNode by = item.putObject("by");
      group.by().forEach(by::put);
      write(item, group.kpis());
    }
  }
}
