package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.topology.Records;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies and exceptions over HTTP: who may change what, and what is answered. */
class GovernanceTest {

  private static final Map<String, String> TOKENS =
      Map.of(
          "ann", "a".repeat(40),
          "bob", "b".repeat(40),
          "zoe", "z".repeat(40),
          "vic", "v".repeat(40));
  private static final String EXCEPTION = "/api/v1/exceptions/EX-1";
  private static final String REQUEST =
      """
      {"resource": "*:model/fraud", "reason": "r", "ticket": "SEC-1", "validUntil": "%s"}
      """
          .formatted(SampleRows.NOW.plusSeconds(30 * 86_400));

  private final RunningServer server =
      new RunningServer(
          Map.of(
              "isotrail.api.tokens",
              "ann operator %s;bob approver %s;zoe operator,approver %s;vic viewer %s"
                  .formatted(
                      TOKENS.get("ann"), TOKENS.get("bob"), TOKENS.get("zoe"), TOKENS.get("vic"))));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_exception_is_requested_approved_and_revoked() throws Exception {
    JsonNode requested = ok(send("ann", "PUT", EXCEPTION, REQUEST));
    assertThat(requested.get("state").asText()).isEqualTo("requested");
    assertThat(requested.get("requestedBy").asText()).isEqualTo("ann");
    assertThat(requested.get("revision").asLong()).isEqualTo(1);

    JsonNode approved = ok(send("bob", "POST", EXCEPTION + "/approve?revision=1", null));
    assertThat(approved.get("state").asText()).isEqualTo("active");
    assertThat(approved.get("approver").asText()).isEqualTo("bob");
    assertThat(approved.get("approvedAt").asText()).isEqualTo(SampleRows.NOW.toString());

    assertThat(send("ann", "PUT", EXCEPTION, REQUEST.replace("fraud", "x")).statusCode())
        .isEqualTo(409);
    JsonNode revoked = ok(send("ann", "DELETE", EXCEPTION, null));
    assertThat(revoked.get("revokedAt").asText()).isEqualTo(SampleRows.NOW.toString());
    int records = server.governance.records();
    ok(send("bob", "DELETE", EXCEPTION, null));
    assertThat(server.governance.records()).isEqualTo(records);
  }

  @Test
  void only_the_revision_that_was_read_is_approved() throws Exception {
    ok(send("ann", "PUT", EXCEPTION, REQUEST));
    ok(send("ann", "PUT", EXCEPTION, REQUEST.replace("*:model/fraud", "*")));

    HttpResponse<String> changed = send("bob", "POST", EXCEPTION + "/approve?revision=1", null);
    assertThat(changed.statusCode()).isEqualTo(409);
    assertThat(RunningServer.json(changed).get("detail").asText()).contains("revision", "2");
    for (String query : List.of("", "?revision=", "?revision=0", "?revision=two")) {
      HttpResponse<String> unread = send("bob", "POST", EXCEPTION + "/approve" + query, null);
      assertThat(unread.statusCode()).as(query).isEqualTo(400);
      assertThat(RunningServer.json(unread).get("parameter").asText()).isEqualTo("revision");
    }
    ok(send("bob", "POST", EXCEPTION + "/approve?revision=2", null));
  }

  @Test
  void an_exception_is_listed_with_the_revision_that_says_so() throws Exception {
    ExceptionGrant read = grant("read", null, SampleRows.NOW_SECONDS + 86_400, null);
    server.view.exceptions.add(read);
    server.view.published.add(Records.exception(read, 3, SampleRows.NOW_SECONDS));
    server.view.exceptions.add(grant("late", null, SampleRows.NOW_SECONDS + 86_400, null));
    server.view.published.add(
        Records.exception(
            grant("late", null, SampleRows.NOW_SECONDS + 9, null), 2, SampleRows.NOW_SECONDS));

    JsonNode items = RunningServer.json(server.get("/api/v1/exceptions")).get("items");

    assertThat(items.at("/0/revision").asLong()).isEqualTo(3);
    assertThat(items.at("/1/revision").isNull()).isTrue();
  }

  @Test
  void the_same_request_again_publishes_nothing() throws Exception {
    ok(send("ann", "PUT", EXCEPTION, REQUEST));
    int records = server.governance.records();

    assertThat(ok(send("ann", "PUT", EXCEPTION, REQUEST)).get("revision").asLong()).isEqualTo(1);

    assertThat(server.governance.records()).isEqualTo(records);
  }

