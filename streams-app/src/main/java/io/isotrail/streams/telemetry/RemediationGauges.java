package io.isotrail.streams.telemetry;

import io.isotrail.streams.view.View.EndedViolation;
import java.util.List;

/**
 * How fast violations of models were remediated, over rolling windows. Gauges in the shape of a
 * histogram: they fall again, so {@code histogram_quantile} applies to them directly and {@code
 * rate} never does.
 */
final class RemediationGauges {

  /** Upper bounds in seconds: 15 min, 1, 4 and 12 h, 1, 3, 7, 14, 30 and 90 days. */
  private static final List<Long> BOUNDS =
      List.of(
          900L,
          3_600L,
          14_400L,
          43_200L,
          86_400L,
          259_200L,
          604_800L,
          1_209_600L,
          2_592_000L,
          7_776_000L);

  private RemediationGauges() {}

  /**
   * The gauges.
   *
   * @param violations ended within the longest window
   */
  static List<Family> of(List<EndedViolation> violations, long asOf) {
    Family sum =
        new Family(
            "isotrail_remediation_seconds_sum",
            "Seconds from opening to remediation of the violations remediated in the window.",
            "window",
            "account");
    Family count =
        new Family(
            "isotrail_remediation_seconds_count",
            "Violations remediated in the window.",
            "window",
            "account");
    Family buckets =
        new Family(
            "isotrail_remediation_seconds_bucket",
            "Violations remediated in the window within le seconds.",
            "window",
            "account",
            "le");
    for (EndedViolation violation : violations) {
      long endedAt = violation.endedAt();
      if (!violation.endedAs().remediation()
          || !violation.group().kind().equals("model")
          || !Window.longest().holds(endedAt, asOf)) {
        continue;
      }
      long seconds = endedAt - violation.openedAt();
      String account = violation.group().account();
      for (Window window : Window.ALL) {
        boolean held = window.holds(endedAt, asOf);
        sum.add(held ? (double) seconds : 0, window.label(), account);
        count.add(held ? 1 : 0, window.label(), account);
        for (long bound : BOUNDS) {
          buckets.add(held && seconds <= bound ? 1 : 0, window.label(), account, bound + ".0");
        }
        buckets.add(held ? 1 : 0, window.label(), account, "+Inf");
      }
    }
    return List.of(sum, count, buckets);
  }
}
