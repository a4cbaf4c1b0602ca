package io.isotrail.streams.telemetry;

import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.Counts;
import io.isotrail.streams.kpi.Dimensions;
import io.isotrail.streams.kpi.Measures;
import java.util.List;
import java.util.Map;

/**
 * What exists. Every group of models has a series for every status, so that a ratio of sums is 0
 * rather than absent where none is isolated.
 */
// Counts and epoch seconds stay far below 2^53.
@SuppressWarnings("LongDoubleConversion")
final class ResourceGauges {

  private static final List<Status> EXISTING =
      List.of(
          Status.COMPLIANT,
          Status.VIOLATION,
          Status.EXEMPT,
          Status.UNDETERMINED,
          Status.OUT_OF_SCOPE);

  private ResourceGauges() {}

  static List<Family> of(Map<Dimensions, Counts> levels) {
    Family models =
        new Family(
            "isotrail_models",
            "Models that exist, by status.",
            "status",
            "environment",
            "sensitivity",
            "account",
            "region");
    Family before =
        new Family(
            "isotrail_models_created_before",
            "Models known only from later traces, a part of status UNDETERMINED in no ratio.",
            "environment",
            "sensitivity",
            "account",
            "region");
    Family hidden =
        new Family(
            "isotrail_resources_hidden",
            "Standing resources of unknown isolation whose create request CloudTrail omitted.",
            "kind",
            "environment",
            "sensitivity",
            "account",
            "region");
    Family resources =
        new Family(
            "isotrail_resources",
            "Standing resources that exist, by status.",
            "kind",
            "status",
            "account",
            "region");
    levels.forEach(
        (group, counts) -> {
          for (Status status : EXISTING) {
            long count = counts.get(Measures.level(status));
            if (count != 0) {
              resources.add(count, group.kind(), status.name(), group.account(), group.region());
            }
            if (group.kind().equals("model")) {
              models.add(
                  count,
                  status.name(),
                  group.environment(),
                  group.sensitivity(),
                  group.account(),
                  group.region());
            }
          }
          hidden.add(
              counts.get(Measures.LEVEL_HIDDEN),
              group.kind(),
              group.environment(),
              group.sensitivity(),
              group.account(),
              group.region());
          if (group.kind().equals("model")) {
            before.add(
                counts.get(Measures.LEVEL_TRACE),
                group.environment(),
                group.sensitivity(),
                group.account(),
                group.region());
          }
        });
    return List.of(models, before, hidden, resources);
  }
}
