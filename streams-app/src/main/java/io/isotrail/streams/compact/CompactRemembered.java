package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Serving;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a resource together with its bytes, in which the next state finds the facts
 * that it has in common with this one. Immutable.
 *
 * <pre>
 * byte      version, 1
 * due, changedAt, ground, servings, targets, dependents, history
 * varint    number of facts
 * blocks    one for each fact, in the order of Timeline.all: a varint length and so many bytes
 * </pre>
 *
 * The subject is not in it: the key of the store tells it.
 */
public final class CompactRemembered {

  private static final int VERSION = 1;
  private static final int ROOM_FOR_A_FACT = 512;

  private final Remembered remembered;
  private final byte[] bytes;

  /** In the order of the blocks. */
  private final List<Fact> facts;

  /** Where each fact's block begins, behind its length; and where the last one ends. */
  private final int[] begins;

  private final int[] ends;

  private CompactRemembered(
      Remembered remembered, byte[] bytes, List<Fact> facts, int[] begins, int[] ends) {
    this.remembered = remembered;
    this.bytes = bytes;
    this.facts = facts;
    this.begins = begins;
    this.ends = ends;
  }

  /** Writes all of it. */
  public static CompactRemembered of(Remembered remembered) {
    return written(remembered, new byte[0], List.of(), new int[0], new int[0]);
  }

  /**
   * Reads what {@link #bytes} gave.
   *
   * @param subject the resource, by the key of the store
   * @throws io.isotrail.schemas.serde.UndecodableBytesException when it is anything else
   */
  public static CompactRemembered read(Subject subject, byte[] bytes) {
    CompactReader from = new CompactReader(bytes, 0, bytes.length);
    int version = from.single();
    if (version != VERSION) {
      throw CompactReader.damaged("version " + version + " is not known to this release");
    }
    Long due = from.optionalNumber();
    long changedAt = from.number();
    Ground ground = ground(from);
    List<Serving> servings = servings(from);
    SortedSet<String> targets = sorted(from);
    SortedSet<String> dependents = sorted(from);
    var history = from.flag() ? CompactHistory.read(subject, from) : null;
    int count = from.elements();
    List<Fact> facts = new ArrayList<>(count);
    int[] begins = new int[count];
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      CompactReader block = from.block();
      begins[i] = block.position();
      ends[i] = from.position();
      facts.add(CompactFact.read(block));
      block.end();
    }
    from.end();
    Timeline timeline =
        Timeline.ofAll(facts)
            .orElseThrow(() -> CompactReader.damaged("its facts are not those of a timeline"));
    List<Fact> held = timeline.all();
    Remembered remembered =
        new Remembered(
            subject, ground, timeline, servings, targets, dependents, history, due, changedAt);
    return new CompactRemembered(remembered, bytes, held, begins, ends);
  }

  /** What is remembered. */
  public Remembered remembered() {
    return remembered;
  }

  /** For the store; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The next state. Facts that are the same objects in both timelines are copied as bytes. */
  public CompactRemembered next(Remembered next) {
    return written(next, bytes, facts, begins, ends);
  }

  private static CompactRemembered written(
      Remembered next, byte[] known, List<Fact> before, int[] from, int[] until) {
    CompactWriter to = new CompactWriter(known.length + ROOM_FOR_A_FACT);
    writeAllButFacts(next, to);
    List<Fact> facts = next.timeline().all();
    int[] begins = new int[facts.size()];
    int[] ends = new int[facts.size()];
    to.count(facts.size());
    CompactWriter block = new CompactWriter(ROOM_FOR_A_FACT);
    int after = 0;
    for (int i = 0; i < begins.length; i++) {
      int place = place(before, facts.get(i), after);
      if (place < 0) {
        block.clear();
        CompactFact.write(facts.get(i), block);
        begins[i] = block.size();
        to.block(block);
      } else {
        after = place + 1;
        begins[i] = until[place] - from[place];
        to.block(known, from[place], begins[i]);
      }
      ends[i] = to.size();
      begins[i] = ends[i] - begins[i];
    }
    return new CompactRemembered(next, to.toBytes(), facts, begins, ends);
  }

  /** Both are in one order, so that the next one in common is mostly the very next. */
  @SuppressWarnings("ReferenceEquality")
  private static int place(List<Fact> facts, Fact fact, int from) {
    for (int place = from; place < facts.size(); place++) {
      if (facts.get(place) == fact) {
        return place;
      }
    }
    return -1;
  }

  private static void writeAllButFacts(Remembered next, CompactWriter to) {
    to.single(VERSION);
    to.optionalNumber(next.due());
    to.number(next.changedAt());
    Ground ground = next.ground();
    to.number(ground.until());
    to.number(ground.until() - ground.purgedUntil());
    to.count(ground.purged());
    CompactHistory.write(ground.settled(), to);
    to.count(next.servings().size());
    for (Serving serving : next.servings()) {
      to.text(serving.server());
      to.text(serving.endpoint());
      to.identifier(serving.eventId());
      to.number(serving.from());
      to.optionalNumber(serving.to());
      to.single((serving.updated() ? 1 : 0) + (serving.replaced() ? 2 : 0));
    }
    to.texts(next.targets());
    to.texts(next.dependents());
    var history = next.history();
    to.single(history == null ? 0 : 1);
    if (history != null) {
      CompactHistory.write(history, to);
    }
  }

  private static Ground ground(CompactReader from) {
    long until = from.number();
    return new Ground(until, until - from.number(), from.count(), CompactHistory.generations(from));
  }

  private static List<Serving> servings(CompactReader from) {
    int count = from.elements();
    List<Serving> servings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String server = from.text();
      String endpoint = from.text();
      String eventId = from.text();
      long begin = from.number();
      Long end = from.optionalNumber();
      int flags = from.oneOf(4);
      servings.add(
          new Serving(server, endpoint, eventId, begin, end, (flags & 1) != 0, (flags & 2) != 0));
    }
    return List.copyOf(servings);
  }

  private static SortedSet<String> sorted(CompactReader from) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(from.texts()));
  }

  /** By its bytes, which are equal exactly when what is remembered is. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CompactRemembered compact && Arrays.equals(bytes, compact.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "a resource remembered in " + bytes.length + " bytes";
  }
}
