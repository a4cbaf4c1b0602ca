package io.isotrail.streams.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isotrail.schemas.serde.UndecodableBytesException;
import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What is remembered comes back, whatever it is; what was damaged is refused. */
class CompactTimelineProperties {

  @Property(tries = 1000)
  void comesBack(
      @ForAll("facts") List<Fact> facts,
      @ForAll("histories") History history,
      @ForAll("instants") @Nullable Long due) {
    CompactTimeline stored =
        CompactTimeline.of(CompactTimeline.empty().with(facts, history, due).bytes());

    assertThat(stored.facts()).isEqualTo(facts);
    assertThat(stored.history(Shapes.SUBJECT)).contains(history);
    assertThat(stored.due()).isEqualTo(due);
    assertThat(stored.concludes(history)).isTrue();
  }

  @Property(tries = 300)
  void aCopiedFactIsTheSameBytesAsAWrittenOne(
      @ForAll("facts") List<Fact> facts, @ForAll("histories") History history) {
    CompactTimeline stored = CompactTimeline.empty().with(facts, history, null);
    List<Fact> halved = new ArrayList<>(stored.facts());
    halved.subList(0, halved.size() / 2).clear();

    CompactTimeline copied = stored.with(halved, null, 7L);

    assertThat(copied).isEqualTo(CompactTimeline.empty().with(halved, history, 7L));
  }

  @Property(tries = 500)
  void onlyEqualHistoriesConcludeTheSame(
      @ForAll("histories") History one, @ForAll("histories") History other) {
    assertThat(CompactTimeline.empty().with(List.of(), one, null).concludes(other))
        .isEqualTo(one.equals(other));
  }

  @Property(tries = 3000)
  void damagedBytesAreRefusedOrReadAsSomethingElse(
      @ForAll("facts") List<Fact> facts,
      @ForAll("histories") History history,
      @ForAll int place,
      @ForAll byte damage) {
    byte[] bytes = CompactTimeline.empty().with(facts, history, 5L).bytes().clone();
    bytes[Math.floorMod(place, bytes.length)] = damage;

    readAll(bytes);
  }

  @Property(tries = 3000)
  void anyBytesAreRefusedOrRead(@ForAll @Size(max = 200) byte[] bytes) {
    byte[] headed = bytes.clone();
    if (headed.length > 0) {
      headed[0] = 1;
    }

    readAll(headed);
  }

  @Property(tries = 500)
  void cutOffBytesAreRefused(
      @ForAll("facts") List<Fact> facts,
      @ForAll("histories") History history,
      @ForAll @IntRange(min = 1, max = 1000) int missing) {
    byte[] bytes = CompactTimeline.empty().with(facts, history, 5L).bytes();
    byte[] cut = Arrays.copyOf(bytes, Math.max(0, bytes.length - missing));

    assertThatThrownBy(() -> CompactTimeline.of(cut).facts())
        .isInstanceOf(UndecodableBytesException.class);
  }

  @Example
  void aHugeCountInFewBytesTakesNoMemory() {
    byte[] lying = {1, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};

    assertThatThrownBy(() -> CompactTimeline.of(lying).facts())
        .isInstanceOf(UndecodableBytesException.class)
        .hasMessageContaining("more elements than bytes");
  }

  @Example
  void anotherVersionIsRefused() {
    assertThatThrownBy(() -> CompactTimeline.of(new byte[] {2, 0, 0, 0}))
        .isInstanceOf(UndecodableBytesException.class)
        .hasMessageContaining("version 2");
  }

  @Example
  void nothingIsNothing() {
    CompactTimeline empty = CompactTimeline.empty();

    assertThat(empty.facts()).isEmpty();
    assertThat(empty.isJudged()).isFalse();
    assertThat(empty.history(Shapes.SUBJECT)).isEmpty();
    assertThat(empty.due()).isNull();
  }

  private static void readAll(byte[] bytes) {
    try {
      CompactTimeline timeline = CompactTimeline.of(bytes);
      assertThat(timeline.facts()).isNotNull();
      assertThat(timeline.history(Shapes.SUBJECT)).isNotNull();
    } catch (UndecodableBytesException e) {
      assertThat(e.reason()).isEqualTo(UndecodableBytesException.Reason.MALFORMED);
    }
  }

  @Provide
  Arbitrary<List<Fact>> facts() {
    return Shapes.facts().list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<History> histories() {
    return Shapes.histories();
  }

  @Provide
  Arbitrary<Long> instants() {
    return Arbitraries.longs().injectNull(0.3);
  }
}
