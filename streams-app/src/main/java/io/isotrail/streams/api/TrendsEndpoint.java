package io.isotrail.streams.api;

import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.api.json.TrendJson;
import io.isotrail.streams.kpi.TrendQuery;
import io.isotrail.streams.kpi.TrendQuery.Step;
import io.isotrail.streams.kpi.TrendTooLargeException;
import io.isotrail.streams.view.View;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The course of the KPIs, day by day, week by week or month by month. */
final class TrendsEndpoint implements Endpoint {

  private static final List<String> PARAMETERS =
      Stream.concat(Stream.of("from", "to", "step", KpiParameters.GROUP_BY), Filters.KPI_DIMENSIONS.stream())
          .toList();
  private static final String DAYS =
      "a UTC day such as 2026-03-01, or an instant within it, from 2000 to 2999";
  private static final int USUAL_DAYS = 90;

  private final View view;
  private final Clock clock;

  TrendsEndpoint(View view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(PARAMETERS);
    LocalDate to =
        asked
            .single("to", DAYS, TrendsEndpoint::day)
            .orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    LocalDate from =
        asked
            .single("from", DAYS, TrendsEndpoint::day)
            .orElseGet(() -> to.minusDays(USUAL_DAYS - 1L));
    if (to.isBefore(from)) {
      throw Problem.badParameter("from", "'from' is after 'to': " + from + " and " + to + ".")
          .asRefusal();
    }
    Step step = asked.single("step", "P1D, P7D, P1M", TrendsEndpoint::step).orElse(Step.DAY);
    List<String> groupBy = KpiParameters.groupBy(asked);
    Filters filters = Filters.from(asked, Filters.KPI_DIMENSIONS);
    TrendQuery query = new TrendQuery(from, to, step, filters.byDimension(), groupBy);
    try {
      return Answer.json(TrendJson.of(view.trends(query), step));
    } catch (TrendTooLargeException e) {
      throw Problem.badParameter(
              groupBy.isEmpty() ? "from" : "groupBy",
              "The answer is too large: "
                  + e.getMessage()
                  + " ("
                  + StreamsSettings.TREND_LIMIT.key()
                  + "). Ask for fewer days, a longer step, or by a filter for fewer groups.")
          .asRefusal();
    }
  }

  private static Optional<Step> step(String text) {
    return Stream.of(Step.values()).filter(step -> step.word().equals(text)).findFirst();
  }

  private static Optional<LocalDate> day(String text) {
    try {
      Instant instant =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : Instant.parse(text);
      return Instants.inRange(instant.getEpochSecond())
          ? Optional.of(LocalDate.ofInstant(instant, ZoneOffset.UTC))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
