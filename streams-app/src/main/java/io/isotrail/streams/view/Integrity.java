package io.isotrail.streams.view;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.TimeSpan;
import io.isotrail.avro.TrailEvent;
import io.isotrail.streams.view.View.Component;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether the logs that the answers rest on are all that CloudTrail delivered, unchanged.
 *
 * @param trails what digests prove, by account, region and trail
 * @param events calls that changed what a trail sees, the latest first
 * @param acknowledgedUntil what befell before it, in epoch seconds, makes nothing incomplete
 */
public record Integrity(List<IntegrityStatus> trails, List<Event> events, long acknowledgedUntil) {

  /** More are not shown; all of them are judged. */
  public static final int MOST_EVENTS = 500;

  private static final int MOST_NAMED = 10;

  public Integrity {
    trails = List.copyOf(trails);
    events = List.copyOf(events);
  }

  /**
   * A call that changed what a trail sees.
   *
   * @param open nothing has undone or acknowledged it
   */
  public record Event(TrailEvent event, boolean open) {}

  /**
   * Judges.
   *
   * @param events in any order
   */
  static Integrity of(
      List<IntegrityStatus> trails, List<TrailEvent> events, Optional<Instant> acknowledged) {
    long until = acknowledged.map(Instant::getEpochSecond).orElse(0L);
    List<Event> judged =
        events.stream()
            .sorted(Comparator.comparingLong(TrailEvent::getAt).reversed())
            .map(event -> new Event(event, isOpen(event, events, until)))
            .toList();
    return new Integrity(trails, judged, until);
  }

  private static boolean isOpen(TrailEvent event, List<TrailEvent> all, long until) {
    if (event.getAt() < until) {
      return false;
    }
    return switch (event.getName()) {
      case "StopLogging" -> !follows(event, all, "StartLogging");
      case "DeleteTrail" -> !isCreatedAndStarted(event, all);
      // Whether it still sees what it should cannot be told from the call alone.
      case "UpdateTrail", "PutEventSelectors" -> true;
      default -> false;
    };
  }

  /** A trail that was created anew does not log before it is started. */
  private static boolean isCreatedAndStarted(TrailEvent deletion, List<TrailEvent> all) {
    return all.stream()
        .filter(other -> isOf(deletion, other, "CreateTrail"))
        .filter(creation -> creation.getAt() > deletion.getAt())
        .anyMatch(
            creation ->
                all.stream()
                    .filter(other -> isOf(deletion, other, "StartLogging"))
                    .anyMatch(start -> start.getAt() >= creation.getAt()));
  }

  /** Within one second the order is unknown, and counts as the worse one. */
  private static boolean follows(TrailEvent event, List<TrailEvent> all, String name) {
    return all.stream()
        .anyMatch(other -> isOf(event, other, name) && other.getAt() > event.getAt());
  }

  private static boolean isOf(TrailEvent event, TrailEvent other, String name) {
    return other.getName().equals(name)
        && other.getAccount().equals(event.getAccount())
        && other.getRegion().equals(event.getRegion())
        && other.getTrail().equals(event.getTrail());
  }

  /** Events that nothing has undone or acknowledged, the latest first. */
  public List<TrailEvent> openEvents() {
    return events.stream().filter(Event::open).map(Event::event).toList();
  }

  /** What of a trail is wrong and not acknowledged. */
  public List<IntegrityFinding> openFindings(IntegrityStatus trail) {
    return trail.getFindings().stream()
        .filter(finding -> finding.getAt() > acknowledgedUntil)
        .toList();
  }

  /**
   * How many more are wrong than could be named; acknowledged all at once, because only the latest
   * time of them is known.
   */
  public long openFindingsLeftOut(IntegrityStatus trail) {
    long until = trail.getFindingsLeftOutUntil();
    return until == 0 || until > acknowledgedUntil ? trail.getFindingsLeftOut() : 0;
  }

  /** The gaps of a trail that are not acknowledged. */
  public List<TimeSpan> openGaps(IntegrityStatus trail) {
    return trail.getGaps().stream().filter(gap -> gap.getTo() > acknowledgedUntil).toList();
  }

  /** The same in one line, for people and for {@code complete}. */
  public Component component() {
    List<String> wrong = new ArrayList<>();
    for (TrailEvent event : openEvents().stream().limit(1).toList()) {
      wrong.add(
          "%s on trail %s of %s in %s at %s"
              .formatted(
                  event.getName(),
                  event.getTrail(),
                  event.getAccount(),
                  event.getRegion(),
                  Instant.ofEpochSecond(event.getAt())));
    }
    findings().ifPresent(wrong::add);
    trails.stream()
        .filter(trail -> !openGaps(trail).isEmpty())
        .findFirst()
        .ifPresent(trail -> wrong.add(gap(trail)));
    if (!wrong.isEmpty()) {
      return new Component("integrity", false, String.join("; ", wrong));
    }
    return new Component("integrity", true, proven());
  }

  private Optional<String> findings() {
    long count =
        trails.stream()
            .mapToLong(trail -> openFindings(trail).size() + openFindingsLeftOut(trail))
            .sum();
    if (count == 0) {
      return Optional.empty();
    }
    String first =
        trails.stream()
            .flatMap(trail -> openFindings(trail).stream())
            .findFirst()
            .map(finding -> finding.getObject() + " (" + finding.getMessage() + ")")
            .orElseGet(this::unnamed);
    return Optional.of(
        "%d logs or digests are not as CloudTrail delivered them: %s".formatted(count, first));
  }

  private String unnamed() {
    return trails.stream()
        .filter(trail -> openFindingsLeftOut(trail) > 0)
        .findFirst()
        .map(trail -> "more than could be named, of " + place(trail))
        .orElseThrow();
  }

  /** Of nothing but the trails that are not named here it says that all is proven. */
  private String proven() {
    if (trails.stream().noneMatch(trail -> trail.getVerifiedUntil() > 0)) {
      return "no digest was verified: nothing proves that logs are unchanged";
    }
    List<String> unproven =
        trails.stream()
            .filter(trail -> trail.getVerifiedUntil() == 0 || !trail.getUnproven().isEmpty())
            .map(trail -> place(trail) + " (" + why(trail) + ")")
            .toList();
    if (unproven.isEmpty()) {
      return "digests prove every log that they name";
    }
    String named = String.join(", ", unproven.subList(0, Math.min(MOST_NAMED, unproven.size())));
    int more = unproven.size() - MOST_NAMED;
    return "digests prove the logs that they name, but nothing those of "
        + named
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String why(IntegrityStatus trail) {
    return trail.getUnproven().isEmpty() ? "no digest was verified" : trail.getUnproven();
  }

  private static String place(IntegrityStatus trail) {
    return "trail %s for %s in %s"
        .formatted(trail.getTrail(), trail.getAccount(), trail.getRegion());
  }

  private String gap(IntegrityStatus trail) {
    TimeSpan gap = openGaps(trail).getFirst();
    return "no valid digest of %s from %s to %s"
        .formatted(
            place(trail), Instant.ofEpochSecond(gap.getFrom()), Instant.ofEpochSecond(gap.getTo()));
  }
}
