package io.isotrail.streams.simulation;

import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.codec.Keys;
import io.isotrail.streams.codec.RejectionCodec;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The facts of one partition of the topic: whole accounts and regions. */
final class Gathered {

  private final int limit;
  private int size;

  /** By account and region, because only within these do resources hang together. */
  private final TreeMap<String, Map<Subject, List<Fact>>> byLocality = new TreeMap<>();

  private final TreeMap<String, io.isotrail.avro.Fact> rejections = new TreeMap<>();

  Gathered(int limit) {
    this.limit = limit;
  }

  /** False when there is no room. What could not be judged is passed over, as by the topology. */
  boolean take(String key, io.isotrail.avro.Fact fact) {
    if (FactCodec.objection(key, fact).isPresent()) {
      return true;
    }
    if (++size > limit) {
      return false;
    }
    if (FactCodec.isRejection(fact)) {
      rejections.merge(
          Keys.of(fact.getAccount(), RejectionCodec.event(fact)),
          fact,
          (one, other) -> RejectionCodec.WINNER_LAST.compare(one, other) >= 0 ? one : other);
    } else {
      Subject subject = FactCodec.subject(fact);
      byLocality
          .computeIfAbsent(
              Keys.of(subject.partition(), subject.account(), subject.region()),
              absent -> new HashMap<>())
          .computeIfAbsent(subject, absent -> new ArrayList<>(2))
          .add(FactCodec.fact(fact));
    }
    return true;
  }

  /** The timelines of each account and region in turn. */
  List<OneLocality> localities() {
    return byLocality.values().stream().map(OneLocality::new).toList();
  }

  /** Those that count, in the order of (time, eventID, account). */
  List<io.isotrail.avro.Fact> rejections() {
    SortedMap<String, io.isotrail.avro.Fact> sorted = new TreeMap<>();
    rejections
        .values()
        .forEach(
            fact ->
                sorted.put(
                    Keys.of(Keys.sortable(fact.getAt()), fact.getEventId(), fact.getAccount()),
                    fact));
    return List.copyOf(sorted.values());
  }

  /** One account and region; its timelines are put together only when they are asked for. */
  record OneLocality(Map<Subject, List<Fact>> facts) {

    Map<Subject, Timeline> timelines() {
      Map<Subject, Timeline> timelines = HashMap.newHashMap(facts.size());
      facts.forEach((subject, own) -> timelines.put(subject, Timeline.of(own)));
      return timelines;
    }
  }
}
