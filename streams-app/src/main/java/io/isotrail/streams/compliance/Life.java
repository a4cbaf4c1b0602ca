package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One generation of a name while it is being read. */
final class Life {

  /** Of several updates that removed it the one that counts comes last. */
  private static final Comparator<Serving> LATEST_LAST =
      Comparator.comparingLong(
              (Serving serving) -> serving.to() == null ? Long.MAX_VALUE : serving.to())
          .thenComparing(Serving::server);

  final int number;
  final String id;
  final long from;

  final TagCourse tagsFrom;
  final NavigableMap<Long, Flag> flagFrom = new TreeMap<>();

  /** What was bound to it and lasts, in the order of binding. */
  final List<Serving> servings = new ArrayList<>();

  boolean created;
  private boolean createdIsolated;
  String name;
  String createdBy = "";
  boolean hidden;
  @Nullable Boolean vpc;
  @Nullable Boolean interContainerEncryption;
  List<String> images = List.of();
  List<String> modelPackages = List.of();

  /** The models that the create named. */
  List<String> models = List.of();

  /** The creation time that an observation gave. */
  @Nullable Long observedCreation;

  long exposedSince;
  @Nullable Long end;
  @Nullable Ending ending;

  Life(int number, long from, String id, String name) {
    this.number = number;
    this.from = from;
    this.id = id;
    this.name = name;
    this.exposedSince = from;
    tagsFrom = new TagCourse(from);
    flagFrom.put(from, Flag.UNKNOWN);
  }

  SortedMap<String, String> tags() {
    return tagsFrom.latest().asMap();
  }

  /** Whether its create said that it is isolated, whatever was seen in the same second. */
  boolean createdIsolated() {
    return createdIsolated;
  }

  /** As it is known latest, of what does not name a definition. */
  Isolation latestIsolation() {
    return flagFrom.lastEntry().getValue() instanceof Flag.Own own
        ? own.isolation()
        : Isolation.UNKNOWN;
  }

  void create(String actor, Fact.Created what) {
    created = true;
    createdBy = actor;
    createdIsolated = what.definition() == null && what.isolation() == Isolation.ISOLATED;
    tagsFrom.put(from, Tags.of(what.tags()));
    models = what.models();
    hidden = what.hidden();
    describe(from, what);
  }

  void redefine(long at, Fact.Created what) {
    describe(at, what);
  }

  private void describe(long at, Fact.Created what) {
    flagFrom.put(at, Flag.of(what));
    vpc = what.vpc();
    interContainerEncryption = what.interContainerEncryption();
    images = what.images();
    modelPackages = what.modelPackages();
  }

  void tag(long at, Map<String, String> added) {
    tagsFrom.put(at, tagsFrom.latest().with(added));
  }

  void untag(long at, List<String> keys) {
    tagsFrom.put(at, tagsFrom.latest().without(keys));
  }

  /**
   * An observation makes known what the create did not show. What was known stays: only a
   * redefinition changes a flag, and that of a definition elsewhere is observed there.
   */
  void observe(long at, Fact.Seen seen) {
    if (flagFrom.lastEntry().getValue().equals(Flag.UNKNOWN)
        && seen.isolation() != Isolation.UNKNOWN) {
      flagFrom.put(at, new Flag.Own(seen.isolation()));
      vpc = seen.vpc();
      interContainerEncryption = seen.interContainerEncryption();
      images = seen.images();
      modelPackages = seen.modelPackages();
    }
    // Of a create that was seen the beginning is known; of several observations the first counts.
    if (!created && observedCreation == null && seen.createdAt() != null) {
      observedCreation = seen.createdAt();
      exposedSince = Math.min(from, seen.createdAt());
    }
    if (seen.tags() != null) {
      tagsFrom.put(at, Tags.of(seen.tags()));
    }
  }

  void bind(Serving serving) {
    if (serving.lasts()) {
      servings.add(serving);
    }
  }

  void end(long at, Ending how) {
    end = at;
    ending = how;
  }

  boolean endedAt(long instant) {
    return end != null && end == instant;
  }

  boolean inServiceAt(long instant) {
    for (Serving serving : servings) {
      if (serving.holdsAt(instant)) {
        return true;
      }
    }
    return false;
  }

  /** When it was gone: deleted, and nothing served it any more; null while it is not. */
  @Nullable Long goneAt() {
    Long gone = end;
    for (Serving serving : servings) {
      if (gone == null || serving.to() == null) {
        return null;
      }
      gone = Math.max(gone, serving.to());
    }
    return gone;
  }

  /** Every instant at which something begins or ceases to serve it. */
  NavigableSet<Long> serviceChanges() {
    TreeSet<Long> changes = new TreeSet<>();
    for (Serving serving : servings) {
      changes.add(serving.from());
      if (serving.to() != null) {
        changes.add(serving.to());
      }
    }
    return changes;
  }

  /** Whether the last update that removed it put something isolated in its place. */
  boolean replacedByUpdate() {
    return servings.stream()
        .filter(this::isRemoval)
        .max(LATEST_LAST)
        .filter(Serving::replaced)
        .isPresent();
  }

  /** As {@link #replacedByUpdate}, of the updates of one second after which nothing serves it. */
  boolean replacedByUpdateAt(long instant) {
    if (servings.isEmpty() || inServiceAt(instant)) {
      return false;
    }
    return servings.stream()
        .filter(serving -> serving.to() != null && serving.to() == instant)
        .filter(this::isRemoval)
        .max(LATEST_LAST)
        .filter(Serving::replaced)
        .isPresent();
  }

  /** Whether an update ended it, and the server did not bind this generation anew. */
  private boolean isRemoval(Serving ended) {
    return ended.updated()
        && ended.to() != null
        && servings.stream()
            .noneMatch(next -> next.server().equals(ended.server()) && next.from() == ended.to());
  }
}
