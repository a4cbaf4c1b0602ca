package io.isotrail.streams.api;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.streams.compliance.Severity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI file says what the server does: no route more, none less, no field forgotten. */
class OpenApiTest {

  private final RunningServer server = new RunningServer(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void describes_every_route_and_no_other() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Set<String> routes = new TreeSet<>();
    Routes.of(server.ports(), registry, Clock.systemUTC())
        .forEach(route -> routes.add(route.path() + " " + route.method().name().toLowerCase(ROOT)));

    Set<String> described = new TreeSet<>();
    for (String path : names(document().get("paths"))) {
      names(document().get("paths").get(path))
          .forEach(method -> described.add(path + " " + method));
    }
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void names_every_parameter_that_is_accepted_and_no_other() throws Exception {
    for (String path : List.of("/api/v1/resources", "/api/v1/kpis", "/api/v1/trends")) {
      HttpResponse<String> refused = server.get(path + "?unheard-of=1");
      String accepted =
          RunningServer.json(refused).get("detail").asText().replaceAll(".*Accepted: |\\.$", "");

      assertThat(parameters(path)).isEqualTo(new TreeSet<>(List.of(accepted.split(", "))));
    }
  }

  @Test
  void describes_every_field_of_the_answers() throws Exception {
    server.view.rows.add(SampleRows.violation("a", Severity.HIGH, SampleRows.NOW_SECONDS - 1));
    JsonNode schemas = document().at("/components/schemas");
    JsonNode resources = RunningServer.json(server.get("/api/v1/resources"));
    JsonNode kpis = RunningServer.json(server.get("/api/v1/kpis?groupBy=account"));
    JsonNode dossier =
        RunningServer.json(server.get("/api/v1/resources/aws/111122223333/eu-central-1/model/a"));

    assertThat(names(resources.at("/items/0")))
        .isEqualTo(names(schemas.at("/Resource/properties")));
    assertThat(names(kpis)).isEqualTo(names(schemas.at("/Kpis/properties")));
    for (String block :
        List.of("models", "remediation", "ends", "open", "rejections", "exceptions", "runs")) {
      assertThat(names(kpis.get(block)))
          .isEqualTo(names(schemas.at("/Kpis/properties/" + block + "/properties")));
    }
    JsonNode point = RunningServer.json(server.get("/api/v1/trends")).at("/points/1");
    Set<String> described = names(schemas.at("/Kpis/properties"));
    described.addAll(names(schemas.at("/Trends/properties/points/items/properties")));
    described.remove("groups");
    assertThat(names(point)).isEqualTo(described);
    assertThat(names(RunningServer.json(server.get("/api/v1/integrity"))))
        .isEqualTo(names(schemas.at("/Integrity/properties")));
    assertThat(names(dossier.at("/spells/0")))
        .isEqualTo(names(schemas.at("/Dossier/allOf/1/properties/spells/items/properties")));
  }

  @Test
  void every_described_path_without_variables_answers() throws Exception {
    for (String path : names(document().get("paths"))) {
      if (!path.contains("{") && document().get("paths").get(path).has("get")) {
        HttpResponse<String> response = server.get(path);
        String type =
            response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");

        assertThat(response.statusCode()).as(path).isEqualTo(200);
        assertThat(names(document().get("paths").get(path).at("/get/responses/200/content")))
            .as(path)
            .contains(type);
      }
    }
  }

  private JsonNode document() throws Exception {
    return RunningServer.json(server.get("/api/v1/openapi.json"));
  }

  private Set<String> parameters(String path) throws Exception {
    Set<String> names = new TreeSet<>();
    for (JsonNode reference : document().get("paths").get(path).at("/get/parameters")) {
      names.add(document().at(reference.get("$ref").asText().substring(1)).get("name").asText());
    }
    return names;
  }

  private static Set<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return new TreeSet<>(names);
  }
}
