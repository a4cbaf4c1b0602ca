package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.streams.kpi.KpiQuery;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KpisTest {

  private final RunningServer server = new RunningServer(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asks_for_thirty_days_up_to_now_unless_told_otherwise() throws Exception {
    server.get("/api/v1/kpis");

    assertThat(server.view.questions)
        .containsExactly(
            new KpiQuery(SampleRows.NOW_SECONDS, Duration.ofDays(30), Map.of(), List.of()));
  }

  @Test
  void hands_on_instant_window_groups_and_filters() throws Exception {
    server.get(
        "/api/v1/kpis?asOf=2026-02-01T00:00:00Z&window=P400D&groupBy=account,region"
            + "&environment=production,untagged&severity=high&owner=risk%20team");

    assertThat(server.view.questions)
        .containsExactly(
            new KpiQuery(
                Instant.parse("2026-02-01T00:00:00Z").getEpochSecond(),
                Duration.ofDays(400),
                Map.of(
                    "environment",
                    Set.of("production", "untagged"),
                    "severity",
                    Set.of("high"),
                    "owner",
                    Set.of("risk team")),
                List.of("account", "region")));
  }

  @Test
  void answers_in_the_shape_of_the_contract() throws Exception {
    JsonNode answer = RunningServer.json(server.get("/api/v1/kpis?window=P7D"));

    assertThat(answer.toString())
        .isEqualTo(
            """
            {"asOf":"2026-03-01T12:00:00Z","window":"P7D","resolution":"PT1S",\
            "models":{"production":10,"isolated":5,"exempt":1,"violation":3,"undetermined":1,\
            "outOfScope":0},"isolationRatio":0.5,"complianceRatio":0.6,\
            "remediation":{"count":2,"meanSeconds":100,"p50Seconds":50,"p90Seconds":150},\
            "ends":{"DELETED":2,"REPLACED":0,"ISOLATED":0,"EXEMPTED":0,"RECLASSIFIED":0,\
            "INFERRED":0},\
            "open":{"count":3,"overdue":1,"oldestSeconds":900,"meanAgeSeconds":300},\
            "rejections":{"isolation":4,"other":5,"unknown":6,\
            "bySource":{"aws":15,"pipeline":0},"distinct":7},\
            "exceptions":{"active":1,"exemptResources":8,"expiringIn30Days":1,"expired":9},\
            "runs":{"total":14,"isolated":12,"undetermined":1,"resolution":"PT1S"},\
            "coverage":{"historyFrom":"2026-03-01T10:36:40Z","createdBefore":11},\
            "complete":true}""");
  }

  @Test
  void has_groups_only_when_asked_for_them() throws Exception {
    JsonNode answer = RunningServer.json(server.get("/api/v1/kpis?groupBy=account"));

    assertThat(answer.at("/groups/0/by/account").asText()).isEqualTo("1");
    assertThat(answer.at("/groups/0/models/production").asLong()).isEqualTo(10);
    assertThat(answer.at("/groups/0").has("groups")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "window=P0D, window",
    "window=P401D, window",
    "window=PT24H, window",
    "window=30, window",
    "window=P99999999999D, window",
    "asOf=yesterday, asOf",
    "asOf=2026-02-01T00:00:00.5Z, asOf",
    "asOf=1999-12-31T23:59:59Z, asOf",
    "asOf=%2B999999999-12-31T23:59:59Z, asOf",
    "groupBy=colour, groupBy",
    "groupBy=status, groupBy",
    "status=VIOLATION, status",
    "limit=5, limit",
  })
  void names_the_culprit(String query, String parameter) throws Exception {
    HttpResponse<String> response = server.get("/api/v1/kpis?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("parameter").asText()).isEqualTo(parameter);
    assertThat(RunningServer.json(response).get("detail").asText()).contains("Accepted:");
    assertThat(server.view.questions).isEmpty();
  }
}
