package io.isotrail.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** When the answers of one instance of several count as whole. */
class HorizonTest {

  private static final TopicPartition MINE = new TopicPartition("facts", 0);
  private static final TopicPartition THEIRS = new TopicPartition("facts", 1);
  private static final TopicPartition TABLE = new TopicPartition("table", 1);

  private final Horizon horizon = new Horizon(Duration.ofSeconds(5));

  /** How far the view has read the table. */
  private long position;

  @Test
  void whole_when_all_is_committed_and_read() {
    position = 7;
    look(0, Map.of(MINE, 3L, THEIRS, 4L), Map.of(MINE, 3L, THEIRS, 4L), 7);

    assertThat(isWhole()).isTrue();
  }

  @Test
  void a_partition_that_nobody_works_on_is_behind() {
    look(0, Map.of(MINE, 3L, THEIRS, 4L), Map.of(MINE, 3L), 0);

    assertThat(horizon.unprocessed()).hasValue("4 records wait to be processed");
  }

  @Test
  void what_is_younger_than_tolerated_may_wait() {
    look(0, Map.of(THEIRS, 4L), Map.of(THEIRS, 4L), 0);
    look(5, Map.of(THEIRS, 9L), Map.of(THEIRS, 4L), 0);

    assertThat(isWhole()).isTrue();

    look(6, Map.of(THEIRS, 9L), Map.of(THEIRS, 4L), 0);

    assertThat(horizon.unprocessed()).hasValue("5 records wait to be processed");
  }

  @Test
  void what_another_instance_has_just_committed_is_not_in_this_view_yet() {
    look(0, Map.of(THEIRS, 4L), Map.of(), 0);
    look(60, Map.of(THEIRS, 4L), Map.of(), 0);
    // An instance comes back and commits what had waited; the view has not read it.
    look(61, Map.of(THEIRS, 4L), Map.of(THEIRS, 4L), 8);

    assertThat(horizon.unprocessed()).isEmpty();
    assertThat(horizon.visible()).isEmpty();

    position = 8;
    look(62, Map.of(THEIRS, 4L), Map.of(THEIRS, 4L), 8);

    assertThat(isWhole()).isTrue();
  }

  @Test
  void a_view_that_stands_still_is_told_after_the_tolerance() {
    look(0, Map.of(MINE, 1L), Map.of(MINE, 1L), 0);
    for (int second = 1; second <= 5; second++) {
      look(second, Map.of(MINE, 9L), Map.of(MINE, 9L), 3);
      assertThat(isWhole()).isTrue();
    }
    look(6, Map.of(MINE, 9L), Map.of(MINE, 9L), 3);

    assertThat(horizon.visible()).isEmpty();
  }

  @Test
  void what_is_visible_is_as_old_as_the_look_that_it_was_seen_in() {
    position = 3;
    look(0, Map.of(MINE, 1L), Map.of(MINE, 1L), 3);
    // A thousand come at once: within the tolerance they may wait, and are not visible.
    look(2, Map.of(MINE, 1_001L), Map.of(MINE, 1L), 3);

    assertThat(horizon.visible()).hasValue(0);

    look(4, Map.of(MINE, 1_001L), Map.of(MINE, 1_001L), 9);
    assertThat(horizon.visible()).hasValue(0);

    position = 9;
    look(5, Map.of(MINE, 1_001L), Map.of(MINE, 1_001L), 9);
    assertThat(horizon.visible()).hasValue(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void under_a_steady_flow_that_is_never_quite_read_it_is_whole() {
    for (int second = 0; second < 60; second++) {
      position = Math.max(0, second - 1) * 10L;
      look(second, Map.of(MINE, second * 10L), Map.of(MINE, (second - 1) * 10L), second * 10L);
      if (second > 3) {
        assertThat(isWhole()).as("second %d", second).isTrue();
      }
    }
  }

  @Test
  void what_came_during_a_pause_of_the_looking_is_not_tolerated() {
    look(0, Map.of(MINE, 1L), Map.of(MINE, 1L), 0);
    // Kafka did not answer for a minute; the nine may be a minute old.
    look(60, Map.of(MINE, 10L), Map.of(MINE, 1L), 0);

    assertThat(horizon.unprocessed()).hasValue("9 records wait to be processed");
  }

  @Test
  void nothing_counts_as_read_while_the_view_does_not_know_what_it_reads() {
    horizon.look(0, Map.of(MINE, 1L), Map.of(MINE, 1L), Map.of(), offsets -> true);

    assertThat(horizon.visible()).isEmpty();
  }

  private void look(
      int second,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> committed,
      long written) {
    horizon.look(
        Duration.ofSeconds(second).toNanos(),
        ends,
        committed,
        Map.of(TABLE, written),
        offsets -> offsets.values().stream().allMatch(end -> position >= end));
  }

  private boolean isWhole() {
    return horizon.unprocessed().isEmpty() && horizon.visible().isPresent();
  }
}
