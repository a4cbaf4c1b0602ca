package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint, an inference component or a transform job asks to serve, from when to when. Of
 * one second only the last call counts.
 */
public final class Deployments {

  private Deployments() {}

  /**
   * A stretch in which a server asks for the same.
   *
   * @param updated whether an update ended it
   * @param config the endpoint config that it names; null when it names none
   * @param models the models that it asks for, directly or through its config
   */
  private record Stretch(
      String eventId,
      String endpoint,
      long from,
      @Nullable Long to,
      boolean updated,
      @Nullable Subject config,
      SortedSet<Subject> models) {}

  private static final Comparator<Subject> BY_KEY = Comparator.comparing(Subject::key);

  /**
   * The resources whose timelines decide, besides its own, what a server asks for: the configs that
   * an endpoint ever named, the endpoints of a component.
   */
  public static SortedSet<Subject> sources(Subject server, Timeline timeline) {
    SortedSet<Subject> sources = new TreeSet<>(BY_KEY);
    for (Fact fact : timeline.facts()) {
      if (fact.what() instanceof Fact.Deployed deployed) {
        switch (Role.of(server.kind())) {
          case ENDPOINT -> add(sources, server, "endpoint-config", deployed.endpointConfig());
          case INFERENCE_COMPONENT -> add(sources, server, "endpoint", deployed.endpoint());
          case TRANSFORM_JOB, MODEL, ENDPOINT_CONFIG, SCHEDULE, DEFINITION, RUN -> {}
        }
      }
    }
    return sources;
  }

  private static void add(
      Collection<Subject> into, Subject server, String kind, @Nullable String name) {
    if (name != null) {
      into.add(server.sibling(kind, Names.folded(name)));
    }
  }

  /**
   * What a server asks to serve.
   *
   * @param timelines timelines of its {@link #sources}
   * @param servings what all servers ask of a config: that it exists decides which of a create and
   *     a delete within one second comes first
   * @param lifespans those of models, as far as they are known; they decide {@link
   *     Serving#replaced} alone
   * @return model or config to its servings, in the order of time
   */
  public static SortedMap<Subject, List<Serving>> of(
      Subject server,
      Timeline timeline,
      Function<Subject, Timeline> timelines,
      Function<Subject, List<Serving>> servings,
      Function<Subject, List<Lifespan>> lifespans) {
    List<Stretch> stretches =
        switch (Role.of(server.kind())) {
          case ENDPOINT -> ofEndpoint(server, timeline, timelines, servings);
          case INFERENCE_COMPONENT -> ofComponent(server, timeline, timelines);
          case TRANSFORM_JOB -> ofTransformJob(server, timeline);
          case MODEL, ENDPOINT_CONFIG, SCHEDULE, DEFINITION, RUN -> List.of();
        };
    SortedMap<Subject, List<Serving>> asked = new TreeMap<>(BY_KEY);
    for (int index = 0; index < stretches.size(); index++) {
      Stretch stretch = stretches.get(index);
      boolean replaced =
          stretch.updated()
              && index + 1 < stretches.size()
              && isReplacement(stretches.get(index + 1), lifespans);
      Serving serving =
          new Serving(
              server.key(),
              stretch.endpoint(),
              stretch.eventId(),
              stretch.from(),
              stretch.to(),
              stretch.updated(),
              replaced);
      if (stretch.config() != null) {
        asked.computeIfAbsent(stretch.config(), absent -> new ArrayList<>()).add(serving);
      }
      for (Subject model : stretch.models()) {
        asked.computeIfAbsent(model, absent -> new ArrayList<>()).add(serving);
      }
    }
    return asked;
  }

  private static boolean isReplacement(Stretch next, Function<Subject, List<Lifespan>> lifespans) {
    boolean isolated = false;
    for (Subject model : next.models()) {
      Isolation isolation =
          Lifespan.boundAt(lifespans.apply(model), next.from())
              .map(Lifespan::isolation)
              .orElse(Isolation.UNKNOWN);
      switch (isolation) {
        case NOT_ISOLATED -> {
          return false;
        }
        case ISOLATED -> isolated = true;
        case UNKNOWN -> {}
      }
    }
    return isolated;
  }

  private static List<Stretch> ofEndpoint(
      Subject endpoint,
      Timeline timeline,
      Function<Subject, Timeline> timelines,
      Function<Subject, List<Serving>> servings) {
    List<Fact> calls = lastOfEachSecond(timeline);
    Map<Subject, List<Life>> configs = new HashMap<>();
    List<Stretch> stretches = new ArrayList<>();
    for (int index = 0; index < calls.size(); index++) {
      Fact call = calls.get(index);
      if (call.what() instanceof Fact.Deployed deployed) {
        Fact next = index + 1 < calls.size() ? calls.get(index + 1) : null;
        Subject config =
            deployed.endpointConfig() == null
                ? null
                : endpoint.sibling("endpoint-config", Names.folded(deployed.endpointConfig()));
        List<Life> lives =
            config == null
                ? List.of()
                : configs.computeIfAbsent(
                    config, named -> Lives.of(timelines.apply(named), servings.apply(named), 0));
        stretches.add(
            new Stretch(
                call.eventId(),
                endpoint.name(),
                call.at(),
                next == null ? null : next.at(),
                next != null && next.operation().equals("UpdateEndpoint"),
                config,
                modelsOf(endpoint, lives, call.at())));
      }
    }
    return stretches;
  }

