package io.isotrail.streams.view;

import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.kpi.KpiSource;
import io.isotrail.streams.kpi.RejectionVerdict;
import java.util.List;

/**
 * What the sums of KPIs read; used under the view's lock.
 *
 * @param exactFrom first day of which transitions are kept
 * @param runsExactFrom first day of which runs are kept
 */
record ShelvedKpiSource(Shelves shelves, boolean complete, int exactFrom, int runsExactFrom)
    implements KpiSource {

  @Override
  public void tallies(int firstDay, int lastDay, TallyReader reader) {
    shelves.tallies().read(firstDay, lastDay, reader);
  }

  @Override
  public Exactness exactness(int day) {
    if (day < exactFrom) {
      return Exactness.DAY;
    }
    return day < runsExactFrom ? Exactness.SECOND_BUT_RUNS : Exactness.SECOND;
  }

  @Override
  public void movements(int day, MovementReader reader) {
    shelves.resources().movements(day, reader);
  }

  @Override
  public List<RejectionVerdict> rejections(int day) {
    return shelves.rejections().verdicts(day);
  }

  @Override
  public void stretches(long first, long last, StretchReader reader) {
    shelves.resources().violations().read(first, last, reader);
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
