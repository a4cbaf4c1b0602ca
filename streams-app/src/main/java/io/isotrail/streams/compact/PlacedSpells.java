package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.History;
import java.util.List;

/**
 * Where the stretches of generations stand in bytes, so that what has them in common can copy them.
 *
 * @param generations in the order of their numbers
 * @param places of each generation in turn: where each stretch begins, and where the last one ends
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record PlacedSpells(List<History.Generation> generations, int[] places) {

  static final PlacedSpells NONE = new PlacedSpells(List.of(), new int[0]);

  /** Places yet to be filled in. */
  static PlacedSpells of(List<History.Generation> generations) {
    int count = 0;
    for (History.Generation generation : generations) {
      count += generation.spells().size() + 1;
    }
    return new PlacedSpells(generations, new int[count]);
  }
}
