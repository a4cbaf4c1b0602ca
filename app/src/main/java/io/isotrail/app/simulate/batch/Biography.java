package io.isotrail.app.simulate.batch;

import io.isotrail.app.simulate.batch.Deployments.Call;
import io.isotrail.app.simulate.batch.ModelEvent.Served;
import io.isotrail.app.simulate.batch.Rules.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be said about one name: its lives, the stretches of unchanged verdict in each, and
 * the violations that they make up.
 *
 * @param lastEventAt time of the latest event
 */
record Biography(ModelKey key, long lastEventAt, List<Chapter> chapters) {

  private static final long DAY = 86_400;

  /** A life with its verdicts. */
  record Chapter(Life life, List<Stretch> stretches, List<Violation> violations) {

    /** The verdict at an instant at which the life exists. */
    Stretch at(long instant) {
      return stretches.stream().filter(each -> each.holdsAt(instant)).findFirst().orElseThrow();
    }
  }

  /** The verdicts, without GONE, which is the absence of a stretch. */
  enum Status {
    COMPLIANT,
    VIOLATION,
    EXEMPT,
    UNDETERMINED
  }

  /**
   * A time of unchanged verdict.
   *
   * @param to exclusive; null when open
   * @param severity null outside a violation
   * @param waiver id of the exception, when exempt
   */
  record Stretch(
      long from,
      @Nullable Long to,
      Status status,
      @Nullable Severity severity,
      String environment,
      String sensitivity,
      Optional<String> owner,
      boolean inService,
      boolean thirdParty,
      @Nullable String waiver) {

    boolean holdsAt(long instant) {
      return from <= instant && (to == null || instant < to);
    }
  }

  /** Stretches of violation without a gap, and how they ended. */
  record Violation(List<Stretch> stretches, @Nullable Long endedAt, @Nullable String endedAs) {

    long openedAt() {
      return stretches.getFirst().from();
    }

    boolean openAt(long instant) {
      return openedAt() <= instant && (endedAt == null || instant < endedAt);
    }

    boolean endedIn(long after, long upTo) {
      return endedAt != null && endedAt > after && endedAt <= upTo;
    }
  }

  /**
   * @param all the lives of every name, with what they served
   */
  static Biography of(
      ModelKey key,
      List<ModelEvent> events,
      Map<ModelKey, List<Life>> all,
      Rules rules,
      List<Waiver> waivers) {
    List<Life> lives = all.getOrDefault(key, List.of());
    List<Chapter> chapters = new ArrayList<>();
    for (Life life : lives) {
      List<Stretch> stretches = stretches(key, life, rules, waivers);
      chapters.add(new Chapter(life, stretches, violations(life, stretches, lives, all)));
    }
    return new Biography(key, lastEventAt(events), chapters);
  }

  /** Of its own events; of what nothing else is known, when an endpoint began to serve it. */
  private static long lastEventAt(List<ModelEvent> events) {
    LongStream own =
        events.stream()
            .filter(event -> !(event.what() instanceof Served))
            .mapToLong(ModelEvent::at);
    return own.max().orElseGet(() -> events.stream().mapToLong(ModelEvent::at).max().orElse(0));
  }

  private static List<Stretch> stretches(
      ModelKey key, Life life, Rules rules, List<Waiver> waivers) {
    TreeSet<Long> cuts = new TreeSet<>(life.tags.keySet());
    for (Serving serving : life.servings) {
      cuts.add(serving.from());
      if (serving.to() != null) {
        cuts.add(serving.to());
      }
    }
    for (Waiver waiver : waivers) {
      cuts.add(waiver.from());
      cuts.add(waiver.to());
    }
    List<Stretch> stretches = new ArrayList<>();
    long from = life.from;
    Long gone = life.goneAt();
    // At least one: what came and went within a second was there, too.
    do {
      Long next = cuts.higher(from);
      Long to = next == null || (gone != null && gone < next) ? gone : next;
      stretches.add(verdict(key, life, from, to, rules, waivers));
      if (to == null) {
        break;
      }
      from = to;
    } while (life.existsAt(from));
    return stretches;
  }

  private static Stretch verdict(
      ModelKey key, Life life, long from, @Nullable Long to, Rules rules, List<Waiver> waivers) {
    Map<String, String> tags = life.tags.floorEntry(from).getValue();
    boolean inService = life.inServiceAt(from);
    String environment = rules.environment(key, tags, inService);
    String sensitivity = rules.sensitivity(key, tags);
    boolean thirdParty = life.created.map(created -> rules.thirdParty(key, created)).orElse(false);
    Status status;
    Severity severity = null;
    String waiver = null;
    if (!life.seenCreated() || life.hidden()) {
      status = Status.UNDETERMINED;
    } else if (life.isolated()) {
      status = Status.COMPLIANT;
    } else {
      waiver = Waiver.named(waivers, key, from).map(Waiver::id).orElse(null);
      status = waiver == null ? Status.VIOLATION : Status.EXEMPT;
      severity =
          waiver == null ? rules.severity(environment, sensitivity, inService, thirdParty) : null;
    }
    return new Stretch(
        from,
        to,
        status,
        severity,
        environment,
        sensitivity,
        rules.owner(key, tags),
        inService,
        thirdParty,
        waiver);
  }

  private static List<Violation> violations(
      Life life, List<Stretch> stretches, List<Life> lives, Map<ModelKey, List<Life>> all) {
    List<Violation> violations = new ArrayList<>();
    List<Stretch> current = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (stretch.status() == Status.VIOLATION) {
        current.add(stretch);
      } else if (!current.isEmpty()) {
        violations.add(new Violation(List.copyOf(current), stretch.from(), "EXEMPTED"));
        current.clear();
      }
    }
    if (!current.isEmpty()) {
      Long gone = life.goneAt();
      String ending = gone == null ? null : ending(life, gone, lives, all);
      violations.add(new Violation(List.copyOf(current), gone, ending));
    }
    return violations;
  }

  private static String ending(
      Life life, long end, List<Life> lives, Map<ModelKey, List<Life>> all) {
    if (life.inferred) {
      return "INFERRED";
    }
    boolean replaced =
        lives.stream()
            .anyMatch(
                other -> other.number > life.number && other.isolated() && other.from <= end + DAY);
    return replaced || replacedByUpdate(life, all) ? "REPLACED" : "DELETED";
  }

  /** Whether the last update that took it from its endpoint put only isolated models there. */
  private static boolean replacedByUpdate(Life life, Map<ModelKey, List<Life>> all) {
    return life.servings.stream()
        .filter(serving -> serving.next().filter(Call::update).isPresent())
        .filter(serving -> !next(serving, all).contains(life))
        .max(
            Comparator.comparingLong((Serving serving) -> serving.next().orElseThrow().at())
                .thenComparing(Serving::endpoint))
        .map(serving -> next(serving, all))
        .filter(next -> next.stream().anyMatch(Life::isolated))
        .filter(next -> next.stream().allMatch(one -> one.isolated() || !one.known()))
        .isPresent();
  }

  private static List<Life> next(Serving serving, Map<ModelKey, List<Life>> all) {
    Call call = serving.next().orElseThrow();
    return call.models().stream()
        .flatMap(model -> Life.boundAt(all.getOrDefault(model, List.of()), call.at()).stream())
        .toList();
  }
}
