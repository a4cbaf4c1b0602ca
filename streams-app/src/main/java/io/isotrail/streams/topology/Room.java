package io.isotrail.streams.topology;

import io.isotrail.streams.codec.FactCodec;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Settling;
import io.isotrail.streams.compliance.Timeline;

/**
 * How much room a timeline takes.
 *
 * @param of the timeline
 * @param characters about how many its facts take
 * @param repeatable how many of them are repeated at will
 * @param ofRepeatable about how many characters those take
 */
record Room(Timeline of, long characters, int repeatable, long ofRepeatable) {

  static Room of(Timeline timeline) {
    Room room = new Room(timeline, 0, 0, 0);
    for (Fact fact : timeline.all()) {
      room = room.with(timeline, fact);
    }
    return room;
  }

  /**
   * With one more fact; the others are not measured again.
   *
   * @param longer the timeline with it
   */
  Room with(Timeline longer, Fact fact) {
    long own = FactCodec.characters(fact);
    return Settling.isRepeatable(fact.what())
        ? new Room(longer, characters + own, repeatable + 1, ofRepeatable + own)
        : new Room(longer, characters + own, repeatable, ofRepeatable);
  }
}
