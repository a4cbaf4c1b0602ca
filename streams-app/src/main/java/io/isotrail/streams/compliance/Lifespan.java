package io.isotrail.streams.compliance;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a generation lived, and its isolation as it is known latest.
 *
 * @param from epoch seconds
 * @param end when it was deleted or its name was created again; null while it was not
 */
public record Lifespan(long from, @Nullable Long end, Isolation isolation) {

  /** The lifespans of a model's generations, the oldest first. */
  public static List<Lifespan> of(Timeline model, List<Serving> servings) {
    return Lives.of(model, servings, 0).stream()
        .map(life -> new Lifespan(life.from, life.end, life.latestIsolation()))
        .toList();
  }

  /** The generation that a call at an instant binds: begun last by then, and not ended before. */
  static Optional<Lifespan> boundAt(List<Lifespan> lifespans, long instant) {
    for (Lifespan lifespan : lifespans.reversed()) {
      if (lifespan.from <= instant) {
        return lifespan.end == null || lifespan.end >= instant
            ? Optional.of(lifespan)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
