package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.DEFAULT;
import static io.isotrail.streams.compliance.Facts.MODEL;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What remains of the servings of a model when its beginning is settled: an endpoint that is
 * updated every hour for years must not keep a stretch for each update.
 */
final class ServingsTest {

  private static final long T = 1_748_736_000L;
  private static final String ENDPOINT = "endpoint/e";

  private static final List<Fact> CREATE =
      List.of(created(T, "create", Isolation.NOT_ISOLATED, Map.of()));

  @Test
  void stretchesOfOneServerThatFollowEachOtherBecomeOne() {
    assertThat(
            settled(
                CREATE,
                T + 50,
                serving(ENDPOINT, "first", T + 10, T + 20L, false),
                serving(ENDPOINT, "second", T + 20, T + 30L, false),
                serving(ENDPOINT, "third", T + 30, T + 40L, true),
                serving(ENDPOINT, "fourth", T + 60, null, false)))
        .containsExactly(
            serving(ENDPOINT, "first", T + 10, T + 40L, true),
            serving(ENDPOINT, "fourth", T + 60, null, false));
  }

  @Test
  void whatAnotherServerOrAPauseLiesBetweenStaysApart() {
    staysAsItIs(
        CREATE,
        T + 50,
        serving(ENDPOINT, "first", T + 10, T + 20L, false),
        serving(ENDPOINT, "second", T + 21, T + 30L, false),
        serving("endpoint/other", "third", T + 30, T + 40L, false));
  }

  @Test
  void whatIsNotSettledYetStaysApart() {
    Serving first = serving(ENDPOINT, "first", T + 10, T + 20L, false);
    staysAsItIs(CREATE, T + 25, first, serving(ENDPOINT, "second", T + 20, T + 26L, false));
    staysAsItIs(CREATE, T + 25, first, serving(ENDPOINT, "second", T + 20, null, false));
    assertThat(settled(CREATE, T + 25, first, serving(ENDPOINT, "second", T + 20, T + 25L, false)))
        .containsExactly(serving(ENDPOINT, "first", T + 10, T + 25L, false));
  }

  @Test
  void aStretchOfNoLengthIsNotProlonged() {
    staysAsItIs(
        CREATE,
        T + 50,
        serving(ENDPOINT, "first", T + 10, T + 10L, false),
        serving(ENDPOINT, "second", T + 10, T + 20L, false));
  }

  @Test
  void theBoundaryOfAGenerationKeepsStretchesApart() {
    Serving first = serving(ENDPOINT, "first", T + 10, T + 20L, false);
    Serving second = serving(ENDPOINT, "second", T + 20, T + 30L, false);
    for (long at : new long[] {T + 10, T + 15, T + 20, T + 30}) {
      staysAsItIs(
          List.of(
              CREATE.getFirst(),
              deleted(at, "delete"),
              created(at, "again", Isolation.ISOLATED, Map.of())),
          T + 50,
          first,
          second);
    }
    assertThat(
            settled(List.of(CREATE.getFirst(), deleted(T + 31, "delete")), T + 50, first, second))
        .containsExactly(serving(ENDPOINT, "first", T + 10, T + 30L, false));
  }

  @Test
  void aCreateAgainOrADeleteAloneIsABoundaryToo() {
    Serving first = serving(ENDPOINT, "first", T + 10, T + 20L, false);
    Serving second = serving(ENDPOINT, "second", T + 20, T + 30L, false);
    Fact again = created(T + 15, "again", Isolation.ISOLATED, Map.of());

    staysAsItIs(List.of(CREATE.getFirst(), again), T + 50, first, second);
    staysAsItIs(List.of(CREATE.getFirst(), deleted(T + 15, "delete")), T + 50, first, second);
  }

  @Test
  void aTagInBetweenIsNoBoundary() {
    assertThat(
            settled(
                List.of(CREATE.getFirst(), tagged(T + 15, "tag", Map.of())),
                T + 50,
                serving(ENDPOINT, "first", T + 10, T + 20L, false),
                serving(ENDPOINT, "second", T + 20, T + 30L, false)))
        .containsExactly(serving(ENDPOINT, "first", T + 10, T + 30L, false));
  }

  private static void staysAsItIs(List<Fact> facts, long until, Serving... servings) {
    assertThat(settled(facts, until, servings)).containsExactly(servings);
  }

  private static List<Serving> settled(List<Fact> facts, long until, Serving... servings) {
    Timeline timeline = Timeline.of(facts);
    List<Serving> given = List.of(servings);
    Remembered remembered =
        new Remembered(
            MODEL,
            Ground.NONE,
            timeline,
            given,
            Collections.emptySortedSet(),
            Collections.emptySortedSet(),
            Judge.judge(MODEL, timeline, Joins.served(given), DEFAULT),
            null,
            T);
    return Settling.settle(remembered, until).servings();
  }

  private static Serving serving(
      String server, String event, long from, @Nullable Long to, boolean replaced) {
    return new Serving(server, "e", event, from, to, to != null, replaced);
  }
}
