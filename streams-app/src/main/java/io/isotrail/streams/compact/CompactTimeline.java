package io.isotrail.streams.compact;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one resource: its facts, what was concluded from them, and when that
 * changes by itself. It is its bytes: storing it costs nothing more, and of what is read only the
 * parts are decoded that are asked for.
 *
 * <pre>
 * byte      version, 1
 * byte, ... due instant: 0, or 1 and a zig-zag varint
 * block     the history; empty when nothing was concluded
 * varint    number of facts
 * blocks    one for each fact
 * </pre>
 *
 * A block is a varint length and so many bytes. Immutable; one thread at a time may use it.
 */
public final class CompactTimeline {

  private static final int VERSION = 1;
  private static final int FIRST_CAPACITY = 1024;

  private final byte[] bytes;
  private final @Nullable Long due;
  private final int historyFrom;
  private final int historyEnd;
  private @Nullable Decoded decoded;

  /** The facts, and where the bytes of each begin and end. */
  private record Decoded(List<Fact> facts, int[] froms, int[] ends) {}

  private CompactTimeline(byte[] bytes) {
    this.bytes = bytes;
    CompactReader reader = new CompactReader(bytes, 0, bytes.length);
    int version = reader.single();
    if (version != VERSION) {
      throw CompactReader.damaged("version " + version + " is not known to this release");
    }
    this.due = reader.optionalNumber();
    CompactReader history = reader.block();
    this.historyFrom = history.position();
    this.historyEnd = reader.position();
  }

  /** Nothing is remembered yet. */
  public static CompactTimeline empty() {
    return new CompactTimeline(new byte[] {VERSION, 0, 0, 0});
  }

  /**
   * Over these bytes, which must not be changed any more.
   *
   * @throws io.isotrail.schemas.serde.UndecodableBytesException here or later, when they are not
   *     what {@link #bytes} gave
   */
  public static CompactTimeline of(byte[] bytes) {
    return new CompactTimeline(bytes);
  }

  /** For the store. */
  public static Serde<CompactTimeline> serde() {
    return Serdes.serdeFrom(
        (topic, timeline) -> timeline == null ? null : timeline.bytes,
        (topic, bytes) -> bytes == null ? null : new CompactTimeline(bytes));
  }

  /** As it is stored; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The facts in the order in which they were given. */
  public List<Fact> facts() {
    return decoded().facts();
  }

  /** The instant of its entry in the store of due times; null when it has none. */
  public @Nullable Long due() {
    return due;
  }

  /** Whether something was concluded. */
  public boolean isJudged() {
    return historyEnd > historyFrom;
  }

  /**
   * What was last concluded; empty while nothing was.
   *
   * @param subject the resource, by the key of the store
   */
  public Optional<History> history(Subject subject) {
    if (!isJudged()) {
      return Optional.empty();
    }
    CompactReader reader = new CompactReader(bytes, historyFrom, historyEnd);
    History history = CompactHistory.read(subject, reader);
    reader.end();
    return Optional.of(history);
  }

  /** Whether this very history was last concluded, told from the bytes alone. */
  public boolean concludes(History history) {
    CompactWriter other = new CompactWriter(FIRST_CAPACITY);
    CompactHistory.write(history, other);
    return Arrays.equals(bytes, historyFrom, historyEnd, other.toBytes(), 0, other.size());
  }

  /**
   * What is to be stored next. Facts that are the same objects as {@link #facts()} are copied as
   * bytes.
   *
   * @param history null leaves what was concluded as it was
   */
  public CompactTimeline with(List<Fact> facts, @Nullable History history, @Nullable Long due) {
    CompactWriter block = new CompactWriter(FIRST_CAPACITY);
    CompactWriter to = new CompactWriter(bytes.length + FIRST_CAPACITY);
    to.single(VERSION);
    to.optionalNumber(due);
    if (history == null) {
      to.block(bytes, historyFrom, historyEnd - historyFrom);
    } else {
      CompactHistory.write(history, block);
      to.block(block);
    }
    to.count(facts.size());
    Decoded known = decoded();
    Map<Fact, Integer> places = places(known.facts());
    for (Fact fact : facts) {
      Integer place = places.get(fact);
      if (place == null) {
        block.clear();
        CompactFact.write(fact, block);
        to.block(block);
      } else {
        int from = known.froms()[place];
        to.block(bytes, from, known.ends()[place] - from);
      }
    }
    return new CompactTimeline(to.toBytes());
  }

  private static Map<Fact, Integer> places(List<Fact> facts) {
    Map<Fact, Integer> places = new IdentityHashMap<>(facts.size());
    for (Fact fact : facts) {
      places.put(fact, places.size());
    }
    return places;
  }

  private Decoded decoded() {
    Decoded known = decoded;
    if (known == null) {
      known = decode();
      decoded = known;
    }
    return known;
  }

  private Decoded decode() {
    CompactReader reader = new CompactReader(bytes, historyEnd, bytes.length);
    int count = reader.elements();
    List<Fact> facts = new ArrayList<>(count);
    int[] froms = new int[count];
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      CompactReader block = reader.block();
      froms[i] = block.position();
      ends[i] = reader.position();
      facts.add(CompactFact.read(block));
      block.end();
    }
    reader.end();
    return new Decoded(List.copyOf(facts), froms, ends);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CompactTimeline timeline && Arrays.equals(bytes, timeline.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "a timeline of " + bytes.length + " bytes";
  }
}
