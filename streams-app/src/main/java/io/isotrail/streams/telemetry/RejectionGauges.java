package io.isotrail.streams.telemetry;

import io.isotrail.avro.Rejection;
import io.isotrail.streams.view.View;
import java.util.List;
import java.util.Locale;

/** What the guardrails rejected, over rolling windows. */
final class RejectionGauges {

  private RejectionGauges() {}

  static List<Family> of(View view, long asOf) {
    Family rejections =
        new Family(
            "isotrail_rejections",
            "Rejected deployments of models in the window.",
            "window",
            "attribution",
            "source",
            "account");
    // One second more at the end, whichever of the bounds the view includes.
    for (Rejection rejection : view.rejections(asOf - Window.longest().seconds(), asOf + 1)) {
      if (!rejection.getKind().equals("model")
          || !Window.longest().holds(rejection.getAt(), asOf)) {
        continue;
      }
      for (Window window : Window.ALL) {
        rejections.add(
            window.holds(rejection.getAt(), asOf) ? 1 : 0,
            window.label(),
            rejection.getAttribution().name().toLowerCase(Locale.ROOT),
            rejection.getReportedBy().name().toLowerCase(Locale.ROOT),
            rejection.getAccount());
      }
    }
    return List.of(rejections);
  }
}
