package io.isotrail.streams.view;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.KpiSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the sums of KPIs read; used under the view's lock. */
record ShelvedKpiSource(Shelves shelves, boolean complete) implements KpiSource {

  @Override
  public void tallies(int firstDay, int lastDay, BiConsumer<Dimensions, Counts> reader) {
    shelves.tallies().read(firstDay, lastDay, reader);
  }

  @Override
  public Optional<Edge> edge(int day) {
    return Optional.of(
        new Edge(shelves.resources().movements(day), shelves.rejections().verdicts(day)));
  }

  @Override
  public List<Row> openViolations(long asOf) {
    return shelves.resources().violations(asOf, false);
  }

  @Override
  public List<ExceptionGrant> exceptions() {
    return shelves.governance().exceptions();
  }

  @Override
  public List<Covered> coverage() {
    return shelves.status().feeds().stream()
        .map(feed -> new Covered(feed.getAccount(), feed.getRegion(), feed.getFirstEventAt()))
        .toList();
  }
}
