package io.isotrail.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.SourceStatus;
import io.isotrail.ingest.given.MemoryStatusLog;
import io.isotrail.ingest.read.ReadResult.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Coverage and freshness, over restarts and trouble. */
class StatusBoardTest {

  private static final long NOW = 1_000_000;
  private static final String FEED = "feed/dir:x/111122223333/eu-central-1";

  private static final StatusBoard.Bounds BOUNDS =
      new StatusBoard.Bounds(
          2,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofDays(1));

  private final MemoryStatusLog log = new MemoryStatusLog();

  private StatusBoard board() {
    return new StatusBoard(
        "dir:x",
        "",
        BOUNDS,
        log,
        () -> new SourceStatus("dir:x", false, true, 1L, 1L, 0L),
        () -> Instant.ofEpochSecond(NOW));
  }

  private StatusBoard shared(String instance, boolean end, long now) {
    return new StatusBoard(
        "dir:x",
        instance,
        BOUNDS,
        log,
        () -> new SourceStatus("dir:x", true, end, 1L, 1L, 0L),
        () -> Instant.ofEpochSecond(now));
  }

  @Test
  void aRecordInAMessageMakesNoLogFileFresh() throws Exception {
    StatusBoard board = board();
    board.saw(span(100, 900), "111122223333", 950);

    board.sawCarried(span(50, 999_000), "111122223333");
    board.tell();

    FeedStatus feed = (FeedStatus) log.body(FEED);
    assertThat(feed.getFirstEventAt()).isEqualTo(50);
    assertThat(feed.getLastEventAt()).isEqualTo(999_000);
    assertThat(feed.getLastObjectAt()).isEqualTo(950);
  }

  @Test
  void aLogFileIsAwaitedFromTheFirstRecordInAMessageOn() throws Exception {
    StatusBoard board = board();

    board.sawCarried(span(100, 900), "111122223333");
    board.tell();

    assertThat(((FeedStatus) log.body(FEED)).getLastObjectAt()).isEqualTo(NOW);
  }

  @Test
  void instancesThatShareASourceOverwriteNothingOfEachOther() throws Exception {
    StatusBoard one = shared("one", true, NOW);
    StatusBoard other = shared("other", false, NOW);
    one.saw(span(100, 900), "111122223333", 950);
    one.tell();
    other.saw(span(500, 1_000), "111122223333", 940);
    other.tell();
    one.tell();

    assertThat(log.latest().keySet())
        .containsExactly(
            "feed/dir:x#one/111122223333/eu-central-1",
            "feed/dir:x#other/111122223333/eu-central-1",
            "source/dir:x#one",
            "source/dir:x#other");
    assertThat(((SourceStatus) log.body("source/dir:x#one")).getEndReached()).isTrue();
    assertThat(((SourceStatus) log.body("source/dir:x#other")).getEndReached()).isFalse();
  }

  @Test
  void aSharedSourceSaysNowAndThenThatItIsThere() throws Exception {
    AtomicLong now = new AtomicLong(NOW);
    StatusBoard board =
        new StatusBoard(
            "dir:x",
            "one",
            BOUNDS,
            log,
            () -> new SourceStatus("dir:x", true, true, 1L, 1L, 0L),
            () -> Instant.ofEpochSecond(now.get()));
    board.tell();
    now.addAndGet(29);
    board.tell();
    assertThat(log.latest())
        .hasEntrySatisfying(
            "source/dir:x#one", status -> assertThat(status.getWrittenAt()).isEqualTo(NOW));

    now.addAndGet(1);
    board.tell();

    assertThat(log.latest())
        .hasEntrySatisfying(
            "source/dir:x#one", status -> assertThat(status.getWrittenAt()).isEqualTo(NOW + 30));
  }

  @Test
  void whatLongGoneInstancesKnewIsTakenOverAndTheirKeysEnd() throws Exception {
    StatusBoard gone = shared("gone", false, NOW);
    gone.saw(span(100, 900), "111122223333", 950);
    gone.tell();
    shared("living", true, NOW + 50_000).tell();

    StatusBoard fresh = shared("new", true, NOW + 86_400);
    fresh.tell();
    fresh.tell();

    assertThat(log.latest().keySet())
        .containsExactly(
            "feed/dir:x#living/111122223333/eu-central-1",
            "feed/dir:x#new/111122223333/eu-central-1",
            "source/dir:x#living",
            "source/dir:x#new");
    assertThat(
            ((FeedStatus) log.body("feed/dir:x#new/111122223333/eu-central-1")).getFirstEventAt())
        .isEqualTo(100);
  }

  private static Span span(long first, long last) {
    return new Span("111122223333", "eu-central-1", first, last);
  }

  private FeedStatus feed() {
    return (FeedStatus) log.body(FEED);
  }

  @Test
  void coverageNeverShrinksOverARestart() throws Exception {
    StatusBoard first = board();
    first.saw(span(100, 900), "111122223333", 950);
    first.tell();

    StatusBoard second = board();
    second.saw(span(500, 1_000), "111122223333", 940);
    second.tell();

    assertThat(feed())
        .isEqualTo(new FeedStatus("dir:x", "111122223333", "eu-central-1", 100L, 1_000L, 950L));
  }

  @Test
  void nothingIsToldBeforeWhatWasToldIsRead() throws Exception {
    StatusBoard first = board();
    first.saw(span(100, 900), "111122223333", 950);
    first.tell();
    StatusBoard second = board();
    second.saw(span(500, 1_000), "111122223333", 940);

    log.away(true);
    second.tell();
    log.away(false);
    assertThat(feed().getFirstEventAt()).isEqualTo(100);
    assertThat(feed().getLastEventAt()).isEqualTo(900);
    second.tell();

    assertThat(feed().getFirstEventAt()).isEqualTo(100);
    assertThat(feed().getLastEventAt()).isEqualTo(1_000);
  }

  @Test
  void theFutureSaysNothingAboutFreshness() throws Exception {
    StatusBoard board = board();
    board.saw(span(100, NOW + 99_999), "111122223333", 950);
    board.saw(span(NOW + 88_888, NOW + 99_999), "111122223333", 960);
    board.tell();

    assertThat(feed().getFirstEventAt()).isEqualTo(100);
    assertThat(feed().getLastEventAt()).isEqualTo(950);
  }

  @Test
  void whatIsNoAccountOrRegionMakesNoFeed() throws Exception {
    StatusBoard board = board();
    board.saw(span(1, 2), "", 3);
    board.saw(span(1, 2), "1/2", 3);
    board.saw(new Span("111122223333", "a/b", 1, 2), "111122223333", 3);
    board.tell();

    assertThat(log.latest()).containsOnlyKeys("source/dir:x");
  }

  @Test
  void beyondTheLimitNoFurtherFeedIsToldAndThoseThatAreGoOn() throws Exception {
    StatusBoard board = board();
    for (String region : java.util.List.of("a", "b", "c")) {
      board.saw(new Span("111122223333", "eu-" + region, 100, 200), "111122223333", 300);
    }
    board.saw(new Span("111122223333", "eu-a", 50, 900), "111122223333", 300);
    board.tell();

    assertThat(log.latest())
        .containsOnlyKeys(
            "source/dir:x", "feed/dir:x/111122223333/eu-a", "feed/dir:x/111122223333/eu-b");
    assertThat(((FeedStatus) log.body("feed/dir:x/111122223333/eu-a")).getLastEventAt())
        .isEqualTo(900);
  }
}
