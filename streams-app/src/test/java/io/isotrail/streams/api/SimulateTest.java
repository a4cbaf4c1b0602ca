package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import io.isotrail.streams.kpi.KpiQuery;
import io.isotrail.streams.kpi.KpiReport;
import io.isotrail.streams.simulation.Outcome;
import io.isotrail.streams.simulation.Question;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateTest {

  private static final String PATH = "/api/v1/policy/simulate";

  private final RunningServer server = new RunningServer(Map.of());
  private final List<Question> asked = new ArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_policy_in_yaml_or_json_is_simulated_without_a_token() throws Exception {
    answer(done());

    HttpResponse<String> yaml =
        server.post(
            PATH + "?window=P7D&asOf=2026-02-01T00:00:00Z&account=111122223333",
            "version: 7\nratioObjective: 0.5",
            "Content-Type",
            "application/yaml");
    HttpResponse<String> json =
        server.post(
            PATH, "{\"version\":\"7\",\"ratioObjective\":0.5}", "Content-Type", "application/json");

    assertThat(yaml.statusCode()).as(yaml.body()).isEqualTo(200);
    assertThat(json.statusCode()).as(json.body()).isEqualTo(200);
    assertThat(asked.get(0).candidate()).isEqualTo(asked.get(1).candidate());
    assertThat(asked.get(0).candidate().version()).isEqualTo("7");
    assertThat(asked.get(0).query())
        .isEqualTo(
            new KpiQuery(
                1_769_904_000L,
                Duration.ofDays(7),
                Map.of("account", Set.of("111122223333")),
                List.of()));
    assertThat(asked.get(1).query().asOf()).isEqualTo(SampleRows.NOW_SECONDS);
    assertThat(asked.get(1).query().window()).isEqualTo(Duration.ofDays(30));
    JsonNode answer = RunningServer.json(json);
    assertThat(answer.at("/changed").toString())
        .isEqualTo(
            "[{\"key\":\"k\",\"from\":null,\"to\":{\"status\":\"VIOLATION\",\"severity\":\"high\"}}]");
    assertThat(answer.get("changedTotal").asLong()).isEqualTo(3);
    assertThat(answer.get("truncated").asBoolean()).isTrue();
    assertThat(answer.at("/before/models")).isNotEmpty();
    assertThat(answer.at("/after/models")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "version: 7, window=x, 'window'",
    "version: 7, asOf=now, 'asOf'",
    "version: 7, groupBy=account, groupBy",
    "objectives: {}, , version is missing",
    "versions: 7, , version",
    "'[[[', , the policy",
    "'', , the policy",
  })
  void what_cannot_be_simulated_names_its_culprit(
      String body, @org.jspecify.annotations.Nullable String query, String culprit)
      throws Exception {
    HttpResponse<String> response =
        server.post(
            PATH + (query == null ? "" : "?" + query), body, "Content-Type", "application/yaml");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("detail").asText()).contains(culprit);
  }

  @Test
  void limits_are_answered_with_the_mend() throws Exception {
    assertThat(refused(new Outcome.Busy(), 429)).contains("only one");
    assertThat(refused(new Outcome.TooManyFacts(7), 503)).contains("isotrail.simulation.facts");
    assertThat(refused(new Outcome.TooSlow(7), 503)).contains("isotrail.simulation.timeout");
    assertThat(refused(new Outcome.Unavailable("No policy."), 503)).isEqualTo("No policy.");
  }

  @Test
  void a_foreign_page_cannot_make_a_browser_ask() throws Exception {
    answer(done());

    assertThat(
            server
                .post(
                    PATH,
                    "version: 7",
                    "Content-Type",
                    "application/yaml",
                    "Origin",
                    "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(server.post(PATH, "version: 7", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(asked).isEmpty();
  }

  private String refused(Outcome outcome, int status) throws Exception {
    answer(outcome);
    HttpResponse<String> response =
        server.post(PATH, "version: 7", "Content-Type", "application/yaml");
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    return RunningServer.json(response).get("detail").asText();
  }

  private void answer(Outcome outcome) {
    server.simulate =
        question -> {
          asked.add(question);
          return outcome;
        };
  }

  private Outcome.Done done() {
    KpiReport report = server.view.kpis(new KpiQuery(0, Duration.ofDays(1), Map.of(), List.of()));
    return new Outcome.Done(
        report,
        report,
        List.of(
            new Outcome.Changed("k", null, new Outcome.Verdict(Status.VIOLATION, Severity.HIGH))),
        3);
  }
}
