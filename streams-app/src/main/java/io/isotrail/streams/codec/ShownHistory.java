package io.isotrail.streams.codec;

import io.isotrail.avro.Generation;
import io.isotrail.streams.compliance.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The generations in the row of one resource. The next row takes over what both show: a row of a
 * thousand stretches costs what its new ones do. Immutable.
 */
public final class ShownHistory {

  /** No row was written. */
  public static final ShownHistory NONE = new ShownHistory(List.of(), List.of());

  private final List<History.Generation> generations;
  private final List<EncodedGeneration> shown;

  private ShownHistory(List<History.Generation> generations, List<EncodedGeneration> shown) {
    this.generations = generations;
    this.shown = shown;
  }

  /** Makes what {@link #next} cannot take over; for one thread. */
  public static final class Maker {

    private final EncodedGeneration.Maker encoded = new EncodedGeneration.Maker();
  }

  /**
   * What is shown of this history.
   *
   * @param history whatever of it is the same as here is not looked into, see {@link
   *     History#sharing}
   */
  public ShownHistory next(History history, Maker maker) {
    List<EncodedGeneration> next = new ArrayList<>(history.generations().size());
    int known = 0;
    for (History.Generation generation : history.generations()) {
      while (known < generations.size() && generations.get(known).number() < generation.number()) {
        known++;
      }
      next.add(
          known == generations.size()
              ? maker.encoded.make(generation)
              : next(known, generation, maker));
    }
    return new ShownHistory(history.generations(), next);
  }

  @SuppressWarnings("ReferenceEquality") // An equal one that is another object costs time only.
  private EncodedGeneration next(int known, History.Generation generation, Maker maker) {
    History.Generation before = generations.get(known);
    return before == generation
        ? shown.get(known)
        : maker.encoded.make(
            generation, shown.get(known), History.common(before.spells(), generation.spells()));
  }

  /** For a row. */
  public List<Generation> generations() {
    return Collections.unmodifiableList(shown);
  }
}
