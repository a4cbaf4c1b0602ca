package io.isotrail.streams.oracle;

import io.isotrail.avro.Deployed;
import io.isotrail.avro.Fact;
import io.isotrail.avro.Undeployed;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What endpoints and inference components were asked to serve, from when to when. */
final class Servers {

  /** The end of what nothing ends. */
  static final long OPEN = Long.MAX_VALUE;

  /**
   * A server was asked for the same in [from, to).
   *
   * @param server the endpoint or the component
   * @param endpoint name of the endpoint in lower case; null when that of a component is not known
   * @param byUpdate whether an update, not a create or a delete, began it
   * @param config of an endpoint
   * @param models that a component named
   */
  record Stretch(
      ResourceKey server,
      @Nullable String endpoint,
      boolean byUpdate,
      Optional<ResourceKey> config,
      List<String> models,
      long from,
      long to) {}

  private Servers() {}

  /** Every stretch, one server after the other, each in its order of time. */
  static List<Stretch> of(Map<ResourceKey, List<Fact>> facts) {
    List<Stretch> stretches = new ArrayList<>();
    facts.forEach(
        (key, all) -> {
          switch (key.kind()) {
            case ENDPOINT -> stretches.addAll(ofEndpoint(key, all));
            case INFERENCE_COMPONENT -> stretches.addAll(ofComponent(key, all, facts));
            default -> {}
          }
        });
    return stretches;
  }

  private static List<Stretch> ofEndpoint(ResourceKey key, List<Fact> facts) {
    NavigableMap<Long, List<Fact>> seconds = bySecond(facts);
    List<Stretch> stretches = new ArrayList<>();
    seconds.forEach(
        (second, calls) -> {
          Fact last = calls.getLast();
          Long next = seconds.higherKey(second);
          Optional<ResourceKey> config =
              last.getBody() instanceof Deployed deployed && deployed.getEndpointConfig() != null
                  ? Optional.of(
                      Serving.near(key, ResourceKind.ENDPOINT_CONFIG, deployed.getEndpointConfig()))
                  : Optional.empty();
          stretches.add(
              new Stretch(
                  key,
                  key.name(),
                  last.getOperation().equals("UpdateEndpoint"),
                  config,
                  List.of(),
                  second,
                  next == null ? OPEN : next));
        });
    return stretches;
  }

  private static List<Stretch> ofComponent(
      ResourceKey key, List<Fact> facts, Map<ResourceKey, List<Fact>> all) {
    NavigableMap<Long, List<Fact>> seconds =
        bySecond(facts.stream().filter(fact -> !changesNothing(fact)).toList());
    List<Stretch> stretches = new ArrayList<>();
    String endpoint = null;
    for (Map.Entry<Long, List<Fact>> entry : seconds.entrySet()) {
      long second = entry.getKey();
      for (Fact call : entry.getValue()) {
        endpoint = endpointAfter(call, endpoint);
      }
      Fact last = entry.getValue().getLast();
      Long next = seconds.higherKey(second);
      Long fall = endpoint == null ? null : nextFall(key, endpoint, second, all);
      stretches.add(
          new Stretch(
              key,
              endpoint,
              last.getOperation().equals("UpdateInferenceComponent"),
              Optional.empty(),
              last.getBody() instanceof Deployed deployed ? deployed.getModels() : List.of(),
              second,
              Math.min(next == null ? OPEN : next, fall == null ? OPEN : fall)));
    }
    return stretches;
  }

  /** An update that names no model, e.g. one of the number of copies. */
  private static boolean changesNothing(Fact fact) {
    return fact.getOperation().equals("UpdateInferenceComponent")
        && fact.getBody() instanceof Deployed deployed
        && deployed.getModels().isEmpty();
  }

  private static @Nullable String endpointAfter(Fact call, @Nullable String before) {
    if (!(call.getBody() instanceof Deployed deployed)) {
      return null;
    }
    String named = deployed.getEndpoint();
    return named == null ? before : named.toLowerCase(Locale.ROOT);
  }

  /** The first second after this one at whose end the endpoint is deleted. */
  private static @Nullable Long nextFall(
      ResourceKey component, String endpoint, long after, Map<ResourceKey, List<Fact>> all) {
    ResourceKey key = Serving.near(component, ResourceKind.ENDPOINT, endpoint);
    TreeSet<Long> falls = new TreeSet<>();
    bySecond(all.getOrDefault(key, List.of()))
        .forEach(
            (second, calls) -> {
              if (calls.getLast().getBody() instanceof Undeployed) {
                falls.add(second);
              }
            });
    return falls.higher(after);
  }

  /** Deployments and undeployments, within a second by event. */
  private static NavigableMap<Long, List<Fact>> bySecond(List<Fact> facts) {
    NavigableMap<Long, List<Fact>> seconds = new TreeMap<>();
    facts.stream()
        .filter(fact -> fact.getBody() instanceof Deployed || fact.getBody() instanceof Undeployed)
        .sorted(Lives.BY_EVENT)
        .forEach(fact -> seconds.computeIfAbsent(fact.getAt(), any -> new ArrayList<>()).add(fact));
    return seconds;
  }
}
