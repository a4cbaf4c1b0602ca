package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.FeedStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.streams.view.View.Component;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a source counts as having given what it has. */
class ProgressesTest {

  private static final long NOW = 1_800_000_000L;
  private static final Duration STALE_AFTER = Duration.ofMinutes(90);
  private static final long LIMIT = NOW - STALE_AFTER.toSeconds();
  private static final String QUEUE = "sqs:queue";

  private final StatusShelf status = new StatusShelf();

  @Test
  void a_quiet_region_beside_a_fresh_one_is_not_stale() {
    source(QUEUE, true);
    feed(QUEUE, "eu-central-1", LIMIT);
    feed(QUEUE, "us-east-1", 0);

    assertThat(judged().ok()).isTrue();
  }

  @Test
  void a_live_source_is_stale_when_all_its_regions_are_quiet() {
    source(QUEUE, true);
    feed(QUEUE, "eu-central-1", LIMIT - 1);
    feed(QUEUE, "us-east-1", 0);

    assertThat(judged().ok()).isFalse();
    assertThat(judged().message()).contains(QUEUE, "2027-01-15T06:29:59Z");
  }

  @Test
  void a_live_source_that_has_not_read_what_was_there_is_incomplete() {
    feed(QUEUE, "eu-central-1", NOW);
    status.put(
        "source/" + QUEUE, new Progress(NOW, new SourceStatus(QUEUE, true, false, 2L, 1L, 0L)));

    assertThat(judged().ok()).isFalse();
    assertThat(judged().message()).contains(QUEUE, "1 of 2 objects");
  }

  @Test
  void another_source_does_not_keep_a_stale_one_fresh() {
    source(QUEUE, true);
    source("dir:/trail", true);
    feed(QUEUE, "eu-central-1", LIMIT - 1);
    feed("dir:/trail", "eu-central-1", NOW);

    assertThat(judged().ok()).isFalse();
    assertThat(judged().message()).contains(QUEUE);
  }

  @Test
  void a_batch_that_was_read_to_its_end_never_grows_stale() {
    source("dir:/trail", false);
    feed("dir:/trail", "eu-central-1", 0);

    assertThat(judged().ok()).isTrue();
  }

  @Test
  void a_live_source_that_never_delivers_is_stale_some_time_after_its_first_word() {
    put(new SourceStatus(QUEUE, true, true, 0L, 0L, 0L), LIMIT);
    source(QUEUE, true);

    assertThat(judged().ok()).isTrue();
    assertThat(Progresses.sources(status, NOW + 1, STALE_AFTER, Set.of()).message())
        .contains(QUEUE, "never delivered", "2027-01-15T06:30:00Z");
    assertThat(Progresses.sources(status, NOW + 1, STALE_AFTER, Set.of()).ok()).isFalse();
  }

  @Test
  void a_source_that_was_replaced_is_named_and_not_waited_for() {
    source("dir:/trail", true);
    feed("dir:/trail", "eu-central-1", NOW);
    put(new SourceStatus(QUEUE, true, false, 2L, 1L, 0L), LIMIT);

    assertThat(judged().ok()).isFalse();
    Component ended = judged(QUEUE);
    assertThat(ended.ok()).isTrue();
    assertThat(ended.message()).contains("declared ended", QUEUE);
  }

  @Test
  void a_source_that_was_declared_ended_counts_while_it_speaks() {
    source("dir:/trail", true);
    put(new SourceStatus(QUEUE, true, false, 2L, 1L, 0L), NOW - 60);

    assertThat(judged(QUEUE).ok()).isFalse();
    assertThat(judged(QUEUE).message()).contains("1 of 2 objects").doesNotContain("ended");
  }

  @Test
  void without_any_other_source_an_ended_one_completes_nothing() {
    put(new SourceStatus(QUEUE, true, true, 2L, 2L, 0L), LIMIT);

    assertThat(judged(QUEUE).ok()).isFalse();
    assertThat(judged(QUEUE).message()).contains("declared ended", QUEUE);
  }

  private Component judged(String... ended) {
    return Progresses.sources(status, NOW, STALE_AFTER, Set.of(ended));
  }

  private void source(String source, boolean live) {
    put(new SourceStatus(source, live, true, 2L, 2L, 0L), NOW);
  }

  private void put(SourceStatus told, long writtenAt) {
    status.put("source/" + told.getSource(), new Progress(writtenAt, told));
  }

  private void feed(String source, String region, long lastObjectAt) {
    status.put(
        "feed/" + source + "/111122223333/" + region,
        new Progress(
            NOW, new FeedStatus(source, "111122223333", region, 0L, lastObjectAt, lastObjectAt)));
  }
}
