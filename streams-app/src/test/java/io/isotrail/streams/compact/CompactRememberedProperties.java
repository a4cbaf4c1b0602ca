package io.isotrail.streams.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.serde.UndecodableBytesException;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Ground;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Remembered;
import io.isotrail.streams.compliance.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What is remembered comes back, whatever it is; what was damaged is refused. */
class CompactRememberedProperties {

  private final CompactRemembered.Maker maker = new CompactRemembered.Maker();

  @Property(tries = 1000)
  void comesBack(@ForAll("states") Remembered state) {
    assertThat(read(CompactRemembered.of(state).bytes()).remembered()).isEqualTo(state);
  }

  @Property(tries = 500)
  void oneFactMoreIsTheSameBytesWhetherCopiedOrWritten(
      @ForAll("states") Remembered state, @ForAll("facts") Fact fact) {
    CompactRemembered stored = read(CompactRemembered.of(state).bytes());
    Remembered next = with(stored.remembered(), stored.remembered().timeline().with(fact));

    assertThat(stored.next(next, maker)).isEqualTo(CompactRemembered.of(next));
    assertThat(stored.next(next, maker).next(state, maker)).isEqualTo(CompactRemembered.of(state));
  }

  @Property(tries = 500)
  void whatBothHaveInCommonIsTheSameBytesWhetherCopiedOrWritten(
      @ForAll("states") Remembered one,
      @ForAll("states") Remembered other,
      @ForAll("facts") Fact fact) {
    CompactRemembered stored = read(CompactRemembered.of(one).bytes());
    Remembered known = stored.remembered();
    Timeline timeline = known.timeline().union(other.timeline());
    Remembered mixed =
        new Remembered(
            known.subject(),
            new Ground(9, 8, 1, mixed(known.ground().settled(), other.ground().settled())),
            timeline,
            other.servings(),
            known.targets(),
            other.dependents(),
            new History(
                known.subject(),
                null,
                7,
                mixed(generations(known.history()), generations(other.history()))),
            6L,
            5);
    Remembered more = with(mixed, mixed.timeline().with(fact));

    assertThat(stored.next(mixed, maker)).isEqualTo(CompactRemembered.of(mixed));
    assertThat(stored.next(mixed, maker).next(more, maker)).isEqualTo(CompactRemembered.of(more));
    assertThat(stored.next(mixed, maker).next(more, maker).next(mixed, maker))
        .isEqualTo(CompactRemembered.of(mixed));
    assertThat(stored.next(mixed, maker).next(one, maker)).isEqualTo(CompactRemembered.of(one));
  }

  private static List<History.Generation> generations(@Nullable History history) {
    return history == null ? List.of() : history.generations();
  }

  /** The first generations of both in turn, each with what the other says behind. */
  private static List<History.Generation> mixed(
      List<History.Generation> one, List<History.Generation> other) {
    List<History.Generation> mixed = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      History.Generation own = one.get(i);
      List<History.Spell> spells = new ArrayList<>(own.spells());
      if (i < other.size()) {
        spells.removeLast();
        spells.addAll(other.get(i).spells());
        mixed.add(other.get(i));
      }
      mixed.add(Shapes.with(own, i + 1, spells));
    }
    return mixed;
  }

  @Property(tries = 500)
  void differentStatesAreDifferentBytes(
      @ForAll("states") Remembered one, @ForAll("states") Remembered other) {
    assertThat(CompactRemembered.of(one).equals(CompactRemembered.of(other)))
        .isEqualTo(one.equals(other));
  }

  @Property(tries = 3000)
  void damagedBytesAreRefusedOrReadAsSomethingElse(
      @ForAll("states") Remembered state, @ForAll int place, @ForAll byte damage) {
    byte[] bytes = CompactRemembered.of(state).bytes().clone();
    bytes[Math.floorMod(place, bytes.length)] = damage;

    readOrRefuse(bytes);
  }

  @Property(tries = 3000)
  void anyBytesAreRefusedOrRead(@ForAll @Size(max = 200) byte[] bytes) {
    byte[] headed = bytes.clone();
    if (headed.length > 0) {
      headed[0] = 1;
    }

    readOrRefuse(headed);
  }

  @Property(tries = 500)
  void cutOffBytesAreRefused(
      @ForAll("states") Remembered state, @ForAll @IntRange(min = 1, max = 1000) int missing) {
    byte[] bytes = CompactRemembered.of(state).bytes();
    byte[] cut = Arrays.copyOf(bytes, Math.max(0, bytes.length - missing));

    assertThatThrownBy(() -> read(cut)).isInstanceOf(UndecodableBytesException.class);
  }

  @Example
  void aHugeCountInFewBytesTakesNoMemory() {
    byte[] nothing = CompactRemembered.of(Remembered.nothing(Shapes.SUBJECT)).bytes();
    byte[] lying = Arrays.copyOf(nothing, nothing.length + 4);
    Arrays.fill(lying, nothing.length - 1, lying.length - 1, (byte) 0xff);
    lying[lying.length - 1] = 7;

    assertThatThrownBy(() -> read(lying))
        .isInstanceOf(UndecodableBytesException.class)
        .hasMessageContaining("more elements than bytes");
  }

  @Example
  void anotherVersionIsRefused() {
    byte[] bytes = CompactRemembered.of(Remembered.nothing(Shapes.SUBJECT)).bytes().clone();
    bytes[0] = 2;

    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(UndecodableBytesException.class)
        .hasMessageContaining("version 2");
  }

  private static Remembered with(Remembered state, Timeline timeline) {
    return new Remembered(
        state.subject(),
        Ground.NONE,
        timeline,
        List.of(),
        Collections.emptySortedSet(),
        state.dependents(),
        null,
        5L,
        6);
  }

  private static CompactRemembered read(byte[] bytes) {
    return CompactRemembered.read(Shapes.SUBJECT, bytes);
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      assertThat(read(bytes).remembered()).isNotNull();
    } catch (UndecodableBytesException e) {
      assertThat(e.reason()).isEqualTo(UndecodableBytesException.Reason.MALFORMED);
    }
  }

  @Provide
  Arbitrary<Remembered> states() {
    return Shapes.remembered();
  }

  @Provide
  Arbitrary<Fact> facts() {
    return Shapes.facts();
  }
}
