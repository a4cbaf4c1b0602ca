package io.isotrail.streams.topology;

import io.isotrail.streams.StreamsSettings;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Role;
import io.isotrail.streams.compliance.Settling;
import io.isotrail.streams.compliance.Timeline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the state bounded: how long what has ended is remembered, and how large one timeline
 * becomes.
 *
 * @param timelineLimit facts of one resource beyond which overwritten ones are folded
 * @param mostHeld facts that are held as objects in each task
 * @param retentionSeconds how long a generation is remembered that is gone
 * @param runSeconds how long a run is remembered
 * @param quietSeconds nothing is purged about which something arrived so lately
 */
record Bounds(
    int timelineLimit, int mostHeld, long retentionSeconds, long runSeconds, long quietSeconds) {

  /**
   * A character takes three bytes at most, and the history no more than the facts: so a row stays
   * below the largest record.
   */
  private static final long MOST_CHARACTERS = StreamsProperties.LARGEST_RECORD / 8;

  /** Facts of all sorts, as a multiple of the limit, when nothing more can be folded. */
  private static final long HARD_LIMIT = 10;

  static Bounds of(StreamsSettings settings) {
    return new Bounds(
        settings.timelineLimit(),
        settings.timelinesHeld(),
        settings.retention().toSeconds(),
        settings.runRetention().toSeconds(),
        settings.purgeQuiet().toSeconds());
  }

  /**
   * Whether a timeline cannot take this any more. Tags and deployments are repeated at will, so
   * they are held to half of the room. What says that a resource exists or is gone must find a
   * place beside them: without it a deleted resource would stay in violation for ever.
   */
  boolean isTooMuch(Fact.What what, Room room) {
    return (Settling.isRepeatable(what)
            && (room.repeatable() > 2 * timelineLimit || room.ofRepeatable() > MOST_CHARACTERS / 2))
        || room.of().size() > HARD_LIMIT * timelineLimit
        || room.characters() > MOST_CHARACTERS;
  }

  /** Whether a timeline is so short that nobody need ask how much room it takes. */
  boolean isShort(Timeline timeline) {
    return timeline.size() <= timelineLimit && timeline.size() < 50;
  }

  /** Folds what is longer than the limit, so that half of the limit is free again. */
  Remembered folded(Remembered remembered) {
    return remembered.timeline().size() + remembered.servings().size() <= timelineLimit
        ? remembered
        : Settling.fold(remembered, timelineLimit / 2);
  }

  /** When something of it can be purged; null while nothing can. */
  @Nullable Long purgeAt(Remembered remembered) {
    Optional<Settling.Purgeable> ended = Settling.purgeable(remembered);
    if (ended.isEmpty()) {
      return null;
    }
    return Math.max(
        ended.get().until() + keptSeconds(remembered), remembered.changedAt() + quietSeconds);
  }

  /** Whether the rejections of a UTC day can be purged. */
  boolean isDayOver(int day, long arrivedLast, long now) {
    long end = (day + 1) * 86_400L;
    return end + retentionSeconds <= now && arrivedLast + quietSeconds <= now;
  }

  private long keptSeconds(Remembered remembered) {
    return switch (Role.of(remembered.subject().kind())) {
      case RUN, TRANSFORM_JOB -> runSeconds;
      case MODEL, ENDPOINT_CONFIG, SCHEDULE, DEFINITION, ENDPOINT, INFERENCE_COMPONENT ->
          retentionSeconds;
    };
  }

  /** What can be purged by now. */
  Optional<Settling.Purgeable> purgeable(Remembered remembered, long now) {
    Long at = purgeAt(remembered);
    return at == null || at > now ? Optional.empty() : Settling.purgeable(remembered);
  }

  /** Whether nothing but the ground is left. */
  static boolean isGrave(Remembered remembered) {
    return remembered.timeline().isEmpty()
        && remembered.servings().isEmpty()
        && remembered.targets().isEmpty()
        && remembered.dependents().isEmpty();
  }
}
