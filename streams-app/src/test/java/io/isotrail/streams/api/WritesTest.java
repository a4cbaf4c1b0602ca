package io.isotrail.streams.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What every write asks for, shown on one of them. */
class WritesTest {

  private static final String VIEWER = "v".repeat(32);
  private static final String OPERATOR = "o".repeat(32);
  private static final String PATH = "/api/v1/rejections";
  private static final String BODY =
      """
      {"id":"build-7","at":"2026-02-28T10:00:00Z","account":"111122223333",
       "region":"eu-central-1","resource":"m"}""";

  private final RunningServer server =
      new RunningServer(
          Map.of(
              "isotrail.api.tokens",
              "val viewer " + VIEWER + ";oli operator " + OPERATOR,
              "isotrail.api.wrong-tokens",
              "3"));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_write_needs_a_token_of_the_right_role() throws Exception {
    HttpResponse<String> none = server.post(PATH, BODY, "Content-Type", "application/json");
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"isotrail\"");

    HttpResponse<String> wrong = post(PATH, BODY, "Authorization", "Bearer " + "x".repeat(32));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"isotrail\", error=\"invalid_token\"");
    assertThat(wrong.body()).doesNotContain("xxx");

    HttpResponse<String> viewer = post(PATH, BODY, "Authorization", "Bearer " + VIEWER);
    assertThat(viewer.statusCode()).isEqualTo(403);
    assertThat(RunningServer.json(viewer).get("detail").asText())
        .isEqualTo("This needs the role operator, and the token of val carries viewer.");
    assertThat(server.rejections.published).isEmpty();
  }

  /** With every logger at its loudest, through success, refusal, outage and failure. */
  @Test
  void no_token_shows_in_logs_answers_or_metrics() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.TRACE);
    StringBuilder seen = new StringBuilder();
    String wrong = "w".repeat(40);
    try {
      seen.append(post(PATH, BODY).body());
      seen.append(post(PATH, BODY, "Authorization", "Bearer " + wrong).body());
      seen.append(post(PATH, BODY, "Authorization", "Bearer " + VIEWER).body());
      seen.append(post(PATH, "{", "Authorization", "Bearer " + OPERATOR).body());
      server.rejections.away = true;
      seen.append(post(PATH, BODY).body());
      server.view.failure = new IllegalStateException("failed");
      seen.append(server.get("/api/v1/resources", "Authorization", "Bearer " + VIEWER).body());
      seen.append(server.get("/metrics").body());
    } finally {
      root.setLevel(before);
      root.detachAppender(logged);
    }
    // Only what Isotrail logs: the client in this test is free to log what it sends.
    logged.list.stream()
        .filter(event -> event.getLoggerName().startsWith("io."))
        .forEach(
            event ->
                seen.append(event.getFormattedMessage())
                    .append(event.getKeyValuePairs())
                    .append(ThrowableProxyUtil.asString(event.getThrowableProxy())));

    assertThat(seen).contains("failed", "rejections cannot be published");
    assertThat(seen).doesNotContain(OPERATOR).doesNotContain(VIEWER).doesNotContain(wrong);
  }

  @Test
  void too_many_wrong_tokens_are_answered_429() throws Exception {
    for (int i = 0; i < 3; i++) {
      post(PATH, BODY, "Authorization", "Bearer wrong");
    }

    HttpResponse<String> response = post(PATH, BODY);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After").map(Integer::parseInt).orElse(0))
        .isBetween(1, 60);
    assertThat(server.get("/api/v1/resources").statusCode()).isEqualTo(200);
  }

  @Test
  void without_a_token_file_every_write_is_forbidden_with_the_mend() throws Exception {
    try (RunningServer bare = new RunningServer(Map.of())) {
      HttpResponse<String> response =
          bare.post(PATH, BODY, "Content-Type", "application/json", "Authorization", "Bearer x");

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(RunningServer.json(response).get("detail").asText())
          .contains("isotrail.api.tokens.file");
      assertThat(bare.rejections.published).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, 403",
    "null, 403",
    "http://localhost, 403",
    "http://127.0.0.1:PORT.evil.example, 403",
    "http://127.0.0.1:PORT, 202",
    "https://127.0.0.1:PORT, 202",
  })
  void a_write_that_a_browser_sends_for_a_stranger_is_refused(String origin, int status)
      throws Exception {
    HttpResponse<String> response =
        post(
            PATH,
            BODY,
            "Authorization",
            "Bearer " + OPERATOR,
            "Origin",
            origin.replace("PORT", Integer.toString(server.port())));

    assertThat(response.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "multipart/form-data, 415",
    "application/json;charset=utf-8, 202",
    "APPLICATION/JSON, 202",
  })
  void a_media_type_that_a_form_could_send_is_refused(String type, int status) throws Exception {
    HttpResponse<String> response =
        server.post(PATH, BODY, "Authorization", "Bearer " + OPERATOR, "Content-Type", type);

    assertThat(response.statusCode()).isEqualTo(status);
  }

  @Test
  void other_methods_name_those_that_are_answered() throws Exception {
    HttpResponse<String> response = server.get(PATH);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
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
