package io.isotrail.ingest.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instants as CloudTrail writes them, and as others do. */
class EventTimeTest {

  @Property(tries = 2_000)
  void agreesWithTheJdkForEverySecondOfFourDigitYears(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second) {
    String text = Instant.ofEpochSecond(second).toString();

    assertThat(EventTime.parse(text)).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-04T09:10:00Z, 1777885800",
    "2026-05-04T09:10:00.999Z, 1777885800",
    "2026-05-04T11:10:00+02:00, 1777885800",
    "2026-05-04T09:10Z, 1777885800",
    "1969-12-31T23:59:59.500Z, -1",
    "2024-02-29T00:00:00Z, 1709164800"
  })
  void readsOtherFormsOfTheSame(String text, long second) {
    assertThat(EventTime.parse(text)).isEqualTo(second);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "1777885800",
        "2026-05-04",
        "2026-05-04T09:10:00",
        "2026-05-04 09:10:00Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-0aT00:00:00Z",
        "99999999999999999999999999999999999999999999999"
      })
  void refusesWhatIsNoInstant(String text) {
    assertThat(EventTime.parse(text)).isEqualTo(EventTime.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-05-04T00:00:00Z",
        "2026-05-04T23:59:59Z",
        "2026-05-05T09:10:00Z",
        "2026-05-04T24:00:00Z",
        "2026-05-04T09:60:00Z",
        "2026-05-04T09:10:60Z",
        "2026-05-04T-1:10:00Z",
        "2026-05-04T09.10:00Z",
        "2026-05-04T09:10.00Z",
        "2026-05-04T09:1a:00Z",
        "2026-05-04t09:10:00Z",
        "2026-02-29T09:10:00Z"
      })
  void theFormInBytesIsReadTheSameWhicheverDayWasReadBefore(String text) {
    for (String before : new String[] {"2026-05-04T09:10:00Z", "2026-05-03T23:59:59Z"}) {
      EventTime.Days days = new EventTime.Days();
      assertThat(days.parseQuoted((before + "\" ").getBytes(UTF_8), 0))
          .isEqualTo(EventTime.parse(before));

      assertThat(days.parseQuoted(("\"" + text + "\" ").getBytes(UTF_8), 1))
          .as("%s after %s", text, before)
          .isEqualTo(EventTime.parse(text));
    }
  }

  @Test
  void everyOtherFormInBytesIsLeftToOthers() {
    EventTime.Days days = new EventTime.Days();

    assertThat(days.parseQuoted("2026-05-04T11:10:00+02:00\"".getBytes(UTF_8), 0))
        .isEqualTo(EventTime.UNREADABLE);
    assertThat(days.parseQuoted("2026-05-04T09:10:00Z  ".getBytes(UTF_8), 0))
        .isEqualTo(EventTime.UNREADABLE);
  }
}
