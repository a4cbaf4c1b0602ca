package io.isotrail.streams.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.isotrail.streams.api.access.Access;
import io.isotrail.streams.api.access.Role;
import io.isotrail.streams.api.json.IntegrityJson;
import io.isotrail.streams.api.json.PipelineJson;
import io.isotrail.streams.view.View;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every path that is answered, with what each asks of its callers. */
final class Routes {

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PLAIN = "text/plain";

  /**
   * One method of one path.
   *
   * @param method GET answers HEAD too
   * @param path with variables in braces, as OpenAPI writes it
   * @param takes the media types of a body; empty where none is read
   */
  record Route(Method method, String path, Access access, List<String> takes, Endpoint endpoint) {

    /** Changes nothing. */
    static Route reading(String path, Endpoint endpoint) {
      return new Route(Method.GET, path, Access.reading(), List.of(), endpoint);
    }

    /** Tells nothing about anybody's resources. */
    static Route open(String path, Endpoint endpoint) {
      return new Route(Method.GET, path, Access.open(), List.of(), endpoint);
    }
  }

  /** What is answered to. */
  enum Method {
    GET,
    POST,
    PUT,
    DELETE
  }

  private Routes() {}

  static List<Route> of(ApiPorts ports, PrometheusMeterRegistry registry, Clock clock) {
    return Stream.of(
            answers(ports, registry, clock), GovernanceEndpoint.routes(ports, clock), page())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Route> answers(
      ApiPorts ports, PrometheusMeterRegistry registry, Clock clock) {
    View view = ports.view();
    return List.of(
        Route.reading("/api/v1/resources", new ResourcesEndpoint(view, clock)),
        Route.reading(
            "/api/v1/resources/{partition}/{account}/{region}/{kind}/{name}",
            new ResourceEndpoint(view, clock)),
        Route.reading("/api/v1/kpis", new KpisEndpoint(view, clock)),
        Route.reading("/api/v1/trends", new TrendsEndpoint(view, clock)),
        new Route(
            Method.POST,
            "/api/v1/rejections",
            Access.writing(Role.OPERATOR),
            List.of(RejectionsEndpoint.JSON, RejectionsEndpoint.SARIF),
            new RejectionsEndpoint(view, ports.rejections(), clock)),
        new Route(
            Method.POST,
            "/api/v1/policy/simulate",
            // It changes nothing, so it is no write.
            Access.reading(),
            List.of(SimulateEndpoint.JSON, SimulateEndpoint.YAML),
            new SimulateEndpoint(ports.simulator(), clock)),
        Route.reading("/api/v1/dead-letters", new DeadLettersEndpoint(ports.deadLetters())),
        Route.reading("/api/v1/feeds", asked -> feeds(asked, view)),
        Route.reading("/api/v1/integrity", asked -> integrity(asked, view)),
        Route.open("/api/v1/openapi.json", Asset.of("openapi.json", "application/json")),
        Route.open("/healthz", Routes::health),
        Route.open("/readyz", asked -> readiness(asked, view)),
        Route.reading("/metrics", asked -> metrics(asked, registry)));
  }

  private static List<Route> page() {
    return List.of(
        Route.open("/", Asset.of("page.html", "text/html; charset=utf-8")),
        Route.open("/assets/page.css", Asset.of("page.css", "text/css; charset=utf-8")),
        script("page.js"),
        script("tiles.js"),
        script("trends.js"),
        script("violations.js"),
        script("detail.js"),
        script("words.js"),
        Route.open("/assets/icon.svg", Asset.of("icon.svg", "image/svg+xml")));
  }

  private static Route script(String name) {
    return Route.open("/assets/" + name, Asset.of(name, "text/javascript; charset=utf-8"));
  }

  private static Answer feeds(Asked asked, View view) {
    asked.requireKnown(List.of());
    return Answer.json(PipelineJson.feeds(view.feeds(), view.sources(), view.completeness()));
  }

  private static Answer integrity(Asked asked, View view) {
    asked.requireKnown(List.of());
    return Answer.json(IntegrityJson.of(view.integrity()));
  }

  private static Answer health(Asked asked) {
    asked.requireKnown(List.of());
    return Answer.json(JsonNodeFactory.instance.objectNode().put("alive", true));
  }

  private static Answer readiness(Asked asked, View view) {
    asked.requireKnown(List.of());
    View.Completeness completeness = view.completeness();
    return Answer.json(completeness.ready() ? 200 : 503, PipelineJson.readiness(completeness));
  }

  /** Prometheus asks for OpenMetrics; whoever asks for neither gets the plain text format. */
  private static Answer metrics(Asked asked, PrometheusMeterRegistry registry) {
    asked.requireKnown(List.of());
    boolean open =
        asked.accepts().best(List.of(PLAIN, OPEN_METRICS)).filter(OPEN_METRICS::equals).isPresent();
    String type =
        open
            ? OPEN_METRICS + "; version=1.0.0; charset=utf-8"
            : PLAIN + "; version=0.0.4; charset=utf-8";
    return new Answer(200, type, registry.scrape(type), Map.of());
  }
}
