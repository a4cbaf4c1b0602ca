package io.isotrail.streams.api;

import io.isotrail.streams.api.json.KpiJson;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.view.View;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The four KPIs with what belongs beside them. */
final class KpisEndpoint implements Endpoint {

  private static final List<String> PARAMETERS =
      Stream.concat(Stream.of(KpiParameters.AS_OF, KpiParameters.WINDOW, KpiParameters.GROUP_BY), Filters.KPI_DIMENSIONS.stream())
          .toList();
  private final View view;
  private final Clock clock;

  KpisEndpoint(View view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(PARAMETERS);
    Filters filters = Filters.from(asked, Filters.KPI_DIMENSIONS);
    return Answer.json(
        KpiJson.of(view.kpis(
            new KpiQuery(
                KpiParameters.asOf(asked, clock),
                KpiParameters.window(asked),
                filters.byDimension(),
                KpiParameters.groupBy(asked)))));
  }
}
