package io.isotrail.streams.topology;

import io.isotrail.streams.compliance.Deployments;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Joins;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Lifespan;
import io.isotrail.streams.compliance.Locality;
import io.isotrail.streams.compliance.Role;
import io.isotrail.streams.compliance.Serving;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One step: a fact came to one resource, and whatever hangs on it is looked at again. All of that
 * lives in one Kafka partition, because the partition is chosen by account and region.
 *
 * <pre>
 *   model            -> itself; the servers that ask for it, when its generations changed
 *   endpoint config  -> itself; the endpoints that name it
 *   endpoint         -> what it serves; its components
 *   component        -> what it serves
 *   transform job    -> the models that it used
 *   job definition   -> itself; the schedules that name it
 *   schedule, run    -> itself
 * </pre>
 */
final class Joining {

  private final Memory memory;
  private final Map<Subject, Draft> drafts = new LinkedHashMap<>();
  private final Set<Subject> toJudge = new LinkedHashSet<>();
  private final Deque<Subject> servers = new ArrayDeque<>();
  private final Set<Subject> waiting = new HashSet<>();

  Joining(Memory memory) {
    this.memory = memory;
  }

  Draft draft(Subject subject) {
    return drafts.computeIfAbsent(subject, absent -> new Draft(memory.recall(subject)));
  }

  /** Every resource that was looked at, or must be judged. */
  List<Draft> drafts() {
    toJudge.forEach(this::draft);
    return List.copyOf(drafts.values());
  }

  /** Whether its verdict must be found anew. */
  boolean isToBeJudged(Subject subject) {
    return toJudge.contains(subject);
  }

  /** Looks again at everything that hangs on a resource whose timeline has grown. */
  void spread(Subject subject) {
    Draft changed = draft(subject);
    switch (Role.of(subject.kind())) {
      case MODEL -> {
        toJudge.add(subject);
        if (!changed.servings().isEmpty()
            && !Lifespan.of(changed.before().timeline(), changed.servings())
                .equals(changed.lifespans())) {
          changed.servings().forEach(serving -> lookAt(Subject.ofKey(serving.server())));
        }
      }
      case ENDPOINT_CONFIG -> {
        toJudge.add(subject);
        changed.servings().forEach(serving -> lookAt(Subject.ofKey(serving.server())));
      }
      case ENDPOINT -> {
        lookAt(subject);
        changed.dependents().forEach(component -> lookAt(Subject.ofKey(component)));
      }
      case INFERENCE_COMPONENT -> {
        Deployments.sources(subject, changed.timeline())
            .forEach(endpoint -> draft(endpoint).addDependent(subject.key()));
        lookAt(subject);
      }
      case TRANSFORM_JOB -> lookAt(subject);
      case DEFINITION -> {
        toJudge.add(subject);
        changed.dependents().forEach(schedule -> toJudge.add(Subject.ofKey(schedule)));
      }
      case SCHEDULE -> {
        toJudge.add(subject);
        Locality.definitions(subject, changed.timeline())
            .forEach(definition -> draft(definition).addDependent(subject.key()));
      }
      case RUN -> toJudge.add(subject);
    }
    while (!servers.isEmpty()) {
      Subject server = servers.remove();
      waiting.remove(server);
      serve(server);
    }
  }

  private void lookAt(Subject server) {
    if (waiting.add(server)) {
      servers.add(server);
    }
  }

  /**
   * Finds out what a server asks for and tells it to whom it concerns; again where its own asking
   * has changed what a config is found to be, and once more where it replaces something, because
   * what is isolated hangs on the generations that its asking may begin.
   */
  private void serve(Subject server) {
    Map<Subject, List<Lifespan>> before = new HashMap<>();
    SortedMap<Subject, List<Serving>> asked = asked(server, model -> List.of());
    if (tell(server, asked, before)) {
      asked = asked(server, model -> List.of());
      tell(server, asked, before);
    }
    if (asked.values().stream().flatMap(List::stream).anyMatch(Serving::updated)) {
      tell(server, asked(server, model -> draft(model).lifespans()), before);
    }
    before.forEach(
        (target, lifespans) -> {
          if (!lifespans.equals(draft(target).lifespans())) {
            draft(target).servings().stream()
                .map(serving -> Subject.ofKey(serving.server()))
                .filter(other -> !other.equals(server))
                .forEach(this::lookAt);
          }
        });
  }

  private SortedMap<Subject, List<Serving>> asked(
      Subject server, Function<Subject, List<Lifespan>> lifespans) {
    return Deployments.of(
        server,
        draft(server).timeline(),
        source -> draft(source).timeline(),
        config -> draft(config).servings(),
        lifespans);
  }

  /** Answers whether a config is asked for otherwise than before. */
  private boolean tell(
      Subject server,
      SortedMap<Subject, List<Serving>> asked,
      Map<Subject, List<Lifespan>> before) {
    Draft own = draft(server);
    boolean configs = false;
    TreeSet<String> targets = new TreeSet<>();
    asked.keySet().forEach(target -> targets.add(target.key()));
    TreeSet<String> all = new TreeSet<>(own.targets());
    all.addAll(targets);
    for (String key : all) {
      Subject target = Subject.ofKey(key);
      Draft served = draft(target);
      before.computeIfAbsent(target, absent -> served.lifespans());
      if (served.serve(server.key(), own.ground(), asked.getOrDefault(target, List.of()))) {
        toJudge.add(target);
        configs |= Role.of(target.kind()) == Role.ENDPOINT_CONFIG;
      }
    }
    // A target from before the ground keeps what was settled, so it is no longer ours to tell.
    own.setTargets(targets);
    return configs;
  }

  /** What others say of a resource. */
  Joins joins(Subject subject) {
    Draft own = draft(subject);
    Timeline timeline = own.timeline();
    Map<String, NavigableMap<Long, Isolation>> definitions = new HashMap<>();
    for (Subject definition : Locality.definitions(subject, timeline)) {
      definitions.put(
          definition.key(), Judge.isolationOf(definition, draft(definition).timeline()));
    }
    return new Joins(own.servings(), definitions);
  }
}