  @Test
  void nobody_approves_their_own_request() throws Exception {
    ok(send("zoe", "PUT", EXCEPTION, REQUEST));
    ok(send("zoe", "PUT", EXCEPTION + "0", REQUEST.replace("{", "{\"requestedBy\": \"max\", ")));

    for (String path : List.of(EXCEPTION, EXCEPTION + "0")) {
      HttpResponse<String> own = send("zoe", "POST", path + "/approve?revision=1", null);
      assertThat(own.statusCode()).isEqualTo(403);
      assertThat(RunningServer.json(own).get("detail").asText()).contains("approver", "zoe");
      ok(send("bob", "POST", path + "/approve?revision=1", null));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /api/v1/policy, ann",
    "PUT, /api/v1/exceptions/EX-1, ann",
    "POST, /api/v1/exceptions/EX-1/approve?revision=1, bob",
    "DELETE, /api/v1/exceptions/EX-1, ann"
  })
  void each_change_needs_its_role(String method, String path, String allowed) throws Exception {
    String body = method.equals("PUT") ? "{" : null;
    assertThat(send(null, method, path, body).statusCode()).isEqualTo(401);
    for (String other : List.of("vic", allowed.equals("ann") ? "bob" : "ann")) {
      if (!(method.equals("DELETE") && other.equals("bob"))) {
        assertThat(send(other, method, path, body).statusCode()).as(other).isEqualTo(403);
      }
    }
    assertThat(send(allowed, method, path, body).statusCode())
        .isEqualTo(method.equals("PUT") ? 400 : 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/exceptions/EX-1 | {\"resource\": \"*\", \"ticket\": \"t\", \"validUntil\": \"2099-01-01\"} | /reason",
        "/api/v1/exceptions/EX-1 | {\"resource\": \"*\", \"reason\": \"r\", \"ticket\": \"t\", \"validUntil\": \"2099-01-01\"} | /validUntil",
        "/api/v1/exceptions/EX-1 | {\"approvedAt\": \"2026-01-01\"} | /approvedAt",
        "/api/v1/exceptions/EX-1 | {\"tickett\": \"t\"} | /tickett",
        "/api/v1/exceptions/EX-1 | [] | ''",
        "/api/v1/policy | {\"version\": \"x\", \"enviroment\": {}} | /enviroment",
        "/api/v1/policy | {\"version\": \"x\", \"severity\": [{\"kind\": \"a\"}]} | /severity/0/kind",
        "/api/v1/policy | {} | /version",
        "/api/v1/policy | {\"version\": \"x\", \"revision\": \"one\"} | /revision",
        "/api/v1/policy | 7 | ''",
      })
  void a_body_that_cannot_be_used_names_the_field(String path, String body, String pointer)
      throws Exception {
    int records = server.governance.records();
    HttpResponse<String> refused = send("ann", "PUT", path, body);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(RunningServer.json(refused).get("pointer").asText()).isEqualTo(pointer);
    assertThat(server.governance.records()).isEqualTo(records);
  }

  @Test
  void a_policy_goes_round() throws Exception {
    JsonNode shipped = RunningServer.json(server.get("/api/v1/policy"));
    assertThat(shipped.get("version").asText()).isEqualTo("default");
    assertThat(shipped.get("revision").asLong()).isEqualTo(1);
    assertThat(shipped.get("since").isNull()).isTrue();
    assertThat(shipped.at("/objectives/critical").asText()).isEqualTo("PT24H");
    int records = server.governance.records();
    ok(send("ann", "PUT", "/api/v1/policy", shipped.toString()));
    assertThat(server.governance.records()).isEqualTo(records);

    ObjectNode changed = ((ObjectNode) shipped).put("version", "v2").put("ratioObjective", 0.5);
    JsonNode published = ok(send("ann", "PUT", "/api/v1/policy", changed.toString()));

    assertThat(published.get("revision").asLong()).isEqualTo(2);
    assertThat(published.get("origin").asText()).isEqualTo("api:ann");
    assertThat(published.get("since").asText()).isEqualTo(SampleRows.NOW.toString());
    assertThat(ok(send("ann", "PUT", "/api/v1/policy", changed.toString())).get("revision").asInt())
        .isEqualTo(2);
    HttpResponse<String> stale =
        send("ann", "PUT", "/api/v1/policy", changed.put("version", "v3").toString());
    assertThat(stale.statusCode()).isEqualTo(409);
    assertThat(RunningServer.json(stale).get("detail").asText()).contains("revision");
  }

  @Test
  void a_change_by_somebody_else_at_the_same_time_is_a_conflict() throws Exception {
    server.governance.interruptNextChange();

    assertThat(send("ann", "PUT", EXCEPTION, REQUEST).statusCode()).isEqualTo(409);
    assertThat(send("ann", "PUT", EXCEPTION, REQUEST).statusCode()).isEqualTo(200);
  }

  @Test
  void an_unknown_exception_is_not_found() throws Exception {
    assertThat(send("bob", "POST", EXCEPTION + "/approve?revision=1", null).statusCode())
        .isEqualTo(404);
    assertThat(send("ann", "DELETE", EXCEPTION, null).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''               | [requested, soon, long, over, gone]",
        "?state=active    | [soon, long]",
        "?state=expiring  | [soon]",
        "?state=requested,expired | [requested, over]",
        "?state=revoked   | [gone]",
      })
  void exceptions_are_asked_for_by_state(String query, String ids) throws Exception {
    long now = SampleRows.NOW_SECONDS;
    server.view.exceptions.addAll(
        List.of(
            grant("requested", null, now + 86_400, null),
            grant("soon", now - 9, now + 86_400, null),
            grant("long", now - 9, now + 60 * 86_400, null),
            grant("over", now - 9, now - 1, null),
            grant("gone", now - 9, now + 86_400, now - 1)));
    JsonNode items = RunningServer.json(server.get("/api/v1/exceptions" + query)).get("items");

    assertThat(items.findValuesAsText("id").toString()).isEqualTo(ids);
  }

  @Test
  void an_unknown_state_is_refused() throws Exception {
    HttpResponse<String> refused = server.get("/api/v1/exceptions?state=old");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(RunningServer.json(refused).get("detail").asText()).contains("expiring");
  }

  private static ExceptionGrant grant(
      String id, @Nullable Long approvedAt, long until, @Nullable Long revokedAt) {
    return new ExceptionGrant(
        id,
        "*",
        "r",
        "t",
        "ann",
        approvedAt == null ? "" : "bob",
        approvedAt,
        SampleRows.NOW_SECONDS - 9,
        until,
        revokedAt,
        List.of());
  }

  private static JsonNode ok(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return RunningServer.json(response);
  }

  private HttpResponse<String> send(
      @Nullable String caller, String method, String path, @Nullable String body) throws Exception {
    String type = "application/json";
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return caller == null
        ? server.send(method, path, publisher, "Content-Type", type)
        : server.send(
            method,
            path,
            publisher,
            "Content-Type",
            type,
            "Authorization",
            "Bearer " + TOKENS.get(caller));
  }
}
