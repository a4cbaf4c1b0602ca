package io.isotrail.streams.view;

import io.isotrail.avro.CanaryStatus;
import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.avro.TaskStatus;
import io.isotrail.avro.TrailEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * How far sources, feeds and tasks have come, in memory. Several instances may share the work of a
 * source; what they say is taken together here, and nowhere else. Not thread-safe.
 */
final class StatusShelf {

  private final TreeMap<String, Progress> byKey = new TreeMap<>();

  /** Of each source, when it told something for the first time that is still known. */
  private final Map<String, Long> firstWords = new HashMap<>();

  private Set<String> ended = Set.of();
  private long endedAt = System.nanoTime();
  private long silentSeconds = 120;
  private InstantSource clock = InstantSource.system();
  private BooleanSupplier timing = () -> false;
  private Optional<View.Canary> canary = Optional.empty();

  /**
   * Times canaries from now on.
   *
   * @param when false while what was said long ago is read again
   */
  void time(InstantSource now, BooleanSupplier when) {
    clock = now;
    timing = when;
  }

  /** An instance that has told nothing for so long before the last word of another has ended. */
  void silence(Duration silence) {
    silentSeconds = silence.toSeconds();
  }

  void put(String key, Progress progress) {
    byKey.put(key, progress);
    if (progress.getBody() instanceof SourceStatus told) {
      firstWords.merge(told.getSource(), progress.getWrittenAt(), Math::min);
      noteEnds();
    }
    if (progress.getBody() instanceof CanaryStatus passed) {
      see(passed);
    }
  }

  private void see(CanaryStatus passed) {
    long sent = passed.getSentAtMillis();
    if (canary.isPresent() && canary.get().sentAtMillis() >= sent) {
      return;
    }
    canary =
        Optional.of(
            new View.Canary(
                sent,
                timing.getAsBoolean()
                    ? OptionalLong.of(Math.max(0, clock.millis() - sent))
                    : OptionalLong.empty()));
  }

  void remove(String key) {
    byKey.remove(key);
    noteEnds();
  }

  private void noteEnds() {
    Set<String> now =
        sources().stream()
            .filter(SourceStatus::getEndReached)
            .map(SourceStatus::getSource)
            .collect(Collectors.toUnmodifiableSet());
    if (!ended.containsAll(now)) {
      endedAt = System.nanoTime();
    }
    ended = now;
  }

  /**
   * When a source was last found to have given all that it has, of {@link System#nanoTime}. All of
   * it was published by then, and answers are not whole before it is in them: a look at Kafka of
   * some seconds earlier knows nothing of it.
   */
  long endedAt() {
    return endedAt;
  }

  /** All of it is told again. */
  void forget() {
    byKey.clear();
    noteEnds();
  }

  /** The latest canary that came through; empty before the first. */
  Optional<View.Canary> canary() {
    return canary;
  }

  /** By source, account and region, over all instances. */
  List<FeedStatus> feeds() {
    Map<List<String>, FeedStatus> feeds = new TreeMap<>(Comparator.comparing(String::valueOf));
    for (Progress progress : byKey.values()) {
      if (progress.getBody() instanceof FeedStatus feed) {
        feeds.merge(
            List.of(feed.getSource(), feed.getAccount(), feed.getRegion()),
            feed,
            StatusShelf::together);
      }
    }
    return List.copyOf(feeds.values());
  }

  /** The oldest word of a source that was read, though it may have said more before. */
  long firstWord(SourceStatus source) {
    return firstWords.getOrDefault(source.getSource(), Long.MAX_VALUE);
  }

  /** True when a source has told nothing for so long that an instance of it would have ended. */
  boolean isSilent(String source, long now) {
    return byKey.values().stream()
        .filter(
            progress ->
                switch (progress.getBody()) {
                  case SourceStatus told -> told.getSource().equals(source);
                  case FeedStatus told -> told.getSource().equals(source);
                  default -> false;
                })
        .allMatch(progress -> progress.getWrittenAt() < now - silentSeconds);
  }

  private static FeedStatus together(FeedStatus one, FeedStatus other) {
    return FeedStatus.newBuilder(one)
        .setFirstEventAt(Math.min(one.getFirstEventAt(), other.getFirstEventAt()))
        .setLastEventAt(Math.max(one.getLastEventAt(), other.getLastEventAt()))
        .setLastObjectAt(Math.max(one.getLastObjectAt(), other.getLastObjectAt()))
        .build();
  }

  /** Sources as wholes, over all instances that have not ended. */
  List<SourceStatus> sources() {
    Map<String, List<Progress>> bySource = new TreeMap<>();
    for (Progress progress : byKey.values()) {
      if (progress.getBody() instanceof SourceStatus source) {
        bySource.computeIfAbsent(source.getSource(), _ -> new ArrayList<>()).add(progress);
      }
    }
    return bySource.values().stream().map(this::whole).toList();
  }

  private SourceStatus whole(List<Progress> instances) {
    long last = instances.stream().mapToLong(Progress::getWrittenAt).max().orElseThrow();
    return instances.stream()
        .filter(instance -> instance.getWrittenAt() >= last - silentSeconds)
        .map(instance -> (SourceStatus) instance.getBody())
        .reduce(
            (one, other) ->
                SourceStatus.newBuilder(one)
                    .setLive(one.getLive() || other.getLive())
                    .setEndReached(one.getEndReached() && other.getEndReached())
                    .setDiscovered(one.getDiscovered() + other.getDiscovered())
                    .setSettled(one.getSettled() + other.getSettled())
                    .setFailed(one.getFailed() + other.getFailed())
                    .build())
        .orElseThrow();
  }

  /** Kafka partitions whose verdicts are being judged again. */
  List<Integer> rejudging() {
    return byKey.values().stream()
        .map(Progress::getBody)
        .filter(TaskStatus.class::isInstance)
        .map(TaskStatus.class::cast)
        .filter(TaskStatus::getRejudging)
        .map(TaskStatus::getTask)
        .toList();
  }

  /** By source, account, region and trail, over all instances. */
  List<IntegrityStatus> integrity() {
    return TrailStandings.of(byKey.values());
  }

  List<TrailEvent> trailEvents() {
    return bodies(TrailEvent.class);
  }

  private <B> List<B> bodies(Class<B> type) {
    return byKey.values().stream()
        .map(Progress::getBody)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
