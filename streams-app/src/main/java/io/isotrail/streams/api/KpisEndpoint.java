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
      Stream.concat(Stream.of("asOf", "window", "groupBy"), Filters.KPI_DIMENSIONS.stream())
          .toList();
  private static final Pattern DAYS = Pattern.compile("P([1-9]\\d{0,2})D");
  private static final int LONGEST_WINDOW = 400;
  static final String DAYS_ACCEPTED = "whole days from P1D to P" + LONGEST_WINDOW + "D";
  static final Duration USUAL_WINDOW = Duration.ofDays(30);

  private final View view;
  private final Clock clock;

  KpisEndpoint(View view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(PARAMETERS);
    long asOf =
        asked
            .single("asOf", Instants.ACCEPTED, Instants::parse)
            .orElseGet(() -> clock.instant().getEpochSecond());
    Duration window =
        asked.single("window", DAYS_ACCEPTED, KpisEndpoint::days).orElse(USUAL_WINDOW);
    List<String> groupBy =
        asked
            .several(
                "groupBy",
                String.join(", ", Filters.KPI_DIMENSIONS),
                Filters.KPI_DIMENSIONS::contains)
            .orElse(Set.of())
            .stream()
            .toList();
    Filters filters = Filters.from(asked, Filters.KPI_DIMENSIONS);
    return Answer.json(
        KpiJson.of(view.kpis(new KpiQuery(asOf, window, filters.byDimension(), groupBy))));
  }

  static Optional<Duration> days(String text) {
    Matcher matcher = DAYS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int days = Integer.parseInt(matcher.group(1));
    return days <= LONGEST_WINDOW ? Optional.of(Duration.ofDays(days)) : Optional.empty();
  }
}
