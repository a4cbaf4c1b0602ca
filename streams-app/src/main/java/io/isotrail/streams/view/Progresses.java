package io.isotrail.streams.view;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.SourceStatus;
import io.isotrail.streams.view.View.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What the status topic says, for people. */
final class Progresses {

  private Progresses() {}

  static Component rejudging(Shelves shelves) {
    List<Integer> tasks = shelves.status().rejudging();
    if (shelves.governance().policyAt(0).isEmpty()) {
      return new Component("rejudging", false, "no policy has been published yet");
    }
    return tasks.isEmpty()
        ? new Component("rejudging", true, "every verdict is by the governance in force")
        : new Component(
            "rejudging",
            false,
            "a change of governance is being applied to " + tasks.size() + " partitions");
  }

  /**
   * Whether every source gave what it has: a batch its end, a live one something lately.
   *
   * @param ended sources that are not waited for once they are silent
   */
  static Component sources(StatusShelf status, long now, Duration staleAfter, Set<String> ended) {
    List<String> gone =
        status.sources().stream()
            .map(SourceStatus::getSource)
            .filter(source -> ended.contains(source) && status.isSilent(source, now))
            .toList();
    List<SourceStatus> sources =
        status.sources().stream().filter(source -> !gone.contains(source.getSource())).toList();
    Component judged = judged(status, sources, now, staleAfter);
    if (gone.isEmpty()) {
      return judged;
    }
    return new Component(
        judged.name(),
        judged.ok(),
        judged.message() + "; declared ended, not waited for: " + String.join(", ", gone));
  }

  private static Component judged(
      StatusShelf status, List<SourceStatus> sources, long now, Duration staleAfter) {
    if (sources.isEmpty()) {
      return new Component("sources", false, "no source has reported yet");
    }
    for (SourceStatus source : sources) {
      if (source.getFailed() > 0) {
        return incomplete(source, source.getFailed() + " objects could not be read");
      }
      if (!source.getEndReached()) {
        return incomplete(
            source, source.getSettled() + " of " + source.getDiscovered() + " objects are read");
      }
    }
    for (SourceStatus source : sources) {
      OptionalLong latest = latestObject(status, source);
      long since = latest.orElseGet(() -> status.firstWord(source));
      if (source.getLive() && since < now - staleAfter.toSeconds()) {
        return incomplete(
            source,
            (latest.isPresent()
                    ? "nothing from any account and region since "
                    : "it has never delivered anything, and was there at ")
                + Instant.ofEpochSecond(since));
      }
    }
    return new Component("sources", true, "every source is read to its end or fresh");
  }

  /** Over all its feeds: without digests a quiet region cannot be told from a broken one. */
  private static OptionalLong latestObject(StatusShelf status, SourceStatus source) {
    return status.feeds().stream()
        .filter(feed -> feed.getSource().equals(source.getSource()))
        .mapToLong(FeedStatus::getLastObjectAt)
        .max();
  }

  private static Component incomplete(SourceStatus source, String why) {
    return new Component("sources", false, source.getSource() + ": " + why);
  }
}
