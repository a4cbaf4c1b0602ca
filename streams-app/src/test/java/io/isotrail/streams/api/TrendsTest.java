package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.streams.kpi.TrendQuery;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendsTest {

  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asks_for_the_last_ninety_days_by_day() throws Exception {
    server.get("/api/v1/trends");

    assertThat(server.view.courses)
        .containsExactly(
            new TrendQuery(
                LocalDate.parse("2025-12-02"),
                LocalDate.parse("2026-03-01"),
                TrendQuery.Step.DAY,
                Map.of(),
                List.of()));
  }

  @Test
  void understands_days_instants_steps_filters_and_groups() throws Exception {
    server.get(
        "/api/v1/trends?from=2024-02-29&to=2025-01-01T13:00:00Z&step=P1M"
            + "&groupBy=environment,owner&severity=high");

    assertThat(server.view.courses)
        .containsExactly(
            new TrendQuery(
                LocalDate.parse("2024-02-29"),
                LocalDate.parse("2025-01-01"),
                TrendQuery.Step.MONTH,
                Map.of("severity", Set.of("high")),
                List.of("environment", "owner")));
  }

  @Test
  void answers_points_and_nulls_where_nothing_was_covered() throws Exception {
    JsonNode answer = RunningServer.json(server.get("/api/v1/trends?from=2026-02-28"));

    assertThat(answer.get("from").asText()).isEqualTo("2026-02-28T00:00:00Z");
    assertThat(answer.get("to").asText()).isEqualTo("2026-03-01T23:59:59Z");
    assertThat(answer.get("step").asText()).isEqualTo("P1D");
    assertThat(answer.get("points")).hasSize(2);
    JsonNode none = answer.at("/points/0");
    JsonNode some = answer.at("/points/1");
    assertThat(none.at("/to").asText()).isEqualTo("2026-02-28T23:59:59Z");
    assertThat(none.at("/models").isNull()).isTrue();
    assertThat(none.has("isolationRatio")).isTrue();
    assertThat(some.at("/asOf").asText()).isEqualTo("2026-03-01T23:59:59Z");
    assertThat(some.at("/window").asText()).isEqualTo("P1D");
    assertThat(some.at("/models/isolated").asInt()).isEqualTo(5);
    assertThat(none.fieldNames()).toIterable().containsExactlyElementsOf(some::fieldNames);
  }

  @ParameterizedTest
  @CsvSource({
    "from=2026-03-02&to=2026-03-01, from",
    "from=yesterday, from",
    "from=1999-12-31, from",
    "to=2026-02-30, to",
    "step=P2D, step",
    "groupBy=colour, groupBy",
    "window=P1D, window"
  })
  void names_what_it_cannot_use(String query, String culprit) throws Exception {
    JsonNode problem = RunningServer.json(server.get("/api/v1/trends?" + query));

    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("parameter").asText()).isEqualTo(culprit);
  }

  @Test
  void says_what_to_do_when_the_answer_would_be_too_large() throws Exception {
    server.view.trendLimit = 5;

    JsonNode problem = RunningServer.json(server.get("/api/v1/trends?from=2026-01-01"));

    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("detail").asText())
        .contains("isotrail.view.trend-limit", "P1D", "a longer step");
  }
}
