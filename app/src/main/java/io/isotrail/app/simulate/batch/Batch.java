package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.app.simulate.batch.Logs.Told;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Computes for models what {@code report --all --format json} must say, in one pass over
 * everything. Percentiles are exact.
 */
public final class Batch {

  private Batch() {}

  /**
   * Reads every {@code .json.gz} below the directory, and its {@code policy.yaml} and {@code
   * exceptions.yaml} where they are there. Memory grows with the number of SageMaker's records.
   *
   * @param asOf whole seconds; every record is read whatever its time, and the answer is given as
   *     of this instant
   * @param window flows are those in (asOf - window, asOf]
   * @return {@code {"kpis":{...},"violations":[...]}}
   * @throws IOException when a file cannot be read, or says what this program does not understand
   */
  public static ObjectNode expected(Path directory, Instant asOf, Duration window)
      throws IOException {
    Logs logs = Logs.read(directory);
    Rules rules = Rules.read(directory.resolve("policy.yaml"));
    List<Waiver> waivers = Waiver.read(directory.resolve("exceptions.yaml"));
    List<Told> successes = logs.successes();
    List<Serving> servings = new Deployments(successes).servings();
    Map<ModelKey, List<ModelEvent>> byModel = new TreeMap<>(ModelKey.ORDER);
    Stream.concat(
            successes.stream().flatMap(told -> ModelEvent.of(told.id(), told.record()).stream()),
            servings.stream().map(ModelEvent::served))
        .forEach(
            event -> byModel.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event));
    Map<ModelKey, List<Life>> lives = new TreeMap<>(ModelKey.ORDER);
    byModel.forEach((key, events) -> lives.put(key, Life.of(events)));
    for (Serving serving : servings) {
      Life.boundAt(lives.getOrDefault(serving.model(), List.of()), serving.from())
          .ifPresent(life -> life.servings.add(serving));
    }
    List<Biography> biographies = new ArrayList<>();
    byModel.forEach(
        (key, events) -> biographies.add(Biography.of(key, events, lives, rules, waivers)));
    List<Denial> denials =
        logs.refusals().stream().flatMap(record -> Denial.of(record, rules).stream()).toList();
    return new Answer(
            asOf.getEpochSecond(),
            window,
            biographies,
            denials,
            waivers,
            Run.of(successes),
            logs.earliest(),
            rules)
        .toJson();
  }
}
