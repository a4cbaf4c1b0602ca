package io.isotrail.streams.codec;

import io.isotrail.avro.Evidence;
import io.isotrail.streams.compliance.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts in the row of one resource as evidence. The next row takes over what both show: a row
 * of two hundred facts costs what its new one does. Immutable.
 */
public final class ShownFacts {

  /** No row was written. */
  public static final ShownFacts NONE = new ShownFacts(List.of(), List.of());

  /** The latest first, as is what is shown of them. */
  private final List<Fact> facts;

  private final List<Shown> shown;

  /**
   * @param characters about how many the fact takes
   */
  private record Shown(Evidence evidence, long characters) {}

  private ShownFacts(List<Fact> facts, List<Shown> shown) {
    this.facts = facts;
    this.shown = shown;
  }

  /** Makes what {@link #next} cannot take over; for one thread. */
  public static final class Maker {

    private final EncodedEvidence.Maker encoded = new EncodedEvidence.Maker();

    private Shown show(Fact fact) {
      return new Shown(encoded.make(EvidenceCodec.evidence(fact)), FactCodec.characters(fact));
    }
  }

  /**
   * What is shown of these facts: the latest {@link EvidenceCodec#MOST_FACTS}; fewer where they are
   * so large that a row would become unwieldy.
   *
   * @param inOrder those that are the same objects as facts shown here keep their evidence
   */
  public ShownFacts next(List<Fact> inOrder, Maker maker) {
    int most = Math.min(inOrder.size(), EvidenceCodec.MOST_FACTS);
    List<Fact> nextFacts = new ArrayList<>(most);
    List<Shown> next = new ArrayList<>(most);
    long characters = 0;
    int after = 0;
    for (int place = inOrder.size() - 1; next.size() < most; place--) {
      Fact fact = inOrder.get(place);
      int known = place(fact, after);
      Shown own = known < 0 ? maker.show(fact) : shown.get(known);
      after = known < 0 ? after : known + 1;
      characters += own.characters();
      if (!next.isEmpty() && characters > EvidenceCodec.MOST_CHARACTERS) {
        break;
      }
      nextFacts.add(fact);
      next.add(own);
    }
    return new ShownFacts(nextFacts, next);
  }

  /** Both are in one order, so that the next one in common is mostly the very next. */
  @SuppressWarnings("ReferenceEquality")
  private int place(Fact fact, int from) {
    for (int place = from; place < facts.size(); place++) {
      if (facts.get(place) == fact) {
        return place;
      }
    }
    return -1;
  }

  /** For a row, the oldest first. */
  public List<Evidence> evidence() {
    List<Evidence> evidence = new ArrayList<>(shown.size());
    for (int place = shown.size() - 1; place >= 0; place--) {
      evidence.add(shown.get(place).evidence());
    }
    return evidence;
  }
}
