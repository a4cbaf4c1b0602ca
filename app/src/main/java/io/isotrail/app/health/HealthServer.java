package io.isotrail.app.health;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.api.json.PipelineJson;
import io.isotrail.streams.view.View;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /healthz} (the process answers), {@code /readyz} (it can do its work; 503 otherwise; in
 * the shape of {@link PipelineJson#readiness}) and {@code /metrics}.
 */
public final class HealthServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);

  /** Held, because java.util.logging forgets the levels of loggers that nobody holds. */
  private static final java.util.logging.Logger HELIDON =
      java.util.logging.Logger.getLogger("io.helidon");

  private static final int MOST_CONNECTIONS = 64;

  static {
    HELIDON.setLevel(java.util.logging.Level.WARNING);
  }

  private final WebServer server;

  private HealthServer(WebServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param component whose readiness it is, as it is named to those who ask
   * @param check what does not work; empty when everything does
   * @param portKey the setting that chooses the port, for the error
   */
  public static HealthServer start(
      String host,
      int port,
      String portKey,
      String component,
      Supplier<Optional<String>> check,
      PrometheusMeterRegistry metrics) {
    WebServer server =
        WebServer.builder()
            .host(host)
            .port(port)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofSeconds(1))
            .maxTcpConnections(MOST_CONNECTIONS)
            .maxPayloadSize(0)
            .routing(routing(component, check, metrics))
            .build();
    try {
      return new HealthServer(server.start());
    } catch (RuntimeException e) {
      server.stop();
      throw new SettingsException(
          "cannot listen on %s:%d (%s); end what uses the port, or choose another with %s"
              .formatted(host, port, root(e), portKey),
          e);
    }
  }

  private static HttpRouting.Builder routing(
      String component, Supplier<Optional<String>> check, PrometheusMeterRegistry metrics) {
    return HttpRouting.builder()
        .get("/healthz", (request, response) -> response.send("ok\n"))
        .get(
            "/readyz",
            (request, response) -> {
              Optional<String> failing = check.get();
              failing.ifPresent(
                  reason -> LOG.atDebug().addKeyValue("reason", reason).log("not ready"));
              response.status(failing.isPresent() ? Status.SERVICE_UNAVAILABLE_503 : Status.OK_200);
              response.header(HeaderNames.CONTENT_TYPE, "application/json");
              response.send(PipelineJson.readiness(readiness(component, failing)).toString());
            })
        .get(
            "/metrics",
            (request, response) -> {
              response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
              response.send(metrics.scrape());
            });
  }

  private static View.Completeness readiness(String component, Optional<String> failing) {
    boolean ready = failing.isEmpty();
    return new View.Completeness(
        ready, ready, List.of(new View.Component(component, ready, failing.orElse("works"))));
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static String root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
