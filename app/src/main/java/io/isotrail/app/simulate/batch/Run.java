package io.isotrail.app.simulate.batch;

import io.isotrail.app.simulate.batch.Logs.Told;
import java.util.List;
import java.util.Optional;

/**
 * A training, processing or tuning job, at the second of its create.
 *
 * @param isolated empty when the request is hidden
 */
record Run(long at, Optional<Boolean> isolated) {

  static List<Run> of(List<Told> successes) {
    return successes.stream().flatMap(told -> of(told).stream()).toList();
  }

  private static Optional<Run> of(Told told) {
    if (!told.operation().endsWith("Job")) {
      return Optional.empty();
    }
    if (!ModelEvent.visible(told.request())) {
      return Optional.of(new Run(told.at(), Optional.empty()));
    }
    boolean isolated =
        switch (told.operation()) {
          case "CreateProcessingJob" -> ModelEvent.isolated(told.request().path("networkConfig"));
          case "CreateHyperParameterTuningJob" -> tunes(told);
          default -> ModelEvent.isolated(told.request());
        };
    return Optional.of(new Run(told.at(), Optional.of(isolated)));
  }

  /** All its training jobs are. */
  private static boolean tunes(Told told) {
    boolean one = true;
    if (told.request().path("trainingJobDefinition").isObject()) {
      one = ModelEvent.isolated(told.request().path("trainingJobDefinition"));
    }
    for (var definition : told.request().path("trainingJobDefinitions")) {
      one &= ModelEvent.isolated(definition);
    }
    return one;
  }
}
