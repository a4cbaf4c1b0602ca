package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.Evidence;
import io.isotrail.streams.compliance.Row;
import io.isotrail.streams.compliance.Severity;
import io.isotrail.streams.compliance.Status;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesTest {

  private static final long NOW = SampleRows.NOW_SECONDS;

  private final RunningServer server = new RunningServer(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shows_the_worst_first_and_nothing_that_is_gone() throws Exception {
    server.view.rows.addAll(
        List.of(
            SampleRows.other("fine", Status.COMPLIANT),
            SampleRows.violation("younger", Severity.HIGH, NOW - 10),
            SampleRows.violation("older", Severity.HIGH, NOW - 20),
            SampleRows.violation("worst", Severity.CRITICAL, NOW - 5),
            SampleRows.other("gone", Status.GONE)));

    JsonNode answer = RunningServer.json(server.get("/api/v1/resources"));

    assertThat(names(answer)).containsExactly("worst", "older", "younger", "fine");
    assertThat(answer.get("next").isNull()).isTrue();
  }

  @Test
  void has_the_fields_of_the_contract_in_their_order() throws Exception {
    server.view.rows.add(SampleRows.violation("Fraud-V3", Severity.HIGH, NOW - 90_000));

    JsonNode item = RunningServer.json(server.get("/api/v1/resources")).at("/items/0");

    assertThat(item.propertyStream().map(Map.Entry::getKey))
        .containsExactly(
            "key",
            "arn",
            "kind",
            "partition",
            "account",
            "accountName",
            "region",
            "name",
            "generation",
            "isolation",
            "status",
            "severity",
            "environment",
            "sensitivity",
            "owner",
            "thirdParty",
            "inService",
            "deleted",
            "endpoints",
            "vpc",
            "interContainerEncryption",
            "createdAt",
            "createdBy",
            "openedAt",
            "exposedSince",
            "detectedAt",
            "dueAt",
            "overdue",
            "exception",
            "tags",
            "lastEventAt");
    assertThat(item.get("key").asText()).isEqualTo("aws/111122223333/eu-central-1/model/fraud-v3");
    assertThat(item.get("arn").asText())
        .isEqualTo("arn:aws:sagemaker:eu-central-1:111122223333:model/fraud-v3");
    assertThat(item.get("name").asText()).isEqualTo("Fraud-V3");
    assertThat(item.get("severity").asText()).isEqualTo("high");
    assertThat(item.get("inService").isNull()).isTrue();
    assertThat(item.get("openedAt").asText()).isEqualTo("2026-02-28T11:00:00Z");
    assertThat(item.get("overdue").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "status=GONE, gone",
    "'status=GONE,COMPLIANT', 'fine,gone'",
    "severity=critical, worst",
    "'severity=critical,high', 'worst,older'",
    "account=999999999999, ''",
    "account=111122223333&severity=high, older",
    "owner=, ''",
    "inService=true, ''",
    "kind=training-job, ''",
    "sort=name, 'fine,older,worst'",
    "sort=openedAt, 'older,worst,fine'",
  })
  void answers_what_is_asked(String query, String expected) throws Exception {
    server.view.rows.addAll(
        List.of(
            SampleRows.other("fine", Status.COMPLIANT),
            SampleRows.violation("older", Severity.HIGH, NOW - 20),
            SampleRows.violation("worst", Severity.CRITICAL, NOW - 5),
            SampleRows.other("gone", Status.GONE)));

    JsonNode answer = RunningServer.json(server.get("/api/v1/resources?" + query));

    assertThat(String.join(",", names(answer))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "colour=red, colour, 'Accepted: account, region'",
    "severity=awful, severity, 'critical, high, medium, low'",
    "'severity=high,', severity, 'critical, high, medium, low'",
    "account=12, account, twelve digits",
    "region=%3Cb%3E, region, eu-central-1",
    "kind=car, kind, training-job",
    "status=violation, status, VIOLATION",
    "thirdParty=yes, thirdParty, 'true, false'",
    "sort=size, sort, 'severity, openedAt, name'",
    "limit=0, limit, 1 to 1000",
    "limit=1001, limit, 1 to 1000",
    "limit=ten, limit, 1 to 1000",
    "limit=1&limit=2, limit, more than once",
    "cursor=abc, cursor, next",
    "cursor=%F0%9F%92%A9, cursor, next",
  })
  void names_the_culprit_and_what_is_accepted(String query, String parameter, String accepted)
      throws Exception {
    HttpResponse<String> response = server.get("/api/v1/resources?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = RunningServer.json(response);
    assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("detail").asText()).contains(accepted);
  }

  @Test
  void pages_neither_repeat_nor_lose_a_row_while_others_come_and_go() throws Exception {
    for (int i = 0; i < 25; i++) {
      server.view.rows.add(SampleRows.violation("model-" + i, Severity.HIGH, NOW - i));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = RunningServer.json(server.get("/api/v1/resources?limit=10" + cursor));
      seen.addAll(names(page));
      server.view.rows.add(
          SampleRows.violation("newcomer-" + seen.size(), Severity.CRITICAL, NOW - 1));
      server.view.rows.removeIf(row -> row.name().equals(seen.getFirst()));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
    } while (!cursor.isEmpty());

    assertThat(seen).hasSize(25).doesNotHaveDuplicates().noneMatch(name -> name.startsWith("new"));
    assertThat(server.view.asked).hasSize(3).containsOnly(NOW);
  }

  @Test
  void a_cursor_answers_no_other_question() throws Exception {
    server.view.rows.add(SampleRows.violation("a", Severity.HIGH, NOW));
    server.view.rows.add(SampleRows.violation("b", Severity.HIGH, NOW));
    String next = RunningServer.json(server.get("/api/v1/resources?limit=1")).get("next").asText();

    HttpResponse<String> response = server.get("/api/v1/resources?sort=name&cursor=" + next);

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void writes_csv_that_no_spreadsheet_runs() throws Exception {
    server.view.rows.add(
        SampleRows.violation("=HYPERLINK(\"http://x\",\"y\")", Severity.CRITICAL, NOW));
    server.view.rows.add(SampleRows.violation("two\r\nlines", Severity.HIGH, NOW));

    HttpResponse<String> response =
        server.get("/api/v1/resources?limit=1", "Accept", "text/csv, application/json;q=0.5");

    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    String[] lines = response.body().split("\r\n");
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).startsWith("key,arn,kind,").endsWith(",tags,lastEventAt");
    assertThat(lines[1])
        .contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")
        .contains(",team=risk,");
    String next = response.headers().firstValue("Isotrail-Next").orElseThrow();
    assertThat(server.get("/api/v1/resources?cursor=" + next, "Accept", "text/csv").body())
        .contains("\"two\r\nlines\"");
  }

  @Test
  void offers_json_and_csv_alone() throws Exception {
    assertThat(server.get("/api/v1/resources", "Accept", "application/xml").statusCode())
        .isEqualTo(406);
  }

  @Test
  void keeps_hostile_names_as_they_are_in_valid_json() throws Exception {
    String hostile = "</script><script>alert(1)</script>\u202Egnp.\"'\\\u0000" + "x".repeat(5_000);
    server.view.rows.add(SampleRows.violation(hostile, Severity.HIGH, NOW));

    HttpResponse<String> response = server.get("/api/v1/resources");

    assertThat(RunningServer.json(response).at("/items/0/name").asText()).isEqualTo(hostile);
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void shows_one_resource_with_its_evidence() throws Exception {
    Row row = SampleRows.violation("Fraud-V3", Severity.HIGH, NOW - 1_000);
    server.view.rows.add(row);
    server.view.facts.add(
        Evidence.newBuilder()
            .setAt(NOW - 1_000)
            .setType("CREATED")
            .setOperation("CreateModel")
            .setAccount(SampleRows.ACCOUNT)
            .setEventId("event-1")
            .setDetail(Map.of("isolation", "NOT_ISOLATED"))
            .setSources(List.of("s3://trail/one.json.gz"))
            .build());

    JsonNode answer =
        RunningServer.json(
            server.get("/api/v1/resources/aws/111122223333/eu-central-1/model/FRAUD-v3"));

    assertThat(answer.get("name").asText()).isEqualTo("Fraud-V3");
    assertThat(answer.at("/facts/0/eventId").asText()).isEqualTo("event-1");
    assertThat(answer.at("/facts/0/actor").isNull()).isTrue();
    assertThat(answer.at("/facts/0/sources/0").asText()).isEqualTo("s3://trail/one.json.gz");
    assertThat(answer.at("/spells/0/endedAs").asText()).isEqualTo("EXEMPTED");
    assertThat(answer.at("/spells/1/to").isNull()).isTrue();
    assertThat(answer.at("/spells/1/exception").asText()).isEqualTo("EX-1");
  }

  @ParameterizedTest
  @CsvSource({
    "aws/111122223333/eu-central-1/model/unknown",
    "aws/111122223333/eu-central-1/car/fraud-v3",
    "aws/111122223333/eu-central-1/model",
    "aws/111122223333/eu-central-1/model/a/b",
    "aws/111122223333/eu-central-1/model/a%2Fb",
  })
  void an_unknown_resource_is_not_found(String key) throws Exception {
    server.view.rows.add(SampleRows.violation("fraud-v3", Severity.HIGH, NOW));

    HttpResponse<String> response = server.get("/api/v1/resources/" + key);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void finds_names_that_need_escaping() throws Exception {
    String name = "a b?c#d%é\u202E";
    server.view.rows.add(SampleRows.violation(name, Severity.HIGH, NOW));
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

    HttpResponse<String> response =
        server.get("/api/v1/resources/aws/111122223333/eu-central-1/model/" + encoded);

    assertThat(RunningServer.json(response).get("name").asText()).isEqualTo(name);
  }

  private static List<String> names(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer.get("items").forEach(item -> names.add(item.get("name").asText()));
    return names;
  }
}
