package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.governance.GovernanceFiles;
import io.isotrail.streams.rejections.Report;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pipelines report, and what every write asks for. */
class RejectionsTest {

  private static final String OPERATOR = "o".repeat(32);
  private static final String PATH = "/api/v1/rejections";
  private static final String BODY =
      """
      {"id":"build-7/CKV_AWS_370/fraud","at":"2026-02-28T10:00:00.123Z","account":"111122223333",
       "region":"eu-central-1","resource":"Fraud-v3","rule":"CKV_AWS_370","actor":"ann",
       "pipeline":"deploy"}""";
  private static final String SARIF =
      """
      {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Checkov","rules":[
         {"id":"CKV_AWS_1"},{"id":"CKV_AWS_370"}]}},
       "automationDetails":{"id":"build-7"},
       "invocations":[{"executionSuccessful":true,"endTimeUtc":"2026-02-28T10:00:00.5Z"}],
       "results":[
        {"ruleId":"CKV_AWS_370","level":"error","locations":[{"physicalLocation":
          {"artifactLocation":{"uri":"ml/main.tf"},"region":{"startLine":3}},"logicalLocations":[
          {"fullyQualifiedName":"module.ml.aws_sagemaker_endpoint_configuration.Fraud"}]}]},
        {"ruleIndex":1,"locations":[{"physicalLocation":
          {"artifactLocation":{"uri":"ml/main.tf"},"region":{"startLine":30}}}]},
        {"ruleIndex":1,"locations":[{"physicalLocation":
          {"artifactLocation":{"uri":"ml/main.tf"},"region":{"startLine":30}}}]},
        {"rule":{"id":"CKV_AWS_370/b"},"partialFingerprints":{"hash/v1":"abc"}},
        {"ruleId":"CKV_AWS_1"},
        {"ruleId":"CKV_AWS_370","kind":"pass"},
        {"ruleId":"CKV_AWS_370","baselineState":"absent"},
        {"ruleId":"CKV_AWS_370","suppressions":[{"kind":"inSource"}]},
        {"ruleId":"CKV_AWS_370","suppressions":[{"kind":"external","status":"rejected"}]}
       ]}]}""";

