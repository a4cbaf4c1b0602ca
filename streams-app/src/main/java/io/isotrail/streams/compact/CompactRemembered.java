package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.History;
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

  /** A larger one is left to the garbage collector. */
  private static final int MOST_ROOM_KEPT = 1 << 20;

  private final Remembered remembered;
  private final byte[] bytes;

  /** In bytes, as are those of the history. */
  private final PlacedSpells settled;

  private final PlacedSpells concluded;

  /** In the order of the blocks. */
  private final Fact[] facts;

  /** Where each fact's block begins, behind its length; and where the last one ends. */
  private final int[] begins;

  private final int[] ends;

  private CompactRemembered(
      Remembered remembered,
      byte[] bytes,
      PlacedSpells settled,
      PlacedSpells concluded,
      Fact[] facts,
      int[] begins,
      int[] ends) {
    this.remembered = remembered;
    this.bytes = bytes;
    this.settled = settled;
    this.concluded = concluded;
    this.facts = facts;
    this.begins = begins;
    this.ends = ends;
  }

  /** Has room to write in; for one thread. */
  public static final class Maker {

    private CompactWriter writer = new CompactWriter(ROOM_FOR_A_FACT);

    private CompactWriter writer(int capacity) {
      if (capacity > MOST_ROOM_KEPT) {
        return new CompactWriter(capacity);
      }
      if (writer.capacity() < capacity || writer.capacity() > 2 * MOST_ROOM_KEPT) {
        // A timeline that grows must not outgrow it with each fact.
        writer = new CompactWriter(2 * capacity);
      }
      writer.clear();
      return writer;
    }
  }

  /** Writes all of it. */
  public static CompactRemembered of(Remembered remembered) {
    return new CompactRemembered(
            remembered,
            new byte[0],
            PlacedSpells.NONE,
            PlacedSpells.NONE,
            new Fact[0],
            new int[0],
            new int[0])
        .next(remembered, new Maker());
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
    long until = from.number();
    long purgedUntil = until - from.number();
    int purged = from.count();
    PlacedSpells settled = CompactHistory.generations(from);
    Ground ground = new Ground(until, purgedUntil, purged, settled.generations());
    List<Serving> servings = servings(from);
    SortedSet<String> targets = sorted(from);
    SortedSet<String> dependents = sorted(from);
    History history = null;
    PlacedSpells concluded = PlacedSpells.NONE;
    if (from.flag()) {
      String accountName = from.optionalText();
      long lastEventAt = from.number();
      concluded = CompactHistory.generations(from);
      history = new History(subject, accountName, lastEventAt, concluded.generations());
    }
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
    Remembered remembered =
        new Remembered(
            subject, ground, timeline, servings, targets, dependents, history, due, changedAt);
    return new CompactRemembered(
        remembered, bytes, settled, concluded, facts(timeline), begins, ends);
  }

  /** What is remembered. */
  public Remembered remembered() {
    return remembered;
  }

  /** For the store; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The next state. Facts that are the same objects in both timelines are copied as bytes, and so
   * are the stretches with which both histories begin.
   */
  public CompactRemembered next(Remembered next, Maker maker) {
    CompactWriter to = maker.writer(bytes.length + ROOM_FOR_A_FACT);
    writeHead(next, to);
    PlacedSpells nextSettled = CompactHistory.write(next.ground().settled(), to, settled, bytes);
    writeOthers(next, to);
    PlacedSpells nextConcluded = PlacedSpells.NONE;
    History history = next.history();
    to.single(history == null ? 0 : 1);
    if (history != null) {
      to.optionalText(history.accountName());
      to.number(history.lastEventAt());
      nextConcluded = CompactHistory.write(history.generations(), to, concluded, bytes);
    }
    Fact[] nextFacts = facts(next.timeline());
    int[] nextBegins = new int[nextFacts.length];
    int[] nextEnds = new int[nextFacts.length];
    writeFacts(nextFacts, nextBegins, nextEnds, to);
    return new CompactRemembered(
        next, to.toBytes(), nextSettled, nextConcluded, nextFacts, nextBegins, nextEnds);
  }

  private void writeFacts(Fact[] next, int[] nextBegins, int[] nextEnds, CompactWriter to) {
    to.count(next.length);
    CompactWriter block = new CompactWriter(ROOM_FOR_A_FACT);
    int after = 0;
    int i = 0;
    while (i < next.length) {
      int place = place(next[i], after);
      if (place < 0) {
        block.clear();
        CompactFact.write(next[i], block);
        to.block(block);
        nextEnds[i] = to.size();
        nextBegins[i] = nextEnds[i] - block.size();
        i++;
      } else {
        to.block(bytes, begins[place], ends[place] - begins[place]);
        int moved = to.size() - ends[place];
        int first = place;
        while (i < next.length && place < facts.length && isSame(next[i], facts[place])) {
          nextBegins[i] = begins[place] + moved;
          nextEnds[i] = ends[place] + moved;
          i++;
          place++;
        }
        // Those behind the first stand together, with their lengths.
        to.copy(bytes, ends[first], ends[place - 1]);
        after = place;
      }
    }
  }

  /** Both are in one order, so that the next one in common is mostly the very next. */
  private int place(Fact fact, int from) {
    for (int place = from; place < facts.length; place++) {
      if (isSame(facts[place], fact)) {
        return place;
      }
    }
    return -1;
  }

  @SuppressWarnings("ReferenceEquality") // An equal fact that is another object costs time only.
  private static boolean isSame(Fact one, Fact other) {
    return one == other;
  }

  private static Fact[] facts(Timeline timeline) {
    return timeline.all().toArray(new Fact[0]);
  }

  private static void writeHead(Remembered next, CompactWriter to) {
    to.single(VERSION);
    to.optionalNumber(next.due());
    to.number(next.changedAt());
    Ground ground = next.ground();
    to.number(ground.until());
    to.number(ground.until() - ground.purgedUntil());
    to.count(ground.purged());
  }

  private static void writeOthers(Remembered next, CompactWriter to) {
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
