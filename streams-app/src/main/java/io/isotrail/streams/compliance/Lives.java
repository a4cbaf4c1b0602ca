package io.isotrail.streams.compliance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Folds the ordered facts of one resource into its generations.
 *
 * <ul>
 *   <li>A create begins a generation; one that is still alive ends there as INFERRED.
 *   <li>A delete ends the living generation; a delete alone creates nothing.
 *   <li>A successful tag, untag or inventory observation proves that something exists: where
 *       nothing is alive it begins a generation whose creation was not seen. In the second of a
 *       delete it belongs to what was deleted, because the order within a second is unknown.
 *   <li>A new generation starts with no old tags.
 * </ul>
 */
final class Lives {

  private final List<Life> lives = new ArrayList<>();
  private @Nullable Life living;
  private long lastDelete = Long.MIN_VALUE;

  private Lives() {}

  static List<Life> of(List<Fact> ordered) {
    Lives lives = new Lives();
    ordered.forEach(lives::read);
    return lives.lives;
  }

  /** Whether it shows that the resource exists, though it is no create. */
  static boolean isTrace(Fact.What what) {
    return switch (what) {
      case Fact.Tagged tagged -> true;
      case Fact.Untagged untagged -> true;
      case Fact.Seen seen -> true;
      case Fact.Created created -> false;
      case Fact.Deleted deleted -> false;
      case Fact.Deployed deployed -> false;
      case Fact.Undeployed undeployed -> false;
    };
  }

  private void read(Fact fact) {
    switch (fact.what()) {
      case Fact.Created created -> {
        if (living != null) {
          living.end(fact.at(), Ending.INFERRED);
        }
        begin(fact).describe(created);
      }
      case Fact.Deleted deleted -> {
        if (living != null) {
          living.end(fact.at(), Ending.DELETED);
          living = null;
        }
        lastDelete = fact.at();
      }
      case Fact.Tagged tagged -> {
        Life life = touched(fact);
        if (life != null) {
          life.tag(fact.at(), tagged.tags());
        }
      }
      case Fact.Untagged untagged -> {
        Life life = touched(fact);
        if (life != null) {
          life.untag(fact.at(), untagged.keys());
        }
      }
      case Fact.Seen seen -> {
        Life life = touched(fact);
        if (life != null) {
          life.observe(fact.at(), seen);
        }
      }
      // What serves where belongs to the endpoints' own timelines.
      case Fact.Deployed deployed -> {}
      case Fact.Undeployed undeployed -> {}
    }
  }

  private @Nullable Life touched(Fact fact) {
    if (living != null) {
      return living;
    }
    return fact.at() == lastDelete ? null : begin(fact);
  }

  private Life begin(Fact fact) {
    Life life = new Life(lives.size() + 1, fact);
    lives.add(life);
    living = life;
    return life;
  }

  /** One generation while it is being read. */
  static final class Life {
    final int number;
    final String id;
    final String name;
    final long from;
    final boolean created;
    final String createdBy;
    final NavigableMap<Long, Map<String, String>> tagsFrom = new TreeMap<>();
    final NavigableMap<Long, Isolation> isolationFrom = new TreeMap<>();
    boolean hidden;
    @Nullable Boolean vpc;
    @Nullable Boolean interContainerEncryption;
    List<String> images = List.of();
    List<String> modelPackages = List.of();
    long exposedSince;
    long detectedAt;
    @Nullable Long end;
    @Nullable Ending ending;

    private Life(int number, Fact first) {
      this.number = number;
      this.id = first.eventId();
      this.name = first.name();
      this.from = first.at();
      this.created = first.what() instanceof Fact.Created;
      this.createdBy = created ? first.actor() : "";
      this.exposedSince = from;
      this.detectedAt = from;
      tagsFrom.put(from, Map.of());
      isolationFrom.put(from, Isolation.UNKNOWN);
    }

    Isolation isolation() {
      return isolationFrom.lastEntry().getValue();
    }

    Map<String, String> tags() {
      return tagsFrom.lastEntry().getValue();
    }

    /** Whether it was created isolated. */
    boolean createdIsolated() {
      return created && isolationFrom.firstEntry().getValue() == Isolation.ISOLATED;
    }

    private void describe(Fact.Created what) {
      isolationFrom.put(from, what.isolation());
      tagsFrom.put(from, sorted(what.tags()));
      hidden = what.hidden();
      vpc = what.vpc();
      interContainerEncryption = what.interContainerEncryption();
      images = what.images();
      modelPackages = what.modelPackages();
    }

    private void tag(long at, Map<String, String> added) {
      TreeMap<String, String> tags = new TreeMap<>(tags());
      tags.putAll(added);
      tagsFrom.put(at, Collections.unmodifiableMap(tags));
    }

    private void untag(long at, List<String> keys) {
      TreeMap<String, String> tags = new TreeMap<>(tags());
      keys.forEach(tags::remove);
      tagsFrom.put(at, Collections.unmodifiableMap(tags));
    }

    /**
     * An observation makes known what the create did not show. What the create showed stays: the
     * flag of these kinds cannot change.
     */
    private void observe(long at, Fact.Seen seen) {
      if (isolation() == Isolation.UNKNOWN && seen.isolation() != Isolation.UNKNOWN) {
        isolationFrom.put(at, seen.isolation());
        detectedAt = at;
        exposedSince = seen.createdAt() == null ? from : Math.min(from, seen.createdAt());
        vpc = seen.vpc();
        interContainerEncryption = seen.interContainerEncryption();
        images = seen.images();
        modelPackages = seen.modelPackages();
      }
      if (seen.tags() != null) {
        tagsFrom.put(at, sorted(seen.tags()));
      }
    }

    private void end(long at, Ending how) {
      end = at;
      ending = how;
    }

    private static Map<String, String> sorted(Map<String, String> tags) {
      return Collections.unmodifiableMap(new TreeMap<>(tags));
    }
  }
}
