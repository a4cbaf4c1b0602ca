package io.isotrail.app.simulate.batch;

import io.isotrail.app.simulate.batch.ModelEvent.Created;
import io.isotrail.app.simulate.batch.ModelEvent.Deleted;
import io.isotrail.app.simulate.batch.ModelEvent.Served;
import io.isotrail.app.simulate.batch.ModelEvent.Tagged;
import io.isotrail.app.simulate.batch.ModelEvent.Untagged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One life of a model's name: from a create, or its first trace, to its end. */
final class Life {

  final int number;
  final String name;
  final String actor;
  final long from;

  /** Empty when the creation was never seen. */
  final Optional<Created> created;

  /** The tags from each instant on at which they changed. */
  final TreeMap<Long, Map<String, String>> tags = new TreeMap<>();

  /** When it was deleted, or created again. */
  @Nullable Long to;

  /** What it served, by endpoint and time. */
  final List<Serving> servings = new ArrayList<>();

  /** Ended only because the name was created again. */
  boolean inferred;

  private Life(int number, ModelEvent event, Optional<Created> created) {
    this.number = number;
    this.name = event.name();
    this.actor = created.isPresent() ? event.actor() : "";
    this.from = event.at();
    this.created = created;
    tags.put(from, created.map(Created::tags).orElse(Map.of()));
  }

  boolean seenCreated() {
    return created.isPresent();
  }

  /** Whether the create was seen and its request was not. */
  boolean hidden() {
    return created.isPresent() && !created.get().visible();
  }

  /** Whether anybody knows if it is isolated. */
  boolean known() {
    return created.isPresent() && created.get().visible();
  }

  boolean isolated() {
    return known() && created.get().isolated();
  }

  /** From when nothing is left of it: what still serves is there, deleted or not. */
  @Nullable Long goneAt() {
    if (to == null) {
      return null;
    }
    long gone = to;
    for (Serving serving : servings) {
      if (serving.to() == null) {
        return null;
      }
      gone = Math.max(gone, serving.to());
    }
    return gone;
  }

  boolean existsAt(long instant) {
    Long gone = goneAt();
    return from <= instant && (gone == null || instant < gone);
  }

  boolean inServiceAt(long instant) {
    return servings.stream().anyMatch(serving -> serving.holdsAt(instant));
  }

  /** The one that an endpoint gets in a second: the last that had begun and not ended before. */
  static Optional<Life> boundAt(List<Life> lives, long instant) {
    Optional<Life> begun =
        lives.stream().filter(life -> life.from <= instant).reduce((one, later) -> later);
    return begun.filter(life -> life.to == null || life.to >= instant);
  }

  /** The lives of one name. */
  static List<Life> of(List<ModelEvent> events) {
    TreeMap<Long, List<ModelEvent>> bySecond = new TreeMap<>();
    events.stream()
        .sorted(Comparator.comparing(ModelEvent::id))
        .forEach(event -> bySecond.computeIfAbsent(event.at(), at -> new ArrayList<>()).add(event));
    List<Life> lives = new ArrayList<>();
    bySecond.values().forEach(second -> play(second, lives));
    return lives;
  }

  /**
   * Within one second: creates and deletes take turns, then tags are removed, then tags are set,
   * then endpoints are served.
   */
  private static void play(List<ModelEvent> second, List<Life> lives) {
    List<ModelEvent> creates = only(second, Created.class);
    List<ModelEvent> deletes = only(second, Deleted.class);
    boolean deletesTurn = alive(lives).isPresent();
    while (!creates.isEmpty() || !deletes.isEmpty()) {
      if (deletes.isEmpty() || (!deletesTurn && !creates.isEmpty())) {
        begin(creates.removeFirst(), lives);
        deletesTurn = true;
      } else {
        ModelEvent delete = deletes.removeFirst();
        alive(lives).ifPresent(life -> life.to = delete.at());
        deletesTurn = false;
      }
    }
    if (alive(lives).isPresent() || only(second, Deleted.class).isEmpty()) {
      trace(second, lives);
    }
  }

  /**
   * Not called in the second of a delete that left nothing alive: within a second nobody knows what
   * came first, and then what was tagged or served is what was deleted.
   */
  private static void trace(List<ModelEvent> second, List<Life> lives) {
    List<ModelEvent> ordered = only(second, Untagged.class);
    ordered.addAll(only(second, Tagged.class));
    ordered.addAll(only(second, Served.class));
    for (ModelEvent event : ordered) {
      Life life = traced(event, lives);
      Map<String, String> tags = new TreeMap<>(life.tags.lastEntry().getValue());
      if (event.what() instanceof Untagged(List<String> keys)) {
        keys.forEach(tags::remove);
      } else if (event.what() instanceof Tagged(Map<String, String> added)) {
        tags.putAll(added);
      }
      life.tags.put(event.at(), tags);
    }
  }

  private static void begin(ModelEvent create, List<Life> lives) {
    alive(lives)
        .ifPresent(
            life -> {
              life.to = create.at();
              life.inferred = true;
            });
    if (create.what() instanceof Created created) {
      lives.add(new Life(lives.size() + 1, create, Optional.of(created)));
    }
  }

  /** Who is tagged exists; where no life is known, one has begun unseen. */
  private static Life traced(ModelEvent event, List<Life> lives) {
    return alive(lives)
        .orElseGet(
            () -> {
              lives.add(new Life(lives.size() + 1, event, Optional.empty()));
              return lives.getLast();
            });
  }

  private static Optional<Life> alive(List<Life> lives) {
    return lives.isEmpty() || lives.getLast().to != null
        ? Optional.empty()
        : Optional.of(lives.getLast());
  }

  private static List<ModelEvent> only(
      List<ModelEvent> second, Class<? extends ModelEvent.What> kind) {
    return new ArrayList<>(second.stream().filter(event -> kind.isInstance(event.what())).toList());
  }
}
