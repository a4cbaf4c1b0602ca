package io.isotrail.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.Isolation;
import io.isotrail.schemas.resource.ResourceKind;
import io.isotrail.streams.oracle.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has ended is remembered to the very second, and gone in the next. */
class BoundsTest {

  /** Midnight. */
  private static final long T = 1_748_736_000L;

  private static final long DAY = 86_400;
  private static final long STANDING = 40 * DAY;
  private static final long RUN = 3 * DAY;

  @Test
  void aModelThatWasDeletedIsKeptForTheRetentionOfWhatStands() {
    Story story = ruled().model(T, "m", Isolation.NOT_ISOLATED).deleteModel(T + DAY, "m");

    assertThat(remembersAt(story, T + DAY + STANDING - 1, 0)).isTrue();
    assertThat(remembersAt(story, T + DAY + STANDING, 0)).isFalse();
  }

  @Test
  void aModelThatExistsIsKeptForEver() {
    assertThat(remembersAt(ruled().model(T, "m", Isolation.ISOLATED), T + 1_000 * STANDING, 0))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "TRAINING_JOB, CreateTrainingJob",
    "PROCESSING_JOB, CreateProcessingJob",
    "HYPER_PARAMETER_TUNING_JOB, CreateHyperParameterTuningJob"
  })
  void aRunIsKeptForTheRetentionOfRuns(ResourceKind kind, String operation) {
    Story story = ruled().create(kind, T, "run", operation, Isolation.NOT_ISOLATED);

    assertThat(remembersAt(story, T + RUN - 1, 0)).isTrue();
    assertThat(remembersAt(story, T + RUN, 0)).isFalse();
  }

  @Test
  void nothingIsPurgedAboutWhichSomethingArrivedLately() {
    Story story = ruled().model(T, "m", Isolation.NOT_ISOLATED).deleteModel(T + DAY, "m");
    long quiet = 2 * STANDING;

    // The story arrives at once, at T.
    assertThat(remembersAt(story, T + quiet - 1, quiet)).isTrue();
    assertThat(remembersAt(story, T + quiet, quiet)).isFalse();
  }

  @Test
  void theRejectionsOfADayAreKeptFromItsEnd() {
    Bounds bounds = new Bounds(100, 100, STANDING, RUN, DAY);
    int day = (int) (T / DAY);
    long over = T + DAY + STANDING;

    assertThat(bounds.isDayOver(day, T, over - 1)).isFalse();
    assertThat(bounds.isDayOver(day, T, over)).isTrue();
    assertThat(bounds.isDayOver(day, over - DAY + 1, over)).isFalse();
    assertThat(bounds.isDayOver(day, over - DAY, over)).isTrue();
  }

  private static Story ruled() {
    return new Story().policy(T - DAY, "{\"version\": \"1\"}");
  }

  private static boolean remembersAt(Story story, long now, long quiet) {
    RunningTask task = new RunningTask(0, new Bounds(100, 100, STANDING, RUN, quiet), T);
    story.governance().forEach(task::take);
    story.facts().forEach(task::take);
    task.finish();
    task.clock(now);
    task.finish();
    return !task.histories().isEmpty();
  }
}
