package io.isotrail.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What those who watch the process are told. */
final class HealthServerTest {

  @Test
  void readinessIsJsonWithItsReason() throws IOException, InterruptedException {
    HttpResponse<String> ready = readiness(Optional.empty());
    HttpResponse<String> failing = readiness(Optional.of("Kafka is \"away\""));

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(ready.body())
        .isEqualTo(
            "{\"ready\":true,\"components\":"
                + "[{\"name\":\"ingest\",\"ok\":true,\"message\":\"works\"}]}");
    assertThat(failing.statusCode()).isEqualTo(503);
    assertThat(failing.body())
        .isEqualTo(
            "{\"ready\":false,\"components\":[{\"name\":\"ingest\",\"ok\":false,"
                + "\"message\":\"Kafka is \\\"away\\\"\"}]}");
  }

  private static HttpResponse<String> readiness(Optional<String> failing)
      throws IOException, InterruptedException {
    try (HealthServer server =
            HealthServer.start(
                "127.0.0.1",
                0,
                "isotrail.app.health.port",
                "ingest",
                () -> failing,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/readyz"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
