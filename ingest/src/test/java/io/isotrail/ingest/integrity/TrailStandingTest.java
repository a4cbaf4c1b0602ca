package io.isotrail.ingest.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is known of a trail is bounded. */
class TrailStandingTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Chain CHAIN =
      new Chain("AWSLogs/111122223333/", "111122223333", "r", "t", "r", false);

  @Test
  void beyondTheLimitTheOldestTimesAreForgottenAndTheTimeLookedAtBeginsLater() {
    TrailStanding standing = new TrailStanding(CHAIN, START, 10, 2);
    for (int hour : new int[] {0, 2, 4}) {
      Instant from = START.plus(Duration.ofHours(hour));
      standing.take(
          new Result.ValidDigest(
              CHAIN, new ObjectName("b", "d" + hour), from, from.plus(Duration.ofHours(1))),
          from);
    }

    Standing known = standing.standing();

    assertThat(known.covered()).hasSize(2);
    assertThat(known.since()).isEqualTo(START.plus(Duration.ofHours(2)));
    assertThat(known.gaps(START.plus(Duration.ofHours(5))))
        .containsExactly(
            new Standing.Span(START.plus(Duration.ofHours(3)), START.plus(Duration.ofHours(4))));
  }
}
