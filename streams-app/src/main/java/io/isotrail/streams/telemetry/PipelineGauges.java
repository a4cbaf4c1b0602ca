package io.isotrail.streams.telemetry;

import io.isotrail.avro.FeedStatus;
import io.isotrail.streams.view.View;
import java.util.List;

/** Whether the numbers can be trusted, and how fresh they are. */
// Epoch seconds stay far below 2^53.
@SuppressWarnings("LongDoubleConversion")
final class PipelineGauges {

  private PipelineGauges() {}

  static List<Family> of(TelemetrySettings settings, View view) {
    Family objects =
        new Family(
            "isotrail_feed_last_object_timestamp_seconds",
            "Delivery of the latest log file.",
            "account",
            "region");
    Family events =
        new Family(
            "isotrail_feed_last_event_timestamp_seconds",
            "Time of the latest event.",
            "account",
            "region");
    Family coverage =
        new Family(
            "isotrail_coverage_start_timestamp_seconds",
            "Time of the earliest event.",
            "account",
            "region");
    for (FeedStatus feed : view.feeds()) {
      objects.most((double) feed.getLastObjectAt(), feed.getAccount(), feed.getRegion());
      events.most((double) feed.getLastEventAt(), feed.getAccount(), feed.getRegion());
      coverage.least((double) feed.getFirstEventAt(), feed.getAccount(), feed.getRegion());
    }
    Family staleAfter =
        new Family(
            "isotrail_feed_stale_after_seconds",
            "Silence after which a feed is stale, as isotrail.view.feed.stale-after says.");
    staleAfter.add(settings.staleAfter().toSeconds());
    Family sent =
        new Family(
            "isotrail_canary_timestamp_seconds",
            "When the latest synthetic fact was published that came all the way to this view.");
    Family took =
        new Family(
            "isotrail_canary_seconds",
            "How long that synthetic fact took, from its publication to this view.");
    view.canary()
        .ifPresent(
            canary -> {
              sent.most(canary.sentAtMillis() / 1_000.0);
              canary.tookMillis().ifPresent(millis -> took.most(millis / 1_000.0));
            });
    Family objective =
        new Family(
            "isotrail_ratio_objective",
            "The share of isolated production models that the policy asks for, 0 to 1.");
    view.policy().ifPresent(policy -> objective.most(policy.ratioObjective()));
    View.Completeness completeness = view.completeness();
    return List.of(
        objects,
        events,
        coverage,
        staleAfter,
        sent,
        took,
        objective,
        complete(completeness.complete()),
        ready(completeness.ready()));
  }

  /** What is shown when the view fails. */
  static List<Family> broken() {
    return List.of(complete(false), ready(false));
  }

  private static Family complete(boolean complete) {
    Family family =
        new Family(
            "isotrail_complete", "1 when nothing is missing and nothing is catching up, else 0.");
    family.add(complete ? 1 : 0);
    return family;
  }

  private static Family ready(boolean ready) {
    Family family = new Family("isotrail_ready", "1 when this instance answers, else 0.");
    family.add(ready ? 1 : 0);
    return family;
  }
}
