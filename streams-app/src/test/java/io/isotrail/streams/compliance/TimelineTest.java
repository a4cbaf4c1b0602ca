package io.isotrail.streams.compliance;

import static io.isotrail.streams.compliance.Facts.amending;
import static io.isotrail.streams.compliance.Facts.copy;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.seen;
import static io.isotrail.streams.compliance.Facts.tagged;
import static io.isotrail.streams.compliance.Facts.untagged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Fact CREATE = created(100, "c", Isolation.NOT_ISOLATED, Map.of());

  @Test
  void theCopyFromS3WinsAndEverySourceIsKept() {
    Fact fast = copy(CREATE, Fact.Origin.EVENTBRIDGE, "event-bus");
    Fact stored = copy(CREATE, Fact.Origin.S3, "s3://trail/one.json.gz");

    for (List<Fact> order : List.of(List.of(fast, stored), List.of(stored, fast))) {
      Fact winner = Timeline.of(order).facts().getFirst();
      assertThat(winner.origin()).isEqualTo(Fact.Origin.S3);
      assertThat(winner.sources()).containsExactly("event-bus", "s3://trail/one.json.gz");
    }
  }

  @Test
  void amongCopiesOfOneOriginTheSmallestHashWins() {
    Fact other = created(101, "c", Isolation.ISOLATED, Map.of());

    Timeline timeline = Timeline.of(List.of(other, CREATE));

    assertThat(timeline.all()).hasSize(1);
    assertThat(timeline.facts().getFirst().contentHash())
        .isEqualTo(
            CREATE.contentHash().compareTo(other.contentHash()) < 0
                ? CREATE.contentHash()
                : other.contentHash());
  }

  @Test
  void anAddendumReplacesItsOriginalWhicheverComesFirst() {
    Fact addendum = amending(created(100, "a", Isolation.ISOLATED, Map.of()), "c");

    Timeline after = Timeline.EMPTY.with(CREATE).with(addendum);
    Timeline before = Timeline.EMPTY.with(addendum).with(CREATE);

    assertThat(after.facts()).containsExactly(addendum);
    assertThat(after).isEqualTo(before).hasSameHashCodeAs(before);
    assertThat(after.all()).hasSize(2);
  }

  @Test
  void amongSeveralAddendaTheLatestWins() {
    Fact early = amending(created(100, "z", Isolation.ISOLATED, Map.of()), "c");
    Fact late = amending(created(101, "a", Isolation.UNKNOWN, Map.of()), "c");
    Fact tied = amending(created(101, "b", Isolation.ISOLATED, Map.of()), "c");

    assertThat(Timeline.of(List.of(late, early, CREATE)).facts()).containsExactly(late);
    assertThat(Timeline.of(List.of(tied, early, late)).facts()).containsExactly(tied);
  }

  @Test
  void twoRecordsThatAmendEachOtherDoNotBothVanish() {
    Fact one = amending(created(100, "a", Isolation.ISOLATED, Map.of()), "b");
    Fact other = amending(created(101, "b", Isolation.NOT_ISOLATED, Map.of()), "a");

    assertThat(Timeline.of(List.of(one, other)).facts()).containsExactly(other);
  }

  @Test
  void withinASecondLifecycleAlternatesThenUntagTagInventory() {
    Fact c1 = created(200, "c1", Isolation.ISOLATED, Map.of());
    Fact c2 = created(200, "c2", Isolation.ISOLATED, Map.of());
    Fact d1 = deleted(200, "d1");
    Fact d2 = deleted(200, "d2");
    Fact d3 = deleted(200, "d3");
    Fact tag = tagged(200, "a", Map.of("k", "v"));
    Fact untag = untagged(200, "z", "k");
    Fact seen = seen(200, "0", Isolation.ISOLATED, null, null);
    List<Fact> second = List.of(seen, tag, untag, d3, c2, d2, c1, d1);

    List<Fact> unborn = Timeline.of(second).facts();
    List<Fact> alive = Timeline.of(second).with(CREATE).facts();

    assertThat(unborn).containsExactly(c1, d1, c2, d2, d3, untag, tag, seen);
    assertThat(alive).containsExactly(CREATE, d1, c1, d2, c2, d3, untag, tag, seen);
  }

  @Test
  void whatATagShowsToBeAliveIsDeletedBeforeItIsCreated() {
    Fact tag = tagged(100, "t", Map.of());
    Fact create = created(200, "c", Isolation.ISOLATED, Map.of());
    Fact delete = deleted(200, "d");

    assertThat(Timeline.of(List.of(create, delete, tag)).facts())
        .containsExactly(tag, delete, create);
    Fact another = tagged(100, "u", Map.of());
    assertThat(Timeline.of(List.of(create, delete, tag, another)).facts())
        .containsExactly(tag, another, delete, create);
    Fact before = deleted(90, "b");
    assertThat(Timeline.of(List.of(before, create, delete, tag, another)).facts())
        .containsExactly(before, tag, another, delete, create);
  }

  @Test
  void sourcesAreLimitedWithoutHangingOnTheOrder() {
    List<Fact> copies = new ArrayList<>();
    for (int index = 0; index < 2 * Timeline.SOURCES_LIMIT; index++) {
      copies.add(copy(CREATE, Fact.Origin.S3, "object-" + (1000 + index)));
    }

    Timeline forward = Timeline.of(copies);

    assertThat(forward).isEqualTo(Timeline.of(copies.reversed()));
    assertThat(forward.facts().getFirst().sources())
        .hasSize(Timeline.SOURCES_LIMIT)
        .contains("object-1000");
  }

  @Test
  void theCopyFromS3WinsWhateverItsHash() {
    Fact stored = withHash(copy(CREATE, Fact.Origin.S3, "stored"), "f");
    Fact fast = withHash(copy(CREATE, Fact.Origin.EVENTBRIDGE, "fast"), "0");

    assertThat(Timeline.of(List.of(stored, fast)).facts())
        .extracting(Fact::origin)
        .containsExactly(Fact.Origin.S3);
    assertThat(Timeline.EMPTY.with(stored).with(fast))
        .isEqualTo(Timeline.EMPTY.with(fast).with(stored));
  }

  @Test
  void theSourcesOfOneCopyAreLimitedToo() {
    TreeSet<String> sources = new TreeSet<>();
    for (int index = 0; index <= Timeline.SOURCES_LIMIT; index++) {
      sources.add("object-" + (1000 + index));
    }
    Fact many = withSources(CREATE, sources);
    sources.removeLast();
    Fact most = withSources(CREATE, sources);

    assertThat(Timeline.of(List.of(many)).all()).containsExactly(most);
    assertThat(Timeline.EMPTY.with(many).all()).containsExactly(most);
    assertThat(Timeline.of(List.of(most)).all()).containsExactly(most);
    assertThat(Timeline.ofAll(List.of(most))).contains(Timeline.of(List.of(most)));
    assertThat(Timeline.ofAll(List.of(many))).isEmpty();
  }

  @Test
  void whatBringsNothingNewLeavesItAsItIs() {
    Timeline timeline = Timeline.of(List.of(CREATE, deleted(200, "d")));

    assertThat(timeline.with(CREATE)).isSameAs(timeline);
    assertThat(timeline.with(deleted(200, "d"))).isSameAs(timeline);
    assertThat(timeline.with(copy(CREATE, Fact.Origin.S3, "another")).all())
        .extracting(Fact::sources)
        .containsExactly(
            new TreeSet<>(List.of("a.json.gz", "another")), new TreeSet<>(List.of("a.json.gz")));
  }

  @Test
  void aBetterCopyTakesThePlaceOfTheOther() {
    Fact fast = copy(deleted(200, "d"), Fact.Origin.EVENTBRIDGE, "a.json.gz");
    Fact stored = deleted(200, "d");

    assertThat(Timeline.of(List.of(CREATE, fast)).with(stored).all())
        .containsExactly(CREATE, stored);
  }

  @Test
  void factsAreTheSameEventOnlyInOneAccountAndOperation() {
    Fact elsewhere = inAccount(CREATE, "999900001111");
    Fact otherwise = tagged(100, "c", Map.of());

    Timeline timeline = Timeline.EMPTY.with(CREATE).with(elsewhere).with(otherwise);

    assertThat(timeline.size()).isEqualTo(3);
    assertThat(timeline).isEqualTo(Timeline.of(List.of(otherwise, elsewhere, CREATE)));
    assertThat(timeline.with(elsewhere)).isSameAs(timeline);
  }

  @Test
  void aUnionHoldsTheFactsOfBoth() {
    Timeline one = Timeline.of(List.of(CREATE));
    Timeline other = Timeline.of(List.of(deleted(200, "d")));

    assertThat(one.union(other)).isEqualTo(other.union(one));
    assertThat(one.union(other).all()).containsExactly(CREATE, deleted(200, "d"));
    assertThat(one.union(Timeline.EMPTY)).isEqualTo(one);
    assertThat(one).isNotEqualTo(other).isNotEqualTo(CREATE);
    assertThat(Timeline.EMPTY.isEmpty()).isTrue();
    assertThat(one.isEmpty()).isFalse();
  }

  @Test
  void anAddendumReplacesNothingElse() {
    Fact addendum = amending(created(100, "a", Isolation.ISOLATED, Map.of()), "c");
    Fact delete = deleted(200, "d");
    Fact elsewhere = inAccount(created(50, "c", Isolation.UNKNOWN, Map.of()), "999900001111");

    assertThat(Timeline.of(List.of(CREATE, addendum, delete, elsewhere)).facts())
        .containsExactly(elsewhere, addendum, delete);
  }

  @Test
  void anAddendumThatNamesItselfStandsByItself() {
    Fact itself = amending(CREATE, "c");

    assertThat(Timeline.of(List.of(itself)).facts()).containsExactly(itself);
  }

  @Test
  void whatIsStoredIsATimelineOnlyInItsOrder() {
    Fact delete = deleted(200, "d");
    Fact other = tagged(100, "c", Map.of("k", "v"));

    assertThat(Timeline.ofAll(List.of(CREATE, delete)))
        .contains(Timeline.of(List.of(CREATE, delete)));
    assertThat(Timeline.ofAll(List.of())).contains(Timeline.EMPTY);
    assertThat(Timeline.ofAll(List.of(delete, CREATE))).isEmpty();
    assertThat(Timeline.ofAll(List.of(CREATE, CREATE))).isEmpty();
    assertThat(Timeline.ofAll(Timeline.of(List.of(CREATE, other)).all()))
        .as("one event may say two things")
        .contains(Timeline.of(List.of(CREATE, other)));
    assertThat(Timeline.ofAll(List.of(CREATE, created(150, "c", Isolation.ISOLATED, Map.of()))))
        .as("one event cannot have happened twice")
        .isEmpty();
  }

  private static Fact withHash(Fact fact, String hash) {
    return changed(fact, fact.account(), hash, fact.sources());
  }

  private static Fact withSources(Fact fact, SortedSet<String> sources) {
    return changed(fact, fact.account(), fact.contentHash(), new TreeSet<>(sources));
  }

  private static Fact inAccount(Fact fact, String account) {
    return changed(fact, account, fact.contentHash(), fact.sources());
  }

  private static Fact changed(Fact fact, String account, String hash, SortedSet<String> sources) {
    return new Fact(
        account,
        fact.eventId(),
        fact.amends(),
        fact.at(),
        fact.operation(),
        fact.name(),
        fact.actor(),
        fact.origin(),
        hash,
        sources,
        fact.what());
  }

  @Test
  void oneEventMaySayTwoThings() {
    Fact other = tagged(100, "c", Map.of("k", "v"));

    assertThat(Timeline.of(List.of(CREATE, other)).facts()).containsExactly(CREATE, other);
  }
}