  private final RunningServer server =
      new RunningServer(
          Map.of(
              "isotrail.api.tokens",
              "oli operator " + OPERATOR,
              "isotrail.api.maximum-body",
              "16KiB"));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_finding_in_our_own_shape_becomes_a_report() throws Exception {
    HttpResponse<String> response = post(PATH, BODY);

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body())
        .isEqualTo(
            "{\"accepted\":[{\"id\":\"build-7/CKV_AWS_370/fraud\",\"eventId\":"
                + "\"pipeline:eu-central-1:build-7/CKV_AWS_370/fraud\",\"resource\":"
                + "\"aws/111122223333/eu-central-1/model/fraud-v3\",\"rule\":\"CKV_AWS_370\"}],"
                + "\"passedOver\":0}");
    Report report = server.rejections.published.getFirst();
    assertThat(report.name()).isEqualTo("Fraud-v3");
    assertThat(report.at())
        .isEqualTo(java.time.Instant.parse("2026-02-28T10:00:00Z").getEpochSecond());
    assertThat(report.operation().eventName()).isEqualTo("CreateModel");
    assertThat(report.actor()).isEqualTo("ann");
    assertThat(report.pipeline()).isEqualTo("deploy");
  }

  @Test
  void the_same_document_gives_the_same_fact() throws Exception {
    post(PATH, BODY);
    post(PATH, BODY);
    policy("CKV_AWS_370");
    post(PATH + "?account=111122223333&region=eu-central-1", SARIF);
    post(PATH + "?account=111122223333&region=eu-central-1", SARIF);

    var published = server.rejections.published;
    assertThat(published.get(0).fact()).isEqualTo(published.get(1).fact());
    assertThat(published.subList(2, 6).stream().map(Report::fact))
        .isEqualTo(published.subList(6, 10).stream().map(Report::fact).toList());
  }

  @Test
  void who_told_it_stands_in_for_the_pipeline() throws Exception {
    post(PATH, BODY.replace(",\n \"pipeline\":\"deploy\"", ""));

    assertThat(server.rejections.published.getFirst().pipeline()).isEqualTo("oli");
  }

  @ParameterizedTest
  @CsvSource({
    "fraud, model, CreateModel",
    "model/fraud, model, CreateModel",
    "training-job/fraud, training-job, CreateTrainingJob",
    "monitoring-schedule/fraud, monitoring-schedule, CreateMonitoringSchedule",
    "arn:aws:sagemaker:eu-central-1:111122223333:endpoint-config/Fraud, endpoint-config, CreateEndpointConfig",
  })
  void a_resource_is_named_in_several_ways(String text, String kind, String operation)
      throws Exception {
    assertThat(post(PATH, BODY.replace("Fraud-v3", text)).statusCode()).isEqualTo(202);

    Report report = server.rejections.published.getFirst();
    assertThat(report.resource().toString())
        .isEqualTo("aws/111122223333/eu-central-1/" + kind + "/fraud");
    assertThat(report.operation().eventName()).isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "111122223333 | 1111 | /account",
        "\"111122223333\" | 111122223333 | /account",
        "eu-central-1 | EU | /region",
        "Fraud-v3 | endpoint/x | /resource",
        "Fraud-v3 | model/ | /resource",
        "Fraud-v3 | a/b/c | /resource",
        "Fraud-v3 | arn:aws:sagemaker:us-east-1:111122223333:model/x | /resource",
        "Fraud-v3 | arn:aws-cn:sagemaker:eu-central-1:111122223333:model/x | /resource",
        "Fraud-v3 | arn:aws:s3:::bucket/x | /resource",
        "2026-02-28T10:00:00.123Z | yesterday | /at",
        "2026-02-28T10:00:00.123Z | 1999-02-28T10:00:00Z | /at",
        "2026-02-28T10:00:00.123Z | 2999-02-28T10:00:00Z | /at",
        "build-7 | \\u0000 | /id",
        "build-7 | \\ud800 | /id",
        "\"id\" | \"ids\" | /ids",
        "\"rule\" | \"a/b~c\" | /a~1b~0c",
        "\"ann\" | {\"x\":1} | /actor",
        "\"actor\":\"ann\", | | ",
      })
  void a_body_that_cannot_be_used_names_its_culprit(
      String from,
      @org.jspecify.annotations.Nullable String to,
      @org.jspecify.annotations.Nullable String pointer)
      throws Exception {
    HttpResponse<String> response = post(PATH, BODY.replace(from, to == null ? "" : to));

    if (pointer == null) {
      assertThat(response.statusCode()).isEqualTo(202);
      return;
    }
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("pointer").asText()).isEqualTo(pointer);
    assertThat(server.rejections.published).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | The body is empty; a JSON object is needed.",
        "s3cr3t | The body is no JSON, or a member stands twice in one object: line 1, column 1.",
        "{\"id\":1,\"id\":2} | The body is no JSON, or a member stands twice in one object: line 1, column 13.",
        "{} {} | The body is no JSON",
        "[] | An object is needed here.",
        "null | An object is needed here.",
        "{\"id\":\"x\"} | 'account' needs an account of twelve digits.",
        "{\"id\":99999999999999999999999999999999999999999999} | far too long",
      })
  void what_is_no_document_is_refused(String body, String detail) throws Exception {
    HttpResponse<String> response = post(PATH, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.json(response).get("detail").asText()).contains(detail);
    assertThat(response.body()).doesNotContain("s3cr3t");
  }

  @Test
  void depth_and_size_are_limited() throws Exception {
    HttpResponse<String> deep = post(PATH, "[".repeat(5_000));
    HttpResponse<String> large = post(PATH, "\"" + "x".repeat(17_000) + "\"");

    assertThat(deep.statusCode()).isEqualTo(400);
    assertThat(deep.body()).contains("nested deeper than 64 levels");
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void a_chunked_body_beyond_the_limit_is_refused_too() throws Exception {
    HttpResponse<String> response =
        server.send(
            "POST",
            PATH,
            java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(new byte[20_000])),
            "Authorization",
            "Bearer " + OPERATOR,
            "Content-Type",
            "application/json");

    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void sarif_tells_of_the_rules_that_the_policy_lists() throws Exception {
    policy("CKV_AWS_370");

    HttpResponse<String> response =
        post(PATH + "?account=111122223333&region=cn-north-1&pipeline=deploy&actor=ann", SARIF);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(RunningServer.json(response).get("passedOver").asInt()).isEqualTo(4);
    assertThat(server.rejections.published.stream().map(report -> report.resource().toString()))
        .containsExactly(
            "aws-cn/111122223333/cn-north-1/endpoint-config/module.ml.aws_sagemaker_endpoint_configuration.fraud",
            "aws-cn/111122223333/cn-north-1/model/ml:main.tf:30",
            "aws-cn/111122223333/cn-north-1/model/",
            "aws-cn/111122223333/cn-north-1/model/");
    assertThat(server.rejections.published)
        .allSatisfy(
            report -> {
              assertThat(report.rule()).isEqualTo("CKV_AWS_370");
              assertThat(report.at())
                  .isEqualTo(java.time.Instant.parse("2026-02-28T10:00:00Z").getEpochSecond());
              assertThat(report.id()).matches("build-7:[0-9a-f]{32}");
              assertThat(report.pipeline()).isEqualTo("deploy");
            });
  }

  @Test
  void sarif_needs_a_list_of_rules_an_id_and_a_place() throws Exception {
    String place = PATH + "?account=111122223333&region=eu-central-1";
    assertThat(post(place, SARIF).statusCode()).isEqualTo(503);
    server.view.policy = GovernanceFiles.defaultPolicy();
    HttpResponse<String> unlisted = post(place, SARIF);
    assertThat(unlisted.statusCode()).isEqualTo(409);
    assertThat(unlisted.body()).contains("rejections.ruleIds");

    policy("CKV_AWS_370");
    assertThat(parameter(post(PATH + "?account=111122223333", SARIF))).isEqualTo("region");
    assertThat(parameter(post(PATH + "?account=1&region=eu-central-1", SARIF)))
        .isEqualTo("account");
    assertThat(parameter(post(place + "&at=now", SARIF))).isEqualTo("at");
    assertThat(parameter(post(place + "&nonsense=1", SARIF))).isEqualTo("nonsense");
    assertThat(parameter(post(place, SARIF.replace("\"id\":\"build-7\"", "")))).isEqualTo("id");
    assertThat(pointer(post(place, SARIF.replace("2.1.0", "2.0.0")))).isEqualTo("/version");
    assertThat(pointer(post(place, "{\"version\":\"2.1.0\",\"runs\":{}}"))).isEqualTo("/runs");
    assertThat(pointer(post(place, SARIF.replace("\"ruleIndex\":1", "\"ruleIndex\":\"1\""))))
        .isEqualTo("/runs/0/results/1/ruleIndex");
    assertThat(server.rejections.published).isEmpty();
  }

  @Test
  void when_kafka_is_away_the_answer_says_so_and_nothing_of_the_inside() throws Exception {
    server.rejections.away = true;

    HttpResponse<String> response = post(PATH, BODY);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("5");
    assertThat(response.body()).doesNotContain("broker-7");
  }

  private void policy(String rule) {
    server.view.policy =
        GovernanceFiles.parsePolicy(
            "version: 1\nrejections: {ruleIds: [%s]}".formatted(rule), "test");
  }

  private static String parameter(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    return RunningServer.json(response).get("parameter").asText();
  }

  private static String pointer(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    return RunningServer.json(response).get("pointer").asText();
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    if (headers.length == 0) {
      return post(path, body, "Authorization", "Bearer " + OPERATOR);
    }
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return server.post(path, body, all);
  }
}
