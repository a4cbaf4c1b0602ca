package io.isotrail.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.avro.IntegrityFinding;
import io.isotrail.avro.IntegrityStatus;
import io.isotrail.avro.Progress;
import io.isotrail.avro.SourceStatus;
import io.isotrail.ingest.given.MemoryStatusLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What instances on one queue tell of trails, and who goes on with it. */
class SuccessionTest {

  private static final String QUEUE = "sqs:q";
  private static final String PLACE = "/111122223333/eu-central-1/main";

  private final MemoryStatusLog log = new MemoryStatusLog();
  private long now = 1_000_000;

  /** An instance, which tells again what it took over as the real one does. */
  private final class Told implements Successor {
    private final StatusBoard board;
    private final List<String> taken = new ArrayList<>();
    private final List<IntegrityStatus> own = new ArrayList<>();
    private List<IntegrityStatus> others = List.of();
    private int living;

    Told(String instance) {
      board =
          new StatusBoard(
              QUEUE,
              instance,
              new StatusBoard.Bounds(
                  2,
                  Duration.ofSeconds(30),
                  Duration.ofMinutes(5),
                  Duration.ofMinutes(10),
                  Duration.ofDays(1)),
              log,
              () -> new SourceStatus(QUEUE, true, true, 1L, 1L, 0L),
              () -> Instant.ofEpochSecond(now));
      board.succeededBy(this);
    }

    @Override
    public void takeOver(IntegrityStatus told) {
      taken.add(told.getFindings().getFirst().getObject());
      own.add(told);
    }

    void tell() throws InterruptedException {
      own.forEach(board::say);
      board.tell();
    }

    @Override
    public void others(List<IntegrityStatus> told, int alive) {
      others = told;
      living = alive;
    }
  }

  private static IntegrityStatus wrong(String object) {
    return new IntegrityStatus(
        QUEUE,
        "111122223333",
        "eu-central-1",
        "main",
        100L,
        200L,
        List.of(),
        List.of(),
        List.of(new IntegrityFinding("log-missing", object, "d", "not found", 150L)),
        0L,
        0L,
        "",
        0L);
  }

  private List<String> keys() {
    return log.latest().keySet().stream().filter(key -> key.startsWith("integrity/")).toList();
  }

  @Test
  void instancesOfOneQueueOverwriteNothingOfEachOther() throws Exception {
    Told one = new Told("one");
    Told other = new Told("other");
    one.board.say(wrong("a"));
    one.tell();
    other.board.say(wrong("b"));
    other.tell();

    assertThat(keys())
        .containsExactly(
            "integrity/" + QUEUE + "#one" + PLACE, "integrity/" + QUEUE + "#other" + PLACE);
    assertThat(other.taken).isEmpty();
    assertThat(other.living).isEqualTo(1);
    assertThat(other.others).containsExactly(wrong("a"));
  }

  @Test
  void whatAnEndedInstanceToldIsTakenOverByOneThatLivesAndEndsOnlyWhenThatIsTold()
      throws Exception {
    Told ended = new Told("b-ended");
    ended.board.say(wrong("a"));
    ended.tell();
    Told living = new Told("a-living");
    Told second = new Told("c-second");
    for (int round = 0; round < 30; round++) {
      now += 30;
      living.tell();
      second.tell();
    }

    assertThat(living.taken).containsExactly("a");
    assertThat(second.taken).isEmpty();
    assertThat(keys()).containsExactly("integrity/" + QUEUE + "#a-living" + PLACE);
    assertThat(living.living).isEqualTo(1);
  }

  @Test
  void whatCannotBeToldIsNotEndedWhereItWas() throws Exception {
    Told ended = new Told("ended");
    ended.board.say(wrong("a"));
    ended.tell();
    Told living = new Told("living");
    now += 601;
    living.tell();
    assertThat(living.taken).containsExactly("a");

    log.away(true);
    living.tell();
    log.away(false);
    assertThat(keys()).containsExactly("integrity/" + QUEUE + "#ended" + PLACE);
    living.tell();

    assertThat(keys()).containsExactly("integrity/" + QUEUE + "#living" + PLACE);
    assertThat(living.taken).containsExactly("a");
  }

  @Test
  void anInstanceOfAnyNameTakesOverAKeyWithoutOne() throws Exception {
    log.write(Map.of("integrity/" + QUEUE + PLACE, new Progress(now, wrong("a"))));
    Told living = new Told("living");

    living.tell();
    living.tell();

    assertThat(living.taken).containsExactly("a");
    assertThat(keys()).containsExactly("integrity/" + QUEUE + "#living" + PLACE);
  }

  @Test
  void anInstanceThatComesBackUnderItsNameGoesOnAtOnce() throws Exception {
    Told before = new Told("one");
    before.board.say(wrong("a"));
    before.tell();

    Told after = new Told("one");
    after.tell();

    assertThat(after.taken).containsExactly("a");
    assertThat(after.living).isZero();
    assertThat(keys()).containsExactly("integrity/" + QUEUE + "#one" + PLACE);
  }

  @Test
  void aLookThatFailsHoldsUpNothingThatIsToBeTold() throws Exception {
    Told one = new Told("one");
    one.tell();
    log.unreadable(true);
    now += 301;
    one.board.say(wrong("a"));
    one.tell();
    one.tell();

    assertThat(keys()).containsExactly("integrity/" + QUEUE + "#one" + PLACE);
  }
}
