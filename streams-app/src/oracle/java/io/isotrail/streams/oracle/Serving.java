package io.isotrail.streams.oracle;

import io.isotrail.avro.Created;
import io.isotrail.avro.Fact;
import io.isotrail.schemas.resource.ResourceKey;
import io.isotrail.schemas.resource.ResourceKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What serves where in one locality, and with it the generations of its resources: a deployment may
 * prove that a model exists of which nothing else was seen.
 */
final class Serving {

  /** One thing serves one generation in [from, to). */
  record Service(Life served, @Nullable String endpoint, long from, long to) {

    boolean holdsAt(long at) {
      return from <= at && at < to;
    }
  }

  /** An update took a generation out of service at an endpoint or a component. */
  record Removal(Life removed, ResourceKey by, long at, Set<Life> modelsInstead) {}

  /** A server's stretch with the generations that were bound at its beginning. */
  private record Bound(Servers.Stretch stretch, Set<Life> configs, Set<Life> models) {

    Set<Life> all() {
      Set<Life> all = new LinkedHashSet<>(configs);
      all.addAll(models);
      return all;
    }
  }

  final Life.Index lives = new Life.Index();
  private final Map<Life, List<Service>> services = new HashMap<>();
  private final Map<Life, List<Removal>> removals = new HashMap<>();

  /**
   * @param facts those that count of every resource of the locality
   */
  Serving(Map<ResourceKey, List<Fact>> facts) {
    List<Servers.Stretch> stretches = Servers.of(facts);
    form(facts, kind -> kind != ResourceKind.MODEL, configSeconds(stretches));
    form(facts, kind -> kind == ResourceKind.MODEL, modelSeconds(facts, stretches));
    bind(stretches);
  }

  List<Service> of(Life life) {
    return services.getOrDefault(life, List.of());
  }

  boolean servesAt(Life life, long at) {
    return of(life).stream().anyMatch(service -> service.holdsAt(at));
  }

  /**
   * The update that removed it last by then: of several the one with the greatest (instant, key).
   */
  Optional<Removal> lastRemovalBy(Life life, long at) {
    return removals.getOrDefault(life, List.of()).stream()
        .filter(removal -> removal.at() <= at)
        .max(
            Comparator.comparingLong(Removal::at)
                .thenComparing(removal -> removal.by().toString()));
  }

  /** When it is gone; empty while it is alive or served. */
  Optional<Long> goneAt(Life life) {
    if (life.end == null) {
      return Optional.empty();
    }
    long gone =
        of(life).stream()
            .mapToLong(Service::to)
            .reduce(life.end, (one, other) -> Math.max(one, other));
    return gone == Servers.OPEN ? Optional.empty() : Optional.of(gone);
  }

  private void form(
      Map<ResourceKey, List<Fact>> facts,
      Predicate<ResourceKind> kinds,
      Map<ResourceKey, Set<Long>> deployments) {
    Set<ResourceKey> keys = new LinkedHashSet<>(facts.keySet());
    keys.addAll(deployments.keySet());
    for (ResourceKey key : keys) {
      if (kinds.test(key.kind()) && key.kind().role() != ResourceKind.Role.DEPLOYMENT) {
        lives.put(
            key,
            Lives.of(
                key, facts.getOrDefault(key, List.of()), deployments.getOrDefault(key, Set.of())));
      }
    }
  }

  private static Map<ResourceKey, Set<Long>> configSeconds(List<Servers.Stretch> stretches) {
    Map<ResourceKey, Set<Long>> seconds = new HashMap<>();
    for (Servers.Stretch stretch : stretches) {
      stretch.config().ifPresent(config -> add(seconds, config, stretch.from()));
    }
    return seconds;
  }

  private Map<ResourceKey, Set<Long>> modelSeconds(
      Map<ResourceKey, List<Fact>> facts, List<Servers.Stretch> stretches) {
    Map<ResourceKey, Set<Long>> seconds = new HashMap<>();
    for (Servers.Stretch stretch : stretches) {
      modelsOf(stretch).forEach(model -> add(seconds, model, stretch.from()));
    }
    facts.forEach(
        (key, all) -> {
          for (Fact fact : all) {
            if (key.kind() == ResourceKind.TRANSFORM_JOB
                && fact.getBody() instanceof Created created) {
              created
                  .getModels()
                  .forEach(model -> add(seconds, modelNear(key, model), fact.getAt()));
            }
          }
        });
    return seconds;
  }

  private static void add(Map<ResourceKey, Set<Long>> seconds, ResourceKey key, long second) {
    seconds.computeIfAbsent(key, any -> new TreeSet<>()).add(second);
  }

  /** The models that a server serves: named by itself, or by the config bound at the beginning. */
  private Set<ResourceKey> modelsOf(Servers.Stretch stretch) {
    Set<ResourceKey> models = new LinkedHashSet<>();
    stretch.models().forEach(model -> models.add(modelNear(stretch.server(), model)));
    stretch
        .config()
        .flatMap(config -> lives.boundAt(config, stretch.from()))
        .ifPresent(
            config ->
                config
                    .namedModels()
                    .forEach(model -> models.add(modelNear(stretch.server(), model))));
    return models;
  }

  static ResourceKey modelNear(ResourceKey neighbour, String name) {
    return near(neighbour, ResourceKind.MODEL, name);
  }

  /** A resource of the same locality. */
  static ResourceKey near(ResourceKey neighbour, ResourceKind kind, String name) {
    return new ResourceKey(
        neighbour.partition(),
        neighbour.account(),
        neighbour.region(),
        kind,
        name.toLowerCase(Locale.ROOT));
  }

  private void bind(List<Servers.Stretch> stretches) {
    List<Bound> bound = new ArrayList<>();
    for (Servers.Stretch stretch : stretches) {
      Set<Life> configs = new LinkedHashSet<>();
      stretch
          .config()
          .flatMap(config -> lives.boundAt(config, stretch.from()))
          .ifPresent(configs::add);
      Set<Life> models = new LinkedHashSet<>();
      for (ResourceKey model : modelsOf(stretch)) {
        lives.boundAt(model, stretch.from()).ifPresent(models::add);
      }
      bound.add(new Bound(stretch, configs, models));
    }
    for (int index = 0; index < bound.size(); index++) {
      Bound now = bound.get(index);
      serve(now);
      if (index > 0) {
        remove(bound.get(index - 1), now);
      }
    }
  }

  private void serve(Bound bound) {
    Servers.Stretch stretch = bound.stretch();
    for (Life life : bound.all()) {
      services
          .computeIfAbsent(life, any -> new ArrayList<>())
          .add(new Service(life, stretch.endpoint(), stretch.from(), stretch.to()));
    }
  }

  private void remove(Bound before, Bound now) {
    Servers.Stretch stretch = now.stretch();
    boolean follows =
        before.stretch().server().equals(stretch.server())
            && before.stretch().to() == stretch.from();
    if (!follows || !stretch.byUpdate()) {
      return;
    }
    for (Life life : before.all()) {
      if (!now.all().contains(life)) {
        removals
            .computeIfAbsent(life, any -> new ArrayList<>())
            .add(new Removal(life, stretch.server(), stretch.from(), now.models()));
      }
    }
  }
}
