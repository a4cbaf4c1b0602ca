package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.TimeSpan;
import io.isotrail.avro.TrailEvent;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.compliance.ExceptionGrant;
import io.isotrail.streams.view.Integrity;
import io.isotrail.streams.view.View;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {

  private static final long NOW = SampleRows.NOW_SECONDS;

  private final RunningServer server =
      new RunningServer(
          Map.of(
              "isotrail.api.names", "isotrail.example",
              "isotrail.api.maximum-request-line", "1KiB",
              "isotrail.api.maximum-headers", "2KiB"));

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/assets/page.js",
        "/api/v1/resources",
        "/api/v1/kpis",
        "/healthz",
        "/metrics",
        "/nowhere",
        "/api/v1/kpis?window=x"
      })
  void every_answer_carries_the_security_headers(String path) throws Exception {
    HttpResponse<String> response = server.get(path);

    assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self';")
        .doesNotContain("unsafe");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(response.headers().allValues("Cache-Control")).hasSize(1);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void an_unknown_path_is_a_problem() throws Exception {
    HttpResponse<String> response = server.get("/api/v1/nothing");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(RunningServer.json(response).get("status").asInt()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void other_methods_are_refused(String method) throws Exception {
    HttpResponse<String> response = server.send(method, "/api/v1/resources");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void a_head_is_a_get_without_its_body() throws Exception {
    HttpResponse<String> head = server.send("HEAD", "/healthz");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .contains(Integer.toString(server.get("/healthz").body().length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8080",
        "LOCALHOST",
        "page.localhost",
        "127.0.0.1:1",
        "10.0.0.7:8080",
        "[::1]:8080",
        "isotrail.example",
        "Isotrail.Example:8080"
      })
  void answers_under_its_own_names(String host) throws Exception {
    assertThat(rawGet("/healthz", host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "isotrail.example.evil",
        "notlocalhost:8080"
      })
  void refuses_names_of_strangers(String host) throws Exception {
    assertThat(rawGet("/api/v1/resources", host))
        .startsWith("HTTP/1.1 421")
        .contains("application/problem+json");
  }

  @Test
  void a_failure_says_nothing_of_the_inside() throws Exception {
    server.view.failure = new IllegalStateException("secret-detail in /var/lib/somewhere");

    HttpResponse<String> response = server.get("/api/v1/resources");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body())
        .doesNotContain("secret-detail")
        .doesNotContain("Exception")
        .doesNotContain("at io.");
  }

  @Test
  void a_request_line_beyond_the_limit_is_refused() throws Exception {
    assertThat(rawGet("/api/v1/resources?owner=" + "x".repeat(2_000), "localhost"))
        .startsWith("HTTP/1.1 4")
        .contains("application/problem+json");
  }

  @Test
  void headers_beyond_the_limit_are_refused() throws Exception {
    assertThat(
            server.raw(
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Long: "
                    + "x".repeat(4_000)
                    + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4")
        .contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/%zz", "/api/v1/resources?owner=%zz", "/..%2f..%2fetc/passwd"})
  void what_cannot_be_decoded_is_refused(String path) throws Exception {
    assertThat(rawGet(path, "localhost")).startsWith("HTTP/1.1 4");
  }

  @Test
  void a_request_without_a_host_is_refused() throws Exception {
    assertThat(server.raw("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void health_needs_nothing_and_readiness_needs_the_view() throws Exception {
    server.view.completeness =
        new View.Completeness(
            false, false, List.of(new View.Component("view", false, "40 of 100 records read")));

    HttpResponse<String> readiness = server.get("/readyz");

    assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(readiness.statusCode()).isEqualTo(503);
    assertThat(readiness.body())
        .isEqualTo(
            "{\"ready\":false,\"components\":[{\"name\":\"view\",\"ok\":false,"
                + "\"message\":\"40 of 100 records read\"}]}");
    server.view.completeness = new View.Completeness(true, false, List.of());
    assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void lists_the_register_of_exceptions_with_their_states() throws Exception {
    server.view.exceptions.addAll(
        List.of(
            grant("active", NOW - 10, NOW - 20, NOW + 1, null),
            grant("approved", NOW - 10, NOW + 5, NOW + 10, null),
            grant("expired", NOW - 10, NOW - 10, NOW, null),
            grant("requested", null, NOW - 10, NOW + 10, null),
            grant("revoked", NOW - 10, NOW - 10, NOW + 10, NOW)));

    JsonNode items = RunningServer.json(server.get("/api/v1/exceptions")).get("items");

    assertThat(items).hasSize(5);
    items.forEach(
        item -> assertThat(item.get("state").asText()).isEqualTo(item.get("id").asText()));
  }

  @Test
  void tells_of_the_integrity_of_the_logs() throws Exception {
    server.view.integrity =
        new Integrity(
            List.of(
                new IntegrityStatus(
                    "dir:x",
                    "111122223333",
                    "eu-central-1",
                    "main",
                    0L,
                    7_200L,
                    List.of(),
                    List.of(new TimeSpan(1L, 2L)),
                    List.of(
                        new IntegrityFinding("log-missing", "s3://b/k", "s3://b/d", "gone", 3L)),
                    0L,
                    0L,
                    "",
                    4L)),
            List.of(
                new Integrity.Event(
                    new TrailEvent(
                        "111122223333", "eu-central-1", "e", "StopLogging", "main", 5L, "ann"),
                    true)),
            0);

    JsonNode answer = RunningServer.json(server.get("/api/v1/integrity"));

    assertThat(answer.get("ok").asBoolean()).isFalse();
    assertThat(answer.at("/trails/0/verifiedUntil").asText()).isEqualTo("1970-01-01T02:00:00Z");
    assertThat(answer.at("/trails/0/gaps/0/to").asText()).isEqualTo("1970-01-01T00:00:02Z");
    assertThat(answer.at("/trails/0/findings/0/object").asText()).isEqualTo("s3://b/k");
    assertThat(answer.at("/trails/0/healed").asLong()).isEqualTo(4);
    assertThat(answer.at("/events/0/open").asBoolean()).isTrue();
  }

  @Test
  void lists_the_feeds() throws Exception {
    server.view.feeds.add(new FeedStatus("dir:x", "111122223333", "eu-central-1", 0L, 1L, 2L));

    JsonNode answer = RunningServer.json(server.get("/api/v1/feeds"));

    assertThat(answer.at("/feeds/0/lastObjectAt").asText()).isEqualTo("1970-01-01T00:00:02Z");
    assertThat(answer.get("complete").asBoolean()).isTrue();
  }

  @Test
  void metrics_come_in_the_format_that_is_asked_for() throws Exception {
    server.registry.counter("isotrail.sample").increment();

    HttpResponse<String> plain = server.get("/metrics");
    HttpResponse<String> open =
        server.get(
            "/metrics",
            "Accept",
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");

    assertThat(plain.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(plain.body()).contains("isotrail_sample_total 1.0").doesNotContain("# EOF");
    assertThat(open.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(open.body()).endsWith("# EOF\n");
  }

  @Test
  void work_beyond_the_limit_is_refused_and_not_queued() throws Exception {
    try (RunningServer narrow = new RunningServer(Map.of("isotrail.api.maximum-concurrent", "1"))) {
      CountDownLatch working = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      narrow.view.beforeRows =
          () -> {
            working.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      CompletableFuture<Integer> first =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return narrow.get("/api/v1/resources").statusCode();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      working.await();
      int second = narrow.get("/healthz").statusCode();
      release.countDown();

      assertThat(second).isEqualTo(503);
      assertThat(first.get()).isEqualTo(200);
    }
  }

  @Test
  void an_occupied_port_is_named_with_the_mend() {
    assertThatThrownBy(
            () ->
                new RunningServer(Map.of("isotrail.api.port", Integer.toString(server.port())))
                    .close())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("--port");
  }

  private String rawGet(String path, String host) throws Exception {
    return server.raw(
        "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  private static ExceptionGrant grant(
      String id,
      @org.jspecify.annotations.Nullable Long approvedAt,
      long from,
      long until,
      @org.jspecify.annotations.Nullable Long revokedAt) {
    return new ExceptionGrant(
        id, "*", "reason", "T-1", "ann", "bob", approvedAt, from, until, revokedAt, List.of());
  }
}
