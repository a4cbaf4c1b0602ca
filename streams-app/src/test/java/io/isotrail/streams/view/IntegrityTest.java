package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.TimeSpan;
import io.isotrail.avro.TrailEvent;
import io.isotrail.streams.view.View.Component;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the logs count as all that was delivered. */
class IntegrityTest {

  private static final long NOW = 1_800_000_000L;

  private static TrailEvent event(String name, String trail, long at) {
    return new TrailEvent("111122223333", "eu-central-1", name + at, name, trail, at, "ann");
  }

  private static IntegrityStatus trail(List<TimeSpan> gaps, List<IntegrityFinding> findings) {
    return new IntegrityStatus(
        "sqs:q",
        "111122223333",
        "eu-central-1",
        "main",
        NOW - 9_000,
        NOW - 1_000,
        List.of(),
        gaps,
        findings,
        0L,
        0L,
        "",
        0L);
  }

  private static Component judged(
      List<IntegrityStatus> trails, List<TrailEvent> events, long acknowledged) {
    return Integrity.of(trails, events, Optional.of(Instant.ofEpochSecond(acknowledged)))
        .component();
  }

  @Test
  void nothingSeenIsNotWrongAndProvesNothing() {
    Component component = Integrity.of(List.of(), List.of(), Optional.empty()).component();

    assertThat(component.ok()).isTrue();
    assertThat(component.message()).contains("nothing proves");
  }

  @Test
  void validDigestsProveTheirLogs() {
    Component component = judged(List.of(trail(List.of(), List.of())), List.of(), 0);

    assertThat(component.ok()).isTrue();
    assertThat(component.message()).contains("prove every log");
  }

  @Test
  void aGapAndAFindingAreNamedUntilTheyAreAcknowledged() {
    IntegrityStatus trail =
        trail(
            List.of(new TimeSpan(NOW - 7_200, NOW - 3_600)),
            List.of(new IntegrityFinding("log-hash", "s3://b/k", "d", "changed", NOW - 3_600)));

    Component component = judged(List.of(trail), List.of(), NOW - 3_601);

    assertThat(component.ok()).isFalse();
    assertThat(component.name()).isEqualTo("integrity");
    assertThat(component.message())
        .contains("1 logs or digests", "s3://b/k", "changed", "no valid digest of trail main");
    assertThat(judged(List.of(trail), List.of(), NOW - 3_600).ok()).isTrue();
  }

  @Test
  void whatTheListHasNoRoomForIsWrongUntilItIsAcknowledged() {
    IntegrityStatus named =
        trail(
            List.of(),
            List.of(new IntegrityFinding("log-missing", "s3://b/k", "d", "gone", NOW - 3_600)));
    IntegrityStatus more =
        IntegrityStatus.newBuilder(named)
            .setFindingsLeftOut(150)
            .setFindingsLeftOutUntil(NOW - 3_600)
            .build();
    IntegrityStatus restored = IntegrityStatus.newBuilder(more).setFindings(List.of()).build();

    assertThat(judged(List.of(more), List.of(), 0).message()).contains("151 logs or digests");
    assertThat(judged(List.of(restored), List.of(), 0).ok()).isFalse();
    assertThat(judged(List.of(restored), List.of(), 0).message())
        .contains("150 logs or digests", "trail main");
    assertThat(judged(List.of(restored), List.of(), NOW - 3_600).ok()).isTrue();
  }

  @Test
  void aTrailThatIsNotProvenIsNamedBesideOneThatIs() {
    IntegrityStatus proven = trail(List.of(), List.of());
    IntegrityStatus unproven =
        IntegrityStatus.newBuilder(proven).setTrail("other").setUnproven("no keys").build();
    IntegrityStatus unseen =
        IntegrityStatus.newBuilder(proven).setTrail("third").setVerifiedUntil(0).build();

    Component component = judged(List.of(proven, unproven, unseen), List.of(), 0);

    assertThat(component.ok()).isTrue();
    assertThat(component.message())
        .doesNotContain("every log that they name")
        .contains(
            "trail other", "no keys", "nothing those of", "trail third", "no digest was verified")
        .doesNotContain("trail main");
  }

  @ParameterizedTest
  @CsvSource({
    "StopLogging, StartLogging, true",
    "StopLogging, CreateTrail, false",
    "DeleteTrail, CreateTrail, false",
    "DeleteTrail, StartLogging, false",
    "UpdateTrail, StartLogging, false",
    "PutEventSelectors, PutEventSelectors, false"
  })
  void anEventIsOpenUntilItIsUndone(String done, String undone, boolean closed) {
    List<TrailEvent> events = List.of(event(done, "main", NOW - 50), event(undone, "main", NOW));

    assertThat(judged(List.of(), events, 0).ok()).isEqualTo(closed);
    assertThat(judged(List.of(), events, NOW + 1).ok()).isTrue();
  }

  @Test
  void whatCameBeforeOrBelongsToAnotherTrailUndoesNothing() {
    assertThat(
            judged(
                    List.of(),
                    List.of(
                        event("StartLogging", "main", NOW - 60),
                        event("StopLogging", "main", NOW - 50),
                        event("StartLogging", "other", NOW)),
                    0)
                .message())
        .contains("StopLogging on trail main");
  }

  @Test
  void withinOneSecondTheOrderIsUnknownAndTheTrailMayStandStill() {
    assertThat(
            judged(
                    List.of(),
                    List.of(event("StartLogging", "main", NOW), event("StopLogging", "main", NOW)),
                    0)
                .ok())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-1, 5, false", "0, 5, false", "1, 0, false", "1, 1, true", "1, 5, true"})
  void aDeletedTrailIsBackOnceItWasCreatedAndStarted(int created, int started, boolean closed) {
    List<TrailEvent> events =
        List.of(
            event("DeleteTrail", "main", NOW),
            event("CreateTrail", "main", NOW + created),
            event("StartLogging", "main", NOW + started));

    assertThat(judged(List.of(), events, 0).ok()).isEqualTo(closed);
  }
}
