package io.isotrail.streams.api;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.isotrail.streams.api.access.Caller;
import io.isotrail.streams.api.access.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each request through the doorway to its endpoint, and the answer back. */
final class Routing {

  private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

  private final HostNames hosts;
  private final Doorway doorway;
  private final int maximumBody;

  private Routing(ApiSettings settings) {
    this.hosts = new HostNames(settings.names());
    this.doorway =
        new Doorway(new Gate(settings.access(), settings.readsWithoutToken(), System::nanoTime));
    this.maximumBody = settings.maximumBody();
  }

  static HttpRouting.Builder of(ApiSettings settings, List<Routes.Route> routes) {
    Routing own = new Routing(settings);
    HttpRouting.Builder routing = HttpRouting.builder();
    routing.addFilter(
        (chain, request, response) -> {
          SecurityHeaders.ALL.forEach((name, value) -> response.header(name, value));
          if (own.hosts.accepts(host(request))) {
            chain.proceed();
          } else {
            send(request, response, Answer.problem(wrongHost()));
          }
        });
    Map<String, List<String>> allowed = new LinkedHashMap<>();
    for (Routes.Route route : routes) {
      allowed.computeIfAbsent(route.path(), path -> new ArrayList<>()).addAll(names(route));
      routing.route(
          methods(route),
          PathMatchers.create(route.path()),
          (request, response) -> send(request, response, own.answer(route, request)));
    }
    allowed.forEach(
        (path, methods) ->
            routing.any(
                path,
                (request, response) ->
                    send(request, response, Answer.problem(otherMethod(methods)))));
    routing.any((request, response) -> send(request, response, Answer.problem(unknownPath())));
    routing.error(
        Throwable.class,
        (request, response, thrown) -> {
          LOG.error("request failed", thrown);
          send(request, response, Answer.problem(internal()));
        });
    return routing;
  }

  private static List<String> names(Routes.Route route) {
    return route.method() == Routes.Method.GET
        ? List.of("GET", "HEAD")
        : List.of(route.method().name());
  }

  private static Predicate<Method> methods(Routes.Route route) {
    return Method.predicate(names(route).stream().map(Method::create).toArray(Method[]::new));
  }

  private Answer answer(Routes.Route route, ServerRequest request) {
    try {
      if (route.method() != Routes.Method.GET) {
        Doorway.requireOwnOrigin(request.headers().first(HeaderNames.ORIGIN), host(request));
      }
      Caller caller =
          doorway.admit(
              route.access(), request.headers().first(HeaderNames.AUTHORIZATION), address(request));
      return route.endpoint().answer(asked(request, caller, body(route, request)));
    } catch (Problem.Refusal refusal) {
      return Answer.problem(refusal.problem());
    }
  }

  /** Reads the body only after the caller is let in, and never more than the limit. */
  private Body body(Routes.Route route, ServerRequest request) {
    if (route.takes().isEmpty() || !request.content().hasEntity()) {
      return Body.NONE;
    }
    String type =
        request
            .headers()
            .contentType()
            .map(HttpMediaType::mediaType)
            .map(MediaType::text)
            .map(text -> text.toLowerCase(Locale.ROOT))
            .filter(route.takes()::contains)
            .orElseThrow(() -> otherType(route.takes()).asRefusal());
    // Not closed: closing reads the rest of what may be too large.
    InputStream in = request.content().inputStream();
    try {
      byte[] content = in.readNBytes(maximumBody + 1);
      if (content.length > maximumBody) {
        throw tooLarge().asRefusal();
      }
      return Body.of(type, content);
    } catch (IOException e) {
      throw new CloseConnectionException("the body ended early", e);
    }
  }

  private static Asked asked(ServerRequest request, Caller caller, Body body) {
    Map<String, String> path = new HashMap<>();
    request
        .path()
        .pathParameters()
        .names()
        .forEach(name -> path.put(name, request.path().pathParameters().get(name)));
    Map<String, List<String>> query = new HashMap<>();
    request.query().names().forEach(name -> query.put(name, request.query().all(name)));
    return new Asked(path, query, offered -> best(request, offered), caller, body);
  }

  private static String host(ServerRequest request) {
    return request.headers().first(HeaderNames.HOST).orElse("");
  }

  private static String address(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress internet
        ? internet.getAddress().getHostAddress()
        : "";
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

  private static Problem wrongHost() {
    return Problem.of(
        421,
        "Misdirected request",
        "This server is not known under the name in the Host header. Names beyond localhost are"
            + " listed in "
            + ApiSettings.NAMES.key()
            + ".");
  }

  private static Problem otherMethod(List<String> methods) {
    String accepted = String.join(", ", methods);
    return Problem.of(405, "Method not allowed", "Accepted: " + accepted + ".")
        .withHeader("Allow", accepted);
  }

  private static Problem otherType(List<String> takes) {
    String accepted = String.join(", ", takes);
    return Problem.of(
            415,
            "Unsupported media type",
            "The Content-Type of the body must be one of: " + accepted + ".")
        .withHeader("Accept", accepted);
  }

  private Problem tooLarge() {
    return Problem.of(
        413,
        "Body too large",
        "The body has more than "
            + maximumBody
            + " bytes. Send less at once, or raise "
            + ApiSettings.MAXIMUM_BODY.key()
            + ".");
  }

  private static Problem unknownPath() {
    return Problem.of(
        404, "Not found", "No such path; /api/v1/openapi.json lists those that are answered.");
  }

  private static Problem internal() {
    return Problem.of(500, "Internal error", "The server failed; its log says why.");
  }
}
