package io.isotrail.streams.api;

import io.isotrail.streams.api.json.OutcomeJson;
import io.isotrail.streams.compliance.Policy;
import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.governance.InvalidGovernanceException;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.simulation.Outcome;
import io.isotrail.streams.simulation.Question;
import io.isotrail.streams.simulation.SimulationSettings;
import io.isotrail.streams.simulation.Simulator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Which KPIs and which rows another policy would change. */
final class SimulateEndpoint implements Endpoint {

  static final String JSON = "application/json";
  static final String YAML = "application/yaml";

  private static final String WHERE = "the policy";
  private static final List<String> PARAMETERS =
      Stream.concat(Stream.of(KpiParameters.AS_OF, KpiParameters.WINDOW), Filters.KPI_DIMENSIONS.stream()).toList();

  private final Simulator simulator;
  private final Clock clock;

  SimulateEndpoint(Simulator simulator, Clock clock) {
    this.simulator = simulator;
    this.clock = clock;
  }

  @Override
  public Answer answer(Asked asked) {
    asked.requireKnown(PARAMETERS);
    Filters filters = Filters.from(asked, Filters.KPI_DIMENSIONS);
    Question question =
        new Question(
            policy(asked.body()),
            new KpiQuery(
                KpiParameters.asOf(asked, clock),
                KpiParameters.window(asked),
                filters.byDimension(),
                List.of()),
            filters::matches);
    return switch (simulator.simulate(question)) {
      case Outcome.Done done -> Answer.json(OutcomeJson.of(done));
      case Outcome.Busy busy ->
          throw Problem.of(
                  429, "Busy", "Another simulation is running; only one does at a time. Ask again.")
              .withHeader("Retry-After", "5")
              .asRefusal();
      case Outcome.TooManyFacts tooMany ->
          throw limit(
              "One partition of the topic of facts has more than "
                  + tooMany.limit()
                  + " facts, and they are held in memory. Raise "
                  + SimulationSettings.FACTS.key()
                  + ".");
      case Outcome.TooSlow tooSlow ->
          throw limit(
              "The simulation took longer than "
                  + tooSlow.limitSeconds()
                  + " s and was given up. Raise "
                  + SimulationSettings.TIMEOUT.key()
                  + ".");
      case Outcome.Unavailable unavailable ->
          throw Problem.of(503, "Not available", unavailable.reason())
              .withHeader("Retry-After", "5")
              .asRefusal();
    };
  }

  private static Problem.Refusal limit(String detail) {
    return Problem.of(503, "Too large", detail).withHeader("Retry-After", "60").asRefusal();
  }

  private static Policy policy(Body body) {
    try {
      return body.mediaType().equals(JSON)
          ? GovernanceFiles.policyFromDocument(body.text(), WHERE)
          : GovernanceFiles.parsePolicy(body.text(), WHERE);
    } catch (InvalidGovernanceException e) {
      throw Problem.badBody("", String.valueOf(e.getMessage())).asRefusal();
    }
  }
}
