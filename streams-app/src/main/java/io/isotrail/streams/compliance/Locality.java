package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges all resources of one or more localities at once: their timelines are joined first, and
 * each is judged with what the others say of it. The topology does the same in steps.
 */
public final class Locality {

  private static final Comparator<Subject> BY_KEY = Comparator.comparing(Subject::key);

  private final Map<Subject, Timeline> timelines;
  private final Map<Subject, List<Serving>> servings = new HashMap<>();

  private Locality(Map<Subject, Timeline> timelines) {
    this.timelines = timelines;
  }

  /**
   * The history of every resource that has one.
   *
   * @param timelines whole localities: all resources of each account and region
   * @return in the order of the resource keys; also of resources that have no facts of their own
   *     but were asked to serve
   */
  public static SortedMap<Subject, History> judge(
      Map<Subject, Timeline> timelines, Governance governance) {
    Locality locality = new Locality(timelines);
    locality.join();
    SortedMap<Subject, History> histories = new TreeMap<>(BY_KEY);
    for (Subject subject : locality.judged()) {
      History history =
          Judge.judge(subject, locality.timeline(subject), locality.joins(subject), governance);
      if (!history.generations().isEmpty()) {
        histories.put(subject, history);
      }
    }
    return histories;
  }

  /**
   * The definitions that a monitoring schedule ever named.
   *
   * @return none for other kinds
   */
  public static SortedSet<Subject> definitions(Subject schedule, Timeline timeline) {
    SortedSet<Subject> definitions = new TreeSet<>(BY_KEY);
    if (Role.of(schedule.kind()) == Role.SCHEDULE) {
      for (Fact fact : timeline.facts()) {
        switch (fact.what()) {
          case Fact.Created created -> addDefinition(definitions, schedule, created);
          case Fact.Redefined redefined ->
              addDefinition(definitions, schedule, redefined.definition());
          case Fact.Tagged ignored -> {}
          case Fact.Untagged ignored -> {}
          case Fact.Deleted ignored -> {}
          case Fact.Deployed ignored -> {}
          case Fact.Undeployed ignored -> {}
          case Fact.Seen ignored -> {}
        }
      }
    }
    return definitions;
  }

  private static void addDefinition(
      SortedSet<Subject> into, Subject schedule, Fact.Created described) {
    if (described.definition() != null && described.definitionKind() != null) {
      into.add(schedule.sibling(described.definitionKind(), Names.folded(described.definition())));
    }
  }

  /**
   * In three rounds: which configs are asked for and when; which models these named then; and what
   * replaces what, which hangs on the generations that the asking itself may have begun.
   */
  private void join() {
    Map<Subject, List<Serving>> configs = servings(Map.of(), Map.of());
    Map<Subject, List<Serving>> asked = servings(configs, Map.of());
    Map<Subject, List<Lifespan>> lifespans = new HashMap<>();
    asked.forEach(
        (subject, servings) -> {
          if (Role.of(subject.kind()) == Role.MODEL) {
            lifespans.put(subject, Lifespan.of(timeline(subject), servings));
          }
        });
    servings.putAll(servings(asked, lifespans));
  }

  private Map<Subject, List<Serving>> servings(
      Map<Subject, List<Serving>> known, Map<Subject, List<Lifespan>> lifespans) {
    Map<Subject, List<Serving>> all = new HashMap<>();
    timelines.forEach(
        (server, timeline) -> {
          if (Role.of(server.kind()).serves()) {
            Deployments.of(
                    server,
                    timeline,
                    this::timeline,
                    config -> known.getOrDefault(config, List.of()),
                    model -> lifespans.getOrDefault(model, List.of()))
                .forEach(
                    (subject, asked) ->
                        all.computeIfAbsent(subject, absent -> new ArrayList<>()).addAll(asked));
          }
        });
    return all;
  }

  private SortedSet<Subject> judged() {
    SortedSet<Subject> judged = new TreeSet<>(BY_KEY);
    judged.addAll(timelines.keySet());
    judged.addAll(servings.keySet());
    judged.removeIf(subject -> !Role.of(subject.kind()).judged());
    return judged;
  }

  private Joins joins(Subject subject) {
    Map<String, NavigableMap<Long, Isolation>> definitions = new HashMap<>();
    for (Subject definition : definitions(subject, timeline(subject))) {
      definitions.put(definition.key(), Judge.isolationOf(definition, timeline(definition)));
    }
    return new Joins(servings.getOrDefault(subject, List.of()), definitions);
  }

  private Timeline timeline(Subject subject) {
    return timelines.getOrDefault(subject, Timeline.EMPTY);
  }
}
