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
    long findings = trails.stream().mapToLong(trail -> openFindings(trail).size()).sum();
    trails.stream()
        .flatMap(trail -> openFindings(trail).stream())
        .findFirst()
        .ifPresent(
            first ->
                wrong.add(
                    "%d logs or digests are not as CloudTrail delivered them: %s (%s)"
                        .formatted(findings, first.getObject(), first.getMessage())));
    trails.stream()
        .filter(trail -> !openGaps(trail).isEmpty())
        .findFirst()
        .ifPresent(trail -> wrong.add(gap(trail)));
    if (!wrong.isEmpty()) {
      return new Component("integrity", false, String.join("; ", wrong));
    }
    boolean proven = trails.stream().anyMatch(trail -> trail.getVerifiedUntil() > 0);
    return new Component(
        "integrity",
        true,
        proven
            ? "digests prove every log that they name"
            : "no digest was verified: nothing proves that logs are unchanged");
  }

  private String gap(IntegrityStatus trail) {
    TimeSpan gap = openGaps(trail).getFirst();
    return "no valid digest of trail %s for %s in %s from %s to %s"
        .formatted(
            trail.getTrail(),
            trail.getAccount(),
            trail.getRegion(),
            Instant.ofEpochSecond(gap.getFrom()),
            Instant.ofEpochSecond(gap.getTo()));
  }
}