  /** The models that the generation of a config named which a call at an instant binds. */
  private static SortedSet<Subject> modelsOf(Subject endpoint, List<Life> lives, long at) {
    for (Life life : lives.reversed()) {
      if (life.from <= at) {
        return life.end == null || life.end >= at
            ? models(endpoint, life.models)
            : new TreeSet<>(BY_KEY);
      }
    }
    return new TreeSet<>(BY_KEY);
  }

  private static SortedSet<Subject> models(Subject server, List<String> names) {
    SortedSet<Subject> models = new TreeSet<>(BY_KEY);
    names.forEach(name -> add(models, server, "model", name));
    return models;
  }

  private static List<Stretch> ofComponent(
      Subject component, Timeline timeline, Function<Subject, Timeline> timelines) {
    List<Fact> calls = lastOfEachSecond(withoutEmptyUpdates(timeline));
    Map<Fact, String> endpoints = endpoints(timeline);
    List<Stretch> stretches = new ArrayList<>();
    for (int index = 0; index < calls.size(); index++) {
      Fact call = calls.get(index);
      if (call.what() instanceof Fact.Deployed deployed) {
        String endpoint = endpoints.getOrDefault(call, "");
        Fact next = index + 1 < calls.size() ? calls.get(index + 1) : null;
        Long deleted =
            endpoint.isEmpty()
                ? null
                : deletions(timelines.apply(component.sibling("endpoint", endpoint)))
                    .higher(call.at());
        boolean orphaned = deleted != null && (next == null || deleted < next.at());
        stretches.add(
            new Stretch(
                call.eventId(),
                endpoint,
                call.at(),
                orphaned ? deleted : next == null ? null : Long.valueOf(next.at()),
                !orphaned && next != null && next.operation().equals("UpdateInferenceComponent"),
                null,
                models(component, deployed.models())));
      }
    }
    return stretches;
  }

  /** The endpoint that carries a component at each call: a create names it, an update does not. */
  private static Map<Fact, String> endpoints(Timeline timeline) {
    Map<Fact, String> endpoints = new HashMap<>();
    String endpoint = "";
    for (Fact fact : timeline.facts()) {
      if (fact.what() instanceof Fact.Undeployed) {
        endpoint = "";
      } else if (fact.what() instanceof Fact.Deployed deployed) {
        endpoint = deployed.endpoint() == null ? endpoint : Names.folded(deployed.endpoint());
        endpoints.put(fact, endpoint);
      }
    }
    return endpoints;
  }

  private static List<Fact> withoutEmptyUpdates(Timeline timeline) {
    return timeline.facts().stream().filter(fact -> !isEmptyUpdate(fact)).toList();
  }

  /** An update that names no model, of the number of copies say, changes nothing. */
  static boolean isEmptyUpdate(Fact fact) {
    return fact.operation().equals("UpdateInferenceComponent")
        && fact.what() instanceof Fact.Deployed deployed
        && deployed.models().isEmpty();
  }

  /** The seconds after which an endpoint was no longer there. */
  private static NavigableSet<Long> deletions(Timeline endpoint) {
    NavigableSet<Long> deletions = new TreeSet<>();
    for (Fact call : lastOfEachSecond(endpoint)) {
      if (call.what() instanceof Fact.Undeployed) {
        deletions.add(call.at());
      }
    }
    return deletions;
  }

  private static List<Stretch> ofTransformJob(Subject job, Timeline timeline) {
    List<Stretch> stretches = new ArrayList<>();
    for (Fact fact : timeline.facts()) {
      if (fact.what() instanceof Fact.Created created) {
        stretches.add(
            new Stretch(
                fact.eventId(),
                "",
                fact.at(),
                fact.at(),
                false,
                null,
                models(job, created.models())));
      }
    }
    return stretches;
  }

  private static List<Fact> lastOfEachSecond(Timeline timeline) {
    return lastOfEachSecond(timeline.facts());
  }

  /** Of what asks for something or ends it the last of each second; the others have no effect. */
  static List<Fact> lastOfEachSecond(List<Fact> facts) {
    List<Fact> last = new ArrayList<>();
    for (Fact fact : facts) {
      if (fact.what() instanceof Fact.Deployed || fact.what() instanceof Fact.Undeployed) {
        if (!last.isEmpty() && last.getLast().at() == fact.at()) {
          last.removeLast();
        }
        last.add(fact);
      }
    }
    return last;
  }
}
