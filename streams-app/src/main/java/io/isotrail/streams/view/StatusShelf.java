package io.isotrail.streams.view;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.avro.TaskStatus;
import io.isotrail.avro.TrailEvent;
import java.util.List;
import java.util.TreeMap;

/** How far sources, feeds and tasks have come, in memory. Not thread-safe. */
final class StatusShelf {

  private final TreeMap<String, Progress> byKey = new TreeMap<>();

  void put(String key, Progress progress) {
    byKey.put(key, progress);
  }

  void remove(String key) {
    byKey.remove(key);
  }

  List<FeedStatus> feeds() {
    return bodies(FeedStatus.class);
  }

  List<SourceStatus> sources() {
    return bodies(SourceStatus.class);
  }

  /** Kafka partitions whose verdicts are being judged again. */
  List<Integer> rejudging() {
    return bodies(TaskStatus.class).stream()
        .filter(TaskStatus::getRejudging)
        .map(TaskStatus::getTask)
        .toList();
  }

  List<IntegrityStatus> integrity() {
    return bodies(IntegrityStatus.class);
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
