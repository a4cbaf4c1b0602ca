package io.isotrail.streams.api;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.isotrail.schemas.settings.SettingsException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: the API, health, metrics and the page. Every request runs on its own virtual
 * thread.
 */
public final class ApiServer implements AutoCloseable {

  /**
   * Held for ever: java.util.logging forgets the level of a logger that nobody holds. Helidon
   * prints a banner at INFO, and standard output and error belong to the command line.
   */
  private static final java.util.logging.Logger HELIDON =
      java.util.logging.Logger.getLogger("io.helidon");

  static {
    HELIDON.setLevel(java.util.logging.Level.WARNING);
  }

  private final WebServer server;
  private final String host;

  private ApiServer(WebServer server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Starts to listen.
   *
   * @param ports what is asked
   * @param registry what {@code /metrics} shows
   * @param clock tells which instant "now" is
   * @throws SettingsException when the address cannot be listened on
   */
  public static ApiServer start(
      ApiSettings settings, ApiPorts ports, PrometheusMeterRegistry registry, Clock clock) {
    requireFree(settings);
    WebServer server =
        WebServer.builder()
            .host(settings.host())
            .port(settings.port())
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofSeconds(1))
            .maxTcpConnections(settings.maximumConnections())
            .maxConcurrentRequests(settings.maximumConcurrent())
            .maxPayloadSize(settings.maximumBody())
            .idleConnectionTimeout(settings.idleTimeout())
            .connectionOptions(options -> options.readTimeout(settings.readTimeout()))
            .protocolsDiscoverServices(false)
            .addProtocol(
                Http1Config.builder()
                    .maxPrologueLength(settings.maximumRequestLine())
                    .maxHeadersSize(settings.maximumHeaders())
                    .build())
            .directHandlers(directHandlers())
            .routing(Routing.of(settings, Routes.of(ports, registry, clock)))
            .build();
    server.start();
    if (!server.isRunning()) {
      throw occupied(settings, "the server did not start", null);
    }
    return new ApiServer(server, settings.host());
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Where a browser finds the page, e.g. {@code http://127.0.0.1:8080/}. */
  public String url() {
    String name = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port() + "/";
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Requests that are refused before they reach the routing. */
  private static DirectHandlers directHandlers() {
    DirectHandler handler =
        (request, type, status, headers, message) -> {
          int code = status.code();
          Answer answer =
              Answer.problem(
                  Problem.of(
                      code,
                      status.reasonPhrase(),
                      code < 500
                          ? "The request cannot be read, or is larger than this server takes."
                          : "The server cannot answer now."));
          DirectHandler.TransportResponse.Builder response =
              DirectHandler.TransportResponse.builder()
                  .status(status)
                  .keepAlive(false)
                  .header(HeaderNames.CONTENT_TYPE, answer.contentType())
                  .entity(answer.body());
          SecurityHeaders.ALL.forEach(
              (name, value) -> response.header(HeaderNames.create(name), value));
          return response.build();
        };
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, handler);
    }
    return handlers.build();
  }

  /**
   * Tries the address first, because Helidon only logs why it cannot listen. Should another take
   * the port right after, the server is found not to run.
   */
  private static void requireFree(ApiSettings settings) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw occupied(settings, String.valueOf(e.getMessage()), e);
    }
  }

  private static SettingsException occupied(
      ApiSettings settings, String why, @Nullable IOException cause) {
    String message =
        "cannot listen on "
            + settings.host()
            + ":"
            + settings.port()
            + " ("
            + why
            + "); end what uses the port, or choose another with --port or "
            + ApiSettings.PORT.key()
            + " (0 takes any free one)";
    return cause == null ? new SettingsException(message) : new SettingsException(message, cause);
  }
}
