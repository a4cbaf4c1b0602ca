package io.isotrail.streams.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Instances that judge parts of a trail say together what one would have said alone. */
class TrailStandingsTest {

  private static final String QUEUE = "sqs:q";
  private static final long HOUR = 3_600;
  private static final int HOURS = 24;

  private final StatusShelf shelf = new StatusShelf();

  private static IntegrityStatus standing(
      List<TimeSpan> covered, List<TimeSpan> gaps, List<IntegrityFinding> findings) {
    return standing("main", covered, gaps, findings, "");
  }

  private static IntegrityStatus standing(
      String trail,
      List<TimeSpan> covered,
      List<TimeSpan> gaps,
      List<IntegrityFinding> findings,
      String unproven) {
    return new IntegrityStatus(
        QUEUE,
        "111122223333",
        "eu-central-1",
        trail,
        covered.isEmpty() ? 0L : covered.getFirst().getFrom(),
        covered.isEmpty() ? 0L : covered.getLast().getTo(),
        covered,
        gaps,
        findings,
        1L,
        findings.stream().mapToLong(IntegrityFinding::getAt).max().orElse(0),
        unproven,
        2L);
  }

  private static IntegrityFinding finding(String object, String message, long at) {
    return new IntegrityFinding("log-missing", object, "d", message, at);
  }

  private void tell(String teller, long writtenAt, IntegrityStatus status) {
    shelf.put(
        "integrity/%s/111122223333/eu-central-1/%s".formatted(teller, status.getTrail()),
        new Progress(writtenAt, status));
  }

  private static List<TimeSpan> hours(List<Boolean> which, int from, int to) {
    List<TimeSpan> spans = new ArrayList<>();
    for (int hour = from; hour < to; hour++) {
      if (which.get(hour)) {
        if (!spans.isEmpty() && spans.getLast().getTo() == hour * HOUR) {
          spans.add(new TimeSpan(spans.removeLast().getFrom(), (hour + 1) * HOUR));
        } else {
          spans.add(new TimeSpan(hour * HOUR, (hour + 1) * HOUR));
        }
      }
    }
    return spans;
  }

  /** What one instance says that got these digests. */
  private static IntegrityStatus alone(List<Boolean> got) {
    int first = got.indexOf(true);
    List<Boolean> lacking = got.stream().map(one -> !one).toList();
    return standing(
        hours(got, 0, HOURS), first < 0 ? List.of() : hours(lacking, first, HOURS), List.of());
  }

  @Property(tries = 500)
  void partsSayTogetherWhatTheWholeSays(
      @ForAll @Size(HOURS) List<@IntRange(max = 3) Integer> whose) {
    for (int instance = 0; instance < 3; instance++) {
      int me = instance;
      IntegrityStatus part = alone(whose.stream().map(one -> one == me).toList());
      if (!part.getCovered().isEmpty()) {
        tell(QUEUE + "#" + instance, instance, part);
      }
    }
    // Whose is 3, nobody got.
    IntegrityStatus whole = alone(whose.stream().map(one -> one < 3).toList());

    List<IntegrityStatus> together = new ArrayList<>(shelf.integrity());
    LongStream.range(0, 3)
        .forEach(
            i -> shelf.remove("integrity/" + QUEUE + "#" + i + "/111122223333/eu-central-1/main"));

    assertThat(together).hasSize(whole.getCovered().isEmpty() ? 0 : 1);
    together.forEach(
        standing -> {
          assertThat(standing.getCovered()).isEqualTo(whole.getCovered());
          assertThat(standing.getGaps()).isEqualTo(whole.getGaps());
          assertThat(standing.getSince()).isEqualTo(whole.getSince());
          assertThat(standing.getVerifiedUntil()).isEqualTo(whole.getVerifiedUntil());
        });
  }

  @Example
  void whatIsWrongForOneIsWrongAndTheLatestWordOfAnObjectCounts() {
    List<TimeSpan> covered = List.of(new TimeSpan(0L, HOUR));
    tell(
        QUEUE + "#late",
        20,
        standing(
            "main",
            covered,
            List.of(),
            List.of(finding("a", "late", 9), finding("b", "only late", 5)),
            ""));
    tell(
        QUEUE + "#early",
        10,
        standing("main", covered, List.of(), List.of(finding("a", "early", 9)), "no keys"));
    tell(QUEUE + "#late", 20, standing("other", covered, List.of(), List.of(), ""));

    assertThat(shelf.integrity())
        .extracting(IntegrityStatus::getTrail)
        .containsExactly("main", "other");
    IntegrityStatus main = shelf.integrity().getFirst();
    assertThat(main.getFindings())
        .containsExactly(finding("b", "only late", 5), finding("a", "late", 9));
    assertThat(main.getUnproven()).isEqualTo("no keys");
    assertThat(main.getHealed()).isEqualTo(4);
    assertThat(main.getFindingsLeftOut()).isEqualTo(2);
    assertThat(main.getFindingsLeftOutUntil()).isEqualTo(9);
  }

  @Example
  void aKeyWithoutAnInstanceIsStillUnderstood() {
    tell(
        QUEUE,
        5,
        standing(List.of(new TimeSpan(0L, HOUR)), List.of(), List.of(finding("a", "old", 9))));
    tell(QUEUE + "#new", 10, standing(List.of(new TimeSpan(HOUR, 2 * HOUR)), List.of(), List.of()));

    Integrity integrity = Integrity.of(shelf.integrity(), List.of(), Optional.empty());

    assertThat(integrity.trails()).hasSize(1);
    assertThat(integrity.trails().getFirst().getCovered())
        .containsExactly(new TimeSpan(0L, 2 * HOUR));
    assertThat(integrity.component().ok()).isFalse();
    assertThat(integrity.component().message()).contains("3 logs or digests");
  }
}
