package io.isotrail.streams.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.kpi.KpiTrends;
import io.isotrail.streams.kpi.TrendQuery;
import java.util.List;

/**
 * {@code {"from","to","step","points":[{"from","to", ...the fields of kpis}]}}. In a point before
 * the first covered instant every field of kpis is there and null.
 */
public final class TrendJson {

  private static final List<String> KPIS =
      List.of(
          "asOf",
          "window",
          "resolution",
          "models",
          "isolationRatio",
          "complianceRatio",
          "remediation",
          "ends",
          "open",
          "rejections",
          "exceptions",
          "runs",
          "coverage",
          "complete");

  private TrendJson() {}

  public static ObjectNode of(List<KpiTrends.Point> points, TrendQuery.Step step) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Times.put(node, "from", points.getFirst().from());
    Times.put(node, "to", points.getLast().to());
    node.put("step", step.word());
    ArrayNode array = node.putArray("points");
    for (KpiTrends.Point point : points) {
      ObjectNode item = array.addObject();
      Times.put(item, "from", point.from());
      Times.put(item, "to", point.to());
      if (point.kpis() == null) {
        KPIS.forEach(item::putNull);
      } else {
        KpiJson.write(item, point.kpis());
      }
    }
    return node;
  }
}
