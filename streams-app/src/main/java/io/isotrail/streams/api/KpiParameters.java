package io.isotrail.streams.api;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters that every question about KPIs has. */
final class KpiParameters {

  static final String AS_OF = "asOf";
  static final String WINDOW = "window";
  static final String GROUP_BY = "groupBy";

  private static final Pattern DAYS = Pattern.compile("P([1-9]\\d{0,2})D");
  private static final int LONGEST_WINDOW = 400;
  private static final Duration USUAL_WINDOW = Duration.ofDays(30);

  private KpiParameters() {}

  /** Epoch seconds; now unless asked otherwise. */
  static long asOf(Asked asked, Clock clock) {
    return asked
        .single(AS_OF, Instants.ACCEPTED, Instants::parse)
        .orElseGet(() -> clock.instant().getEpochSecond());
  }

  static Duration window(Asked asked) {
    return asked
        .single(
            WINDOW, "whole days from P1D to P" + LONGEST_WINDOW + "D", KpiParameters::days)
        .orElse(USUAL_WINDOW);
  }

  /** Dimensions; empty for no groups. */
  static List<String> groupBy(Asked asked) {
    return asked
        .several(
            GROUP_BY, String.join(", ", Filters.KPI_DIMENSIONS), Filters.KPI_DIMENSIONS::contains)
        .orElse(Set.of())
        .stream()
        .toList();
  }

  private static Optional<Duration> days(String text) {
    Matcher matcher = DAYS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int days = Integer.parseInt(matcher.group(1));
    return days <= LONGEST_WINDOW ? Optional.of(Duration.ofDays(days)) : Optional.empty();
  }
}
