package io.isotrail.streams.kpi;

import static io.isotrail.streams.compliance.Facts.PRODUCTION;
import static io.isotrail.streams.compliance.Facts.created;
import static io.isotrail.streams.compliance.Facts.deleted;
import static io.isotrail.streams.compliance.Facts.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.isotrail.streams.compliance.Fact;
import io.isotrail.streams.compliance.Facts;
import io.isotrail.streams.compliance.History;
import io.isotrail.streams.compliance.Isolation;
import io.isotrail.streams.compliance.Judge;
import io.isotrail.streams.compliance.Subject;
import io.isotrail.streams.compliance.Timeline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What exists, written as {@code environment severity -> counts}. */
class LevelsTest {

  private static final long DAY = 86_400;
  private static final long BEGIN = DAY + 100;
  private static final long MOVE = DAY + 200;
  private static final long END = 3 * DAY + 50;

  private static final List<History> HISTORIES =
      List.of(
          judged(
              "moving",
              created(BEGIN, "1", Isolation.NOT_ISOLATED, Map.of()),
              tagged(MOVE, "2", PRODUCTION),
              deleted(END, "3")),
          judged("steady", created(BEGIN, "1", Isolation.ISOLATED, PRODUCTION)));

  private static final String STEADY = "{level.COMPLIANT=1}";
  private static final String VIOLATION = "{level.VIOLATION=1, level.openedAt=" + BEGIN + "}";

  @Test
  void withinADayTheyAreThoseOfTheSecond() {
    assertThat(at(BEGIN - 1, Integer.MIN_VALUE)).isEmpty();
    assertThat(at(BEGIN, Integer.MIN_VALUE))
        .isEqualTo(Map.of("production ", STEADY, "untagged low", VIOLATION));
    assertThat(at(MOVE - 1, Integer.MIN_VALUE))
        .isEqualTo(Map.of("production ", STEADY, "untagged low", VIOLATION));
    assertThat(at(MOVE, Integer.MIN_VALUE))
        .isEqualTo(Map.of("production ", STEADY, "production high", VIOLATION));
    assertThat(at(END - 1, Integer.MIN_VALUE))
        .isEqualTo(Map.of("production ", STEADY, "production high", VIOLATION));
    assertThat(at(END, Integer.MIN_VALUE)).isEqualTo(Map.of("production ", STEADY));
  }

  @Test
  void atTheEndOfADayTheyAreThoseOfTheWholeDay() {
    assertThat(at(DAY - 1, Integer.MIN_VALUE)).isEmpty();
    assertThat(at(2 * DAY - 1, Integer.MIN_VALUE))
        .isEqualTo(Map.of("production ", STEADY, "production high", VIOLATION));
    assertThat(at(3 * DAY - 1, Integer.MIN_VALUE))
        .isEqualTo(Map.of("production ", STEADY, "production high", VIOLATION));
    assertThat(at(4 * DAY - 1, Integer.MIN_VALUE)).isEqualTo(Map.of("production ", STEADY));
  }

  @Test
  void beyondTheRetentionAnInstantStandsForTheEndOfItsDay() {
    assertThat(at(3 * DAY, 4)).isEqualTo(Map.of("production ", STEADY));
    assertThat(at(3 * DAY, 3))
        .isEqualTo(Map.of("production ", STEADY, "production high", VIOLATION));
  }

  private static Map<String, String> at(long asOf, int exactFrom) {
    Map<String, String> written = new TreeMap<>();
    Levels.of(new FakeSource(HISTORIES, List.of(), List.of(), exactFrom), asOf)
        .forEach(
            (group, counts) ->
                written.put(
                    group.environment() + " " + group.severity(), counts.byMeasure().toString()));
    return written;
  }

  private static History judged(String name, Fact... facts) {
    return Judge.judge(
        new Subject("aws", Facts.ACCOUNT, "eu-central-1", "model", name),
        Timeline.of(Stream.of(facts).toList()),
        Facts.DEFAULT);
  }
}
