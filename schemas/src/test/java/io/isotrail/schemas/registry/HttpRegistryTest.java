package io.isotrail.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isotrail.schemas.registry.FakeRegistry.Trouble;
import io.isotrail.schemas.registry.RegistryRefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpRegistryTest extends RegistryContract {

  private final FakeRegistry server = new FakeRegistry();
  private final List<SchemaRegistry> opened = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(SchemaRegistry::close);
    server.close();
  }

  @Override
  SchemaRegistry registry() {
    return open(server.url());
  }

  private SchemaRegistry open(String url, String... more) {
    Map<String, String> configs = new HashMap<>(Map.of("schema.registry.url", url));
    for (int i = 0; i < more.length; i += 2) {
      configs.put(more[i], more[i + 1]);
    }
    SchemaRegistry registry =
        new HttpRegistry(HttpSettings.from(new GivenKeys(configs)), pauses::add);
    opened.add(registry);
    return registry;
  }

  @Test
  void whatIsKnownIsNotAskedAgain() {
    SchemaRegistry caching =
        SchemaRegistry.open(
            Map.of("schema.registry.url", server.url(), "max.schemas.per.subject", "10"));
    opened.add(caching);
    for (int i = 0; i < 3; i++) {
      int id = caching.register("a-value", TestSchemas.FIRST);
      assertThat(caching.lookUp("a-value", TestSchemas.FIRST)).isEqualTo(id);
      assertThat(caching.byId(id)).isEqualTo(TestSchemas.FIRST);
    }

    assertThat(server.requests)
        .containsExactly(
            "POST /subjects/a-value/versions", "POST /subjects/a-value", "GET /schemas/ids/1");
  }

  @Test
  void theNextAddressIsAskedWhereOneIsDownAndStaysPreferred() {
    FakeRegistry down = new FakeRegistry();
    down.close();
    SchemaRegistry registry = open(down.url() + ", " + server.url() + "/");

    assertThat(registry.register("a-value", TestSchemas.FIRST)).isEqualTo(1);
    assertThat(registry.byId(1)).isEqualTo(TestSchemas.FIRST);
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aPassingTroubleIsRetriedAfterAGrowingWait(int status) {
    server.troubles.add(new Trouble(status, ""));
    server.troubles.add(FakeRegistry.error(status, status, "later"));

    int id =
        open(server.url(), "retries.wait.ms", "100", "retries.max.wait.ms", "1000")
            .register("a-value", TestSchemas.FIRST);

    assertThat(id).isEqualTo(1);
    assertThat(pauses).hasSize(2);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void whereNobodyAnswersTheRegistryIsAwayAfterTheRetries() {
    FakeRegistry down = new FakeRegistry();
    down.close();

    assertThatThrownBy(
            () -> open(down.url(), "max.retries", "2").register("a-value", TestSchemas.FIRST))
        .isInstanceOf(RegistryAwayException.class)
        .hasMessageContaining(down.url())
        .hasMessageContaining("after 3 tries");
    assertThat(pauses).hasSize(2);
  }

  @Test
  void silenceEndsWithTheTimeOut() {
    server.troubles.add(FakeRegistry.SILENCE);

    assertThatThrownBy(
            () -> open(server.url(), "http.read.timeout.ms", "200", "max.retries", "0").byId(1))
        .isInstanceOf(RegistryAwayException.class)
        .hasMessageContaining("timed out");
  }

  @Test
  void anAnswerThatNeverEndsIsCutOffByTheTimeOut() throws Exception {
    try (var dripping = new DrippingServer()) {
      assertThatThrownBy(
              () -> open(dripping.url(), "http.read.timeout.ms", "300", "max.retries", "0").byId(1))
          .isInstanceOf(RegistryAwayException.class)
          .hasMessageContaining("timed out");
    }
  }

  @Test
  void anAnswerBeyondTheLimitIsNotTaken() {
    server.troubles.add(new Trouble(200, " ".repeat(HttpTransport.MOST_BYTES + 1)));

    assertThatThrownBy(() -> open(server.url(), "max.retries", "0").byId(1))
        .isInstanceOf(RegistryAwayException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "404, 40401, NOT_REGISTERED",
    "404, 40402, NOT_REGISTERED",
    "404, 40403, UNKNOWN_ID",
    "404, 404, NOT_A_REGISTRY",
    "401, 40101, UNAUTHORIZED",
    "403, 40301, UNAUTHORIZED",
    "409, 409, INCOMPATIBLE",
    "422, 42201, UNUSABLE_SCHEMA",
    "302, 302, NOT_A_REGISTRY",
  })
  void aRefusalIsTakenAsOneAndNotRetried(int status, int code, Reason reason) {
    server.troubles.add(FakeRegistry.error(status, code, "no"));

    refused(() -> registry().byId(1), reason);
    assertThat(server.requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>hello</html>",
        "[]",
        "{}",
        "{\"schema\":7}",
        "{\"schema\":\"{\"}",
        "{\"schema\":\"\\\"Missing\\\"\"}",
        "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}",
      })
  void anAnswerThatIsNoneOfARegistryIsRefused(String body) {
    server.troubles.add(new Trouble(200, body));

    assertThatThrownBy(() -> registry().byId(1))
        .isInstanceOfSatisfying(
            RegistryRefusedException.class,
            e -> assertThat(e.reason()).isIn(Reason.NOT_A_REGISTRY, Reason.UNUSABLE_SCHEMA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":\"1\"}", "{\"id\":1.5}", "{\"id\":99999999999}"})
  void anIdThatIsNoNumberIsRefused(String body) {
    server.troubles.add(new Trouble(200, body));

    refused(() -> registry().register("a-value", TestSchemas.FIRST), Reason.NOT_A_REGISTRY);
  }

  @Test
  void credentialsAreNotSentOnToWhereARedirectionPoints() {
    try (FakeRegistry other = new FakeRegistry()) {
      server.troubles.add(new Trouble(307, "", Map.of("Location", other.url() + "/schemas/ids/1")));

      refused(
          () ->
              open(
                      server.url(),
                      "bearer.auth.credentials.source",
                      "STATIC_TOKEN",
                      "bearer.auth.token",
                      "t0ken")
                  .byId(1),
          Reason.NOT_A_REGISTRY);
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  void secretsAreNeverInErrorsEvenWhereTheServerQuotesThem() {
    server.troubles.add(FakeRegistry.error(401, 40101, "bad Basic aXNvdHJhaWw6czNjcmV0 s3cret"));
    String withUser = server.url().replace("http://", "http://isotrail:s3cret@");

    Throwable refused = catchThrowable(() -> open(withUser).byId(1));
    server.close();
    Throwable away = catchThrowable(() -> open(withUser, "max.retries", "0").byId(1));

    for (Throwable failure : List.of(refused, away)) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        assertThat(String.valueOf(cause.getMessage()))
            .doesNotContain("s3cret", "aXNvdHJhaWw6czNjcmV0");
      }
    }
    assertThat(server.requests).containsExactly("GET /schemas/ids/1 Basic aXNvdHJhaWw6czNjcmV0");
  }
}
