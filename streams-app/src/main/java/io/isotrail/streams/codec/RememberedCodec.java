package io.isotrail.streams.codec;

import io.isotrail.avro.Compliance;
import io.isotrail.avro.StoredServing;
import io.isotrail.avro.StoredTimeline;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Serving;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is remembered of a resource, as the store of timelines holds it. */
public final class RememberedCodec {

  private static final long NOTHING_SETTLED = -1;

  private RememberedCodec() {}

  /** What the store holds under a resource key. */
  public static Remembered remembered(String key, StoredTimeline stored) {
    return new Remembered(
        Subject.ofKey(key),
        ground(stored),
        Timeline.of(stored.getFacts().stream().map(FactCodec::fact).toList()),
        stored.getServings().stream().map(RememberedCodec::serving).toList(),
        Collections.unmodifiableSortedSet(new TreeSet<>(stored.getTargets())),
        Collections.unmodifiableSortedSet(new TreeSet<>(stored.getDependents())),
        stored.getJudgement() == null ? null : HistoryCodec.history(stored.getJudgement()),
        stored.getDue(),
        stored.getChangedAt());
  }

  /** For the store. */
  public static StoredTimeline stored(Remembered remembered) {
    Subject subject = remembered.subject();
    Ground ground = remembered.ground();
    boolean settled = ground.until() != Long.MIN_VALUE;
    return StoredTimeline.newBuilder()
        .setFacts(
            remembered.timeline().all().stream()
                .map(fact -> FactCodec.stored(subject, fact))
                .toList())
        .setServings(remembered.servings().stream().map(RememberedCodec::serving).toList())
        .setTargets(List.copyOf(remembered.targets()))
        .setDependents(List.copyOf(remembered.dependents()))
        .setUntil(settled ? ground.until() : NOTHING_SETTLED)
        .setPurged(ground.purged())
        .setSettled(
            ground.settled().isEmpty()
                ? null
                : row(new History(subject, null, 0, ground.settled())))
        .setJudgement(row(remembered.history()))
        .setDue(remembered.due())
        .setChangedAt(remembered.changedAt())
        .build();
  }

  private static Ground ground(StoredTimeline stored) {
    Compliance settled = stored.getSettled();
    return stored.getUntil() == NOTHING_SETTLED
        ? Ground.NONE
        : new Ground(
            stored.getUntil(),
            stored.getPurged(),
            settled == null ? List.of() : HistoryCodec.history(settled).generations());
  }

  private static @Nullable Compliance row(@Nullable History history) {
    return history == null ? null : HistoryCodec.row(history, List.of(), 0);
  }

  private static Serving serving(StoredServing stored) {
    return new Serving(
        stored.getServer(),
        stored.getEndpoint(),
        stored.getEventId(),
        stored.getFrom(),
        stored.getTo(),
        stored.getUpdated(),
        stored.getReplaced());
  }

  private static StoredServing serving(Serving serving) {
    return StoredServing.newBuilder()
        .setServer(serving.server())
        .setEndpoint(serving.endpoint())
        .setEventId(serving.eventId())
        .setFrom(serving.from())
        .setTo(serving.to())
        .setUpdated(serving.updated())
        .setReplaced(serving.replaced())
        .build();
  }
}
