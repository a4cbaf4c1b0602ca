package io.isotrail.streams.oracle;

/**
 * One step of a trend.
 *
 * @param from first second
 * @param to first second after it; the KPIs are those of asOf one second before
 */
public record TrendAnswer(long from, long to, KpiAnswer kpis) {

  /** How long the steps are. */
  public enum Step {
    /** UTC days. */
    DAY,
    /** Seven days each, from the first one on. */
    WEEK,
    /** UTC calendar months. */
    MONTH
  }
}
