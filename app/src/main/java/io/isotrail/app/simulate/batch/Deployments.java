package io.isotrail.app.simulate.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.isotrail.app.simulate.batch.Logs.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which endpoint serves which models, from when to when. */
final class Deployments {

  /**
   * The last that was asked of an endpoint in one second.
   *
   * @param at epoch seconds
   * @param update false for a create
   * @param models that it serves from then on
   */
  record Call(long at, boolean update, List<ModelKey> models) {}

  /** A config was created, or deleted: then it names nothing. */
  private record Config(long at, @Nullable List<ModelKey> models) {}

  private final Map<ModelKey, List<Config>> configs = new HashMap<>();
  private final Map<ModelKey, TreeMap<Long, Told>> endpoints = new TreeMap<>(ModelKey.ORDER);

  Deployments(List<Told> successes) {
    List<Told> ordered =
        successes.stream()
            .sorted(Comparator.comparingLong(Told::at).thenComparing(Told::id))
            .toList();
    for (Told told : ordered) {
      JsonNode request = told.request();
      switch (told.operation()) {
        case "CreateEndpointConfig", "DeleteEndpointConfig" ->
            configs
                .computeIfAbsent(key(told, "endpointConfigName"), key -> new ArrayList<>())
                .add(new Config(told.at(), models(told, request)));
        case "CreateEndpoint", "UpdateEndpoint", "DeleteEndpoint" ->
            endpoints
                .computeIfAbsent(key(told, "endpointName"), key -> new TreeMap<>())
                .put(told.at(), told);
        default -> {}
      }
    }
  }

  List<Serving> servings() {
    List<Serving> servings = new ArrayList<>();
    endpoints.forEach(
        (endpoint, calls) ->
            calls.forEach(
                (at, told) -> {
                  Map.Entry<Long, Told> next = calls.higherEntry(at);
                  for (ModelKey model : served(told)) {
                    servings.add(
                        new Serving(
                            endpoint.name(),
                            model,
                            at,
                            next == null ? null : next.getKey(),
                            next == null ? Optional.empty() : call(next.getValue())));
                  }
                }));
    return servings;
  }

  private Optional<Call> call(Told told) {
    return told.operation().equals("DeleteEndpoint")
        ? Optional.empty()
        : Optional.of(new Call(told.at(), told.operation().equals("UpdateEndpoint"), served(told)));
  }

  private List<ModelKey> served(Told told) {
    if (told.operation().equals("DeleteEndpoint")) {
      return List.of();
    }
    return configs.getOrDefault(key(told, "endpointConfigName"), List.of()).stream()
        .filter(
            config ->
                config.at() < told.at() || (config.at() == told.at() && config.models() != null))
        .reduce((one, later) -> later)
        .map(Config::models)
        .orElse(List.of());
  }

  /** Null for a delete. */
  private static @Nullable List<ModelKey> models(Told told, JsonNode request) {
    if (told.operation().equals("DeleteEndpointConfig")) {
      return null;
    }
    List<ModelKey> models = new ArrayList<>();
    for (String variants : List.of("productionVariants", "shadowProductionVariants")) {
      request
          .path(variants)
          .forEach(
              variant -> {
                if (variant.hasNonNull("modelName")) {
                  models.add(ModelKey.of(told.record(), variant.path("modelName").asText()));
                }
              });
    }
    return models.stream().distinct().toList();
  }

  private static ModelKey key(Told told, String field) {
    return ModelKey.of(told.record(), told.request().path(field).asText());
  }
}
