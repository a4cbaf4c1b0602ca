package io.isotrail.streams.api;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.isotrail.schemas.settings.SettingsException;
import io.isotrail.streams.view.View;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: the API, health, metrics and the page, read only. Every request runs on its own
 * virtual thread.
 */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String READ_ONLY = "GET, HEAD";

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
   * @param view what is asked; it need not be ready
   * @param registry what {@code /metrics} shows
   * @param clock tells which instant "now" is
   * @throws SettingsException when the address cannot be listened on
   */
  public static ApiServer start(
      ApiSettings settings, View view, PrometheusMeterRegistry registry, Clock clock) {
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
            .routing(routing(settings, Routes.of(view, registry, clock)))
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

  private static HttpRouting.Builder routing(ApiSettings settings, List<Routes.Route> routes) {
    HostNames hosts = new HostNames(settings.names());
    HttpRouting.Builder routing = HttpRouting.builder();
    routing.addFilter(
        (chain, request, response) -> {
          SecurityHeaders.ALL.forEach((name, value) -> response.header(name, value));
          String host = request.headers().first(HeaderNames.HOST).orElse("");
          if (hosts.accepts(host)) {
            chain.proceed();
          } else {
            send(request, response, Answer.problem(wrongHost()));
          }
        });
    for (Routes.Route route : routes) {
      routing.route(
          Method.predicate(Method.GET, Method.HEAD),
          io.helidon.http.PathMatchers.create(route.path()),
          (request, response) -> send(request, response, answer(route, request)));
      routing.any(
          route.path(), (request, response) -> send(request, response, Answer.problem(readOnly())));
    }
    routing.any((request, response) -> send(request, response, Answer.problem(unknownPath())));
    routing.error(
        Throwable.class,
        (request, response, thrown) -> {
          LOG.error("request failed", thrown);
          send(request, response, Answer.problem(internal()));
        });
    return routing;
  }

  private static Answer answer(Routes.Route route, ServerRequest request) {
    try {
      return route.endpoint().answer(asked(request));
    } catch (Problem.Refusal refusal) {
      return Answer.problem(refusal.problem());
    }
  }

  private static Asked asked(ServerRequest request) {
    Map<String, String> path = new HashMap<>();
    request
        .path()
        .pathParameters()
        .names()
        .forEach(name -> path.put(name, request.path().pathParameters().get(name)));
    Map<String, List<String>> query = new HashMap<>();
    request.query().names().forEach(name -> query.put(name, request.query().all(name)));
    return new Asked(path, query, offered -> best(request, offered));
  }

  private static Optional<String> best(ServerRequest request, List<String> offered) {
    MediaType[] types = offered.stream().map(MediaTypes::create).toArray(MediaType[]::new);
    return request.headers().bestAccepted(types).map(MediaType::text);
  }

  private static void send(ServerRequest request, ServerResponse response, Answer answer) {
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach((name, value) -> response.header(name, value));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    if (request.prologue().method().equals(Method.HEAD)) {
      response.contentLength(body.length);
      response.send();
    } else {
      response.send(body);
    }
    // Helidon answers "Connection: close" but keeps the socket until its read times out.
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("the client asked for it");
    }
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

  private static Problem wrongHost() {
    return Problem.of(
        421,
        "Misdirected request",
        "This server is not known under the name in the Host header. Names beyond localhost are"
            + " listed in "
            + ApiSettings.NAMES.key()
            + ".");
  }

  private static Problem readOnly() {
    return new Problem(
        405,
        "Method not allowed",
        "Accepted: " + READ_ONLY + ".",
        null,
        Map.of("Allow", READ_ONLY));
  }

  private static Problem unknownPath() {
    return Problem.of(
        404, "Not found", "No such path; /api/v1/openapi.json lists those that are answered.");
  }

  private static Problem internal() {
    return Problem.of(500, "Internal error", "The server failed; its log says why.");
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
