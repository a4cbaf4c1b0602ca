package io.isotrail.streams.telemetry;

import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Status;
import java.util.List;

/**
 * What exists. Every group of models has a series for every status, so that a ratio of sums is 0
 * rather than absent where none is isolated.
 */
final class ResourceGauges {

  private static final List<Status> EXISTING =
      List.of(
          Status.COMPLIANT,
          Status.VIOLATION,
          Status.EXEMPT,
          Status.UNDETERMINED,
          Status.OUT_OF_SCOPE);

  private ResourceGauges() {}

  static List<Family> of(List<Row> rows) {
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
    Family resources =
        new Family(
            "isotrail_resources",
            "Standing resources that exist, by status.",
            "kind",
            "status",
            "account",
            "region");
    for (Row row : rows) {
      if (row.status() == Status.GONE) {
        continue;
      }
      String account = row.subject().account();
      String region = row.subject().region();
      resources.add(1, row.subject().kind(), row.status().name(), account, region);
      if (row.subject().kind().equals("model")) {
        for (Status status : EXISTING) {
          models.add(
              status == row.status() ? 1 : 0,
              status.name(),
              row.environment(),
              row.sensitivity(),
              account,
              region);
        }
        boolean untraced = row.status() == Status.UNDETERMINED && row.createdAt() == null;
        before.add(untraced ? 1 : 0, row.environment(), row.sensitivity(), account, region);
      }
    }
    return List.of(models, before, resources);
  }
}
